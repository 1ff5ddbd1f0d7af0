"""Mistakes in progress entries: withdrawn, restored, recalled, undone line by line, reworded as before."""

from typing import Any

import pytest
from django.test import Client

from programmes.actions.entries import restore_entry, withdraw_entry
from programmes.actions.release import last_releases, recall, release
from programmes.actions.rows import NotUndoable, undo_line
from programmes.content import find_row
from programmes.models import ProgressEntry
from programmes.selectors.access import access_to
from programmes.selectors.trees import read_tree
from tests.html import flat
from tests.programmes.seeded.test_rows import _entry, add, fresh, save
from tracking.actions.nodes import Refused
from tracking.actions.writing import Conflict
from tracking.models import ChangeSet

pytestmark = pytest.mark.django_db


def seen(reader: Any, programme: Any, row: Any) -> Any:
    found = find_row(read_tree(access_to(reader, programme)), row.key)
    assert found
    return found[3]


def texts(reader: Any, programme: Any, row: Any) -> list[str]:
    return [entry.text for entry in seen(reader, programme, row).progress]


def history_page(client: Client, row: Any, *, user: Any) -> str:
    client.force_login(user)
    return flat(client.get(f"/programmes/ptc-adopted/rows/{row.key}/history/"))


def entry_address(entry: Any) -> str:
    return f"/programmes/ptc-adopted/rows/{entry.indicator.key}/entries/{entry.key}/"


# --- an older report ---------------------------------------------------------------------------


def test_an_older_report_typed_later_leaves_the_row_achieved(adopted: Any, row: Any, officer: Any) -> None:
    add(row, officer, "Endorsed", reported_on="2017-12", sets_state="achieved")
    add(row, officer, "Draft circulated", reported_on="2017-03", sets_state="in_progress")
    assert seen(officer, adopted, row).state == "achieved"


def test_the_bar_after_a_save_names_the_state_that_a_newer_entry_sets(
    client: Client, adopted: Any, row: Any, officer: Any
) -> None:
    add(row, officer, "Endorsed", reported_on="2017-12", sets_state="achieved")
    add(row, officer, "Draft circulated", reported_on="2017-03", sets_state="in_progress")
    client.force_login(officer)
    page = flat(client.get(f"/programmes/ptc-adopted/?saved={row.key}"))
    assert "The status stays “Achieved”: a newer entry sets it." in page
    add(row, officer, "Published", reported_on="2018-01", sets_state="achieved")
    page = flat(client.get(f"/programmes/ptc-adopted/?saved={row.key}"))
    assert "The status stays" not in page


# --- withdrawing and restoring -----------------------------------------------------------------


def test_a_withdrawn_entry_no_longer_sets_the_state_and_can_be_restored(
    adopted: Any, row: Any, officer: Any
) -> None:
    before = seen(officer, adopted, row).state
    entry = add(row, officer, "In the wrong row", sets_state="discontinued")
    withdraw_entry(entry, why="Belongs to another row", revision=entry.revision, by=officer)
    assert "In the wrong row" not in texts(officer, adopted, row)
    assert seen(officer, adopted, row).state == before
    entry.refresh_from_db()
    assert entry.withdrawn_why == "Belongs to another row"
    restore_entry(entry, revision=entry.revision, by=officer)
    assert seen(officer, adopted, row).state == "discontinued"


def test_withdrawing_an_entry_saves_its_row_so_that_an_open_form_notices(
    adopted: Any, row: Any, officer: Any
) -> None:
    entry = add(row, officer)
    revision = fresh(row).revision
    withdraw_entry(entry, why="Wrong", revision=entry.revision, by=officer)
    assert fresh(row).revision == revision + 1


def test_an_entry_is_not_withdrawn_without_a_reason_nor_twice_nor_when_it_was_changed(
    adopted: Any, row: Any, officer: Any
) -> None:
    entry = add(row, officer)
    with pytest.raises(Refused):
        withdraw_entry(entry, why="  ", revision=entry.revision, by=officer)
    with pytest.raises(Conflict):
        withdraw_entry(entry, why="Wrong", revision=entry.revision + 1, by=officer)
    withdraw_entry(entry, why="Wrong", revision=entry.revision, by=officer)
    with pytest.raises(Refused):
        withdraw_entry(entry, why="Wrong", revision=entry.revision, by=officer)


def test_the_pages_withdraw_and_restore(client: Client, adopted: Any, row: Any, officer: Any) -> None:
    entry = add(row, officer, "In the wrong row")
    client.force_login(officer)
    address = entry_address(entry)
    assert address in client.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/").content.decode()
    refused = client.post(address, {"do": "withdraw", "revision": entry.revision, "why": ""})
    assert refused.status_code == 422
    client.post(address, {"do": "withdraw", "revision": entry.revision, "why": "Belongs to 1.1.2"})
    page = history_page(client, row, user=officer)
    assert "Belongs to 1.1.2" in page
    assert address in page
    stale = client.post(address, {"do": "restore", "revision": entry.revision})
    assert stale.status_code == 409
    client.post(address, {"do": "restore", "revision": entry.revision + 1})
    assert "In the wrong row" in texts(officer, adopted, row)


# --- recalling a release -----------------------------------------------------------------------


def test_a_recalled_entry_is_internal_again_and_an_earlier_release_comes_back(
    adopted: Any, row: Any, officer: Any
) -> None:
    entry = add(row, officer, "Endorsed by the PTC")
    release(adopted, [entry], by=officer)
    save(row, officer, entries={entry.key: _entry(entry, text="Endorsed by the Council")})
    entry.refresh_from_db()
    release(adopted, [entry], by=officer)
    assert "Endorsed by the Council" in texts(None, adopted, row)
    for now_seen in ("Endorsed by the PTC", None):
        (latest, *_older) = last_releases(adopted)
        recall(adopted, latest.entries, by=officer)
        public = texts(None, adopted, row)
        assert "Endorsed by the Council" not in public
        assert ("Endorsed by the PTC" in public) is (now_seen is not None)
        if now_seen:
            assert last_releases(adopted)[0].done.pk < latest.done.pk
    assert last_releases(adopted) == []


def test_the_release_page_recalls_a_release(client: Client, adopted: Any, row: Any, officer: Any) -> None:
    entry = add(row, officer, "Sent out too early")
    done = release(adopted, [entry], by=officer)
    assert done
    client.force_login(officer)
    address = "/programmes/ptc-adopted/release/"
    assert "Recall this entry" in client.get(address).content.decode()
    client.post(address, {"recall": done.pk})
    assert "Sent out too early" not in texts(None, adopted, row)
    page = history_page(client, row, user=officer)
    assert "Release recalled: “Sent out too early”" in page
    again = client.post(address, {"recall": done.pk}, follow=True)
    assert "Nothing was recalled" in again.content.decode()


def test_one_entry_is_recalled_on_its_page_and_not_in_a_draft(
    client: Client, adopted: Any, row: Any, officer: Any
) -> None:
    entry = add(row, officer, "Sent out too early")
    release(adopted, [entry], by=officer)
    entry.refresh_from_db()
    client.force_login(officer)
    client.post(entry_address(entry), {"do": "recall", "revision": entry.revision})
    assert "Sent out too early" not in texts(None, adopted, row)
    entry.refresh_from_db()
    assert entry.released_as is None
    again = client.post(entry_address(entry), {"do": "recall", "revision": entry.revision})
    assert again.status_code == 422


# --- line by line ------------------------------------------------------------------------------


def test_an_earlier_line_is_undone_though_other_fields_were_saved_since(
    client: Client, adopted: Any, row: Any, officer: Any
) -> None:
    entry = add(row, officer, "Typed in the wrong row")
    wrong = ChangeSet.objects.latest("pk")
    save(row, officer, unit="experts")
    page = history_page(client, row, user=officer)
    assert f'name="change" value="{wrong.pk}"' in page
    client.post(f"/programmes/ptc-adopted/rows/{row.key}/undo/", {"change": wrong.pk})
    assert "Typed in the wrong row" not in texts(officer, adopted, row)
    assert fresh(row).unit == "experts"
    assert f'name="change" value="{wrong.pk}"' not in history_page(client, row, user=officer)
    entry.refresh_from_db()
    assert entry.withdrawn_at


def test_a_line_on_which_something_builds_is_not_undone(
    client: Client, adopted: Any, row: Any, officer: Any, administrator: Any
) -> None:
    change = save(row, officer, unit="experts")
    save(row, administrator, unit="missions")
    assert f'name="change" value="{change.pk}"' not in history_page(client, row, user=officer)
    with pytest.raises(NotUndoable):
        undo_line(fresh(row), change.pk, by=officer)
    assert fresh(row).unit == "missions"


def test_a_released_entry_is_not_undone_behind_its_release(adopted: Any, row: Any, officer: Any) -> None:
    entry = add(row, officer)
    added = ChangeSet.objects.latest("pk")
    release(adopted, [entry], by=officer)
    with pytest.raises(NotUndoable):
        undo_line(fresh(row), added.pk, by=officer)


def test_nobody_undoes_somebody_elses_line(
    client: Client, adopted: Any, row: Any, officer: Any, administrator: Any
) -> None:
    change = save(row, officer, unit="experts")
    assert 'name="change"' not in history_page(client, row, user=administrator)
    with pytest.raises(NotUndoable):
        undo_line(fresh(row), change.pk, by=administrator)


def test_a_withdrawal_is_undone_by_its_line(adopted: Any, row: Any, officer: Any) -> None:
    entry = add(row, officer, "Right after all")
    done = withdraw_entry(entry, why="Wrong", revision=entry.revision, by=officer)
    undo_line(fresh(row), done.pk, by=officer)
    assert "Right after all" in texts(officer, adopted, row)


# --- an earlier wording ------------------------------------------------------------------------


def test_an_earlier_wording_is_put_into_the_form_and_saved_by_hand(
    client: Client, adopted: Any, row: Any, officer: Any
) -> None:
    before = row.text
    save(row, officer, text="A worse wording")
    page = history_page(client, row, user=officer)
    assert f"/programmes/ptc-adopted/rows/{row.key}/edit/?wording=1" in page
    form = client.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/?wording=1").context["form"]
    assert (form["text"].value(), form["revision"].value()) == (before, 2)
    assert fresh(row).text == "A worse wording"


@pytest.mark.parametrize("wording", ["", "0", "99", "x", "-1", "9" * 30])
def test_a_wording_that_never_was_is_the_row_as_it_is(
    client: Client, adopted: Any, row: Any, officer: Any, wording: str
) -> None:
    client.force_login(officer)
    answer = client.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/", {"wording": wording})
    assert answer.status_code == 200
    assert answer.context["form"]["text"].value() == row.text
    assert "Nothing is restored until you save" not in answer.content.decode()


def test_readers_see_no_means_of_changing_anything(
    client: Client, adopted: Any, row: Any, officer: Any, delegate: Any
) -> None:
    entry = add(row, officer)
    withdraw_entry(entry, why="Wrong", revision=entry.revision, by=officer)
    page = history_page(client, row, user=delegate)
    for control in ("Undo", "Restore", entry_address(entry)):
        assert control not in page
    assert ProgressEntry.objects.get(pk=entry.pk).withdrawn_at
