"""The update after a session: which rows, what is done, writing, "no change", conflicts, releasing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import CommitteeSession
from programmes.actions.rows import EntryValues
from programmes.actions.session_review import mark_unchanged
from programmes.models import Indicator, SessionReview
from tests.html import flat
from tests.programmes.seeded.test_rows import add, fresh, save
from tests.rows import create
from tracking.models import ChangeSet

SESSION = "ptc-2016-03"
ADDRESS = f"/programmes/ptc-adopted/session/{SESSION}/"
SIGNED_IN = 3
PINNED = (
    SIGNED_IN + 9
)  # programme, session, three of the tree, days of sessions, reviews, what waits, own saves
SAVED = SIGNED_IN + 24  # and the row, its claim, entry and history, and the part of the page anew
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's."""
    return as_user(officer)


@pytest.fixture
def session(ptc: Any) -> Any:
    """A session of the PTC."""
    return CommitteeSession.objects.get(slug=SESSION)


def post(browser: Any, row: Any, *, htmx: bool = False, **typed: str) -> Any:
    """Sends the short form of a row as the page has it now."""
    typed = {"revision": str(fresh(row).revision), "text": "", "state": "", **typed}
    return browser.post(f"{ADDRESS}rows/{row.key}/", typed, headers=HTMX if htmx else {})


def done(browser: Any) -> tuple[int, int]:
    """How far the page says the round is."""
    shown = browser.get(ADDRESS).context["progress"]
    return shown.done, shown.total


# --- which rows ---------------------------------------------------------------------------


def test_the_round_has_the_rows_that_were_open_before_the_session(
    browser: Any, row: Any, officer: Any
) -> None:
    everything = done(browser)[1]
    add(row, officer, "Closed long ago", sets_state="achieved")
    assert done(browser) == (0, everything - 1)
    assert f'id="r-{row.key}"' not in browser.get(ADDRESS).content.decode()


def test_a_row_that_the_session_settles_stays_as_done(browser: Any, row: Any) -> None:
    everything = done(browser)[1]
    assert post(browser, row, text="All is done", state="achieved").status_code == 302
    assert done(browser) == (1, everything)
    assert "All is done" in browser.get(ADDRESS).content.decode()


def test_the_filter_leaves_rows_and_the_progress_tells_of_all(browser: Any, row: Any) -> None:
    page = browser.get(f"{ADDRESS}?topic={row.task.topic.key}")
    own = Indicator.objects.filter(task__topic=row.task.topic).count()
    assert (page.context["shown"], page.context["progress"].total) == (own, done(browser)[1])


def test_a_session_of_another_group_is_not_there(browser: Any, adopted: Any) -> None:
    create(CommitteeSession, slug="elsewhere", held_on="2016-01")
    assert browser.get("/programmes/ptc-adopted/session/elsewhere/").status_code == 404


def test_the_chooser_lists_the_sessions_newest_first(browser: Any, row: Any, officer: Any) -> None:
    add(row, officer, session=SESSION)
    listed = browser.get("/programmes/ptc-adopted/session/").context["sessions"]
    assert [s.held_on for s, _name, _number in listed] == sorted(
        (s.held_on for s, _name, _number in listed), reverse=True
    )
    assert {s.slug: number for s, _name, number in listed}[SESSION] >= 1


# --- writing ------------------------------------------------------------------------------


def test_a_save_writes_an_entry_of_the_session_and_leaves_the_rest_of_the_row(
    browser: Any, row: Any, officer: Any
) -> None:
    before = fresh(row)
    answer = post(browser, row, text="Written after it", state="in_progress")
    entry = row.progress.order_by("-pk").first()
    assert (entry.text, entry.session.slug, entry.sets_state) == ("Written after it", SESSION, "in_progress")
    assert (entry.author, entry.reported_on, entry.released_as) == (officer.person, "2016-03", None)
    now = fresh(row)
    assert (now.text, now.timeline_phrase, now.target) == (before.text, before.timeline_phrase, before.target)
    assert ChangeSet.objects.first().session.slug == SESSION  # type: ignore[union-attr]
    assert re.search(rf"saved={row.key}%40{SESSION}#r-[a-z2-7]{{10}}$", answer.headers["Location"])


def test_number_date_and_timeline_are_written_with_the_entry(browser: Any, row: Any) -> None:
    post(browser, row, text="Held", number="12", reported_on="April 2016", timeline_phrase="June 2018")
    entry = row.progress.order_by("-pk").first()
    assert (entry.number, entry.reported_on, entry.session.slug) == (12, "2016-04", SESSION)
    assert (fresh(row).timeline_phrase, str(fresh(row).timeline_due_on)) == ("June 2018", "2018-06-30")


def test_a_timeline_alone_needs_no_words_but_a_number_does(browser: Any, row: Any) -> None:
    before = row.progress.count()
    assert post(browser, row, timeline_phrase="June 2018").status_code == 302
    assert (fresh(row).timeline_phrase, row.progress.count()) == ("June 2018", before)
    refused = post(browser, row, timeline_phrase="July 2018", number="12")
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    assert fresh(row).timeline_phrase == "June 2018"


def test_a_form_without_a_timeline_leaves_it_and_its_given_due_date(
    browser: Any, row: Any, officer: Any
) -> None:
    save(row, officer, due_on="2018-06")
    post(browser, row, text="Written after it")
    assert str(fresh(row).timeline_due_on) == "2018-06-30"


def test_a_written_row_is_undone_by_who_wrote_it(
    browser: Any, row: Any, administrator: Any, as_user: Callable[[Any], Any]
) -> None:
    post(browser, row, text="In the wrong row")
    other = as_user(administrator)
    assert 'name="undo"' not in other.get(ADDRESS).content.decode()
    assert 'name="undo"' in browser.get(ADDRESS).content.decode()
    refused = post(other, row, undo="1")
    assert refused.status_code == 409
    assert post(browser, row, undo="1").status_code == 302
    assert not row.progress.present().filter(text="In the wrong row").exists()
    assert done(browser)[0] == 0


def test_all_fields_comes_back_to_the_update(browser: Any, row: Any) -> None:
    page = browser.get(ADDRESS + "?standing=overdue").content.decode()
    found = re.search(r'href="(/programmes/ptc-adopted/rows/[a-z2-7]{10}/edit/[^"]+)"', page)
    assert found
    address = found[1].replace("&amp;", "&")
    form = browser.get(address)
    assert f'href="{ADDRESS}?standing=overdue#r-' in form.content.decode()
    typed = {"new-text": "All of it", "from-session": SESSION, "view": "standing=overdue"}
    values = {name: value for name, value in form.context["form"].initial.items() if value is not None}
    answer = browser.post(address.partition("?")[0], {**values, **typed})
    assert answer.headers["Location"].startswith(f"{ADDRESS}?standing=overdue#r-")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "../x", ""])
def test_an_edit_from_nowhere_leads_to_the_matrix(browser: Any, row: Any, elsewhere: str) -> None:
    form = browser.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/").context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None}
    answer = browser.post(
        f"/programmes/ptc-adopted/rows/{row.key}/edit/", {**values, "from-session": elsewhere}
    )
    assert answer.headers["Location"] == f"/programmes/ptc-adopted/#r-{row.key}"


def test_with_htmx_the_row_the_progress_and_the_end_come_back(browser: Any, row: Any) -> None:
    answer = post(browser, row, htmx=True, text="Written after it")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith(f'<li class="reviewrow done" id="r-{row.key}"')
    assert page.count('hx-swap-oob="true"') == 2
    assert "review-saved" in answer.headers["HX-Trigger-After-Settle"]


@pytest.mark.parametrize("htmx", [True, False])
def test_nothing_written_is_said_in_the_row(browser: Any, row: Any, htmx: bool) -> None:
    answer = post(browser, row, htmx=htmx, state="achieved")
    assert answer.status_code == 422
    assert "Write what is new, or say that there is no change." in answer.content.decode()
    assert fresh(row).revision == row.revision


@pytest.mark.parametrize("htmx", [True, False])
def test_a_conflict_shows_base_theirs_and_mine_and_keeps_the_words(
    browser: Any, row: Any, officer: Any, htmx: bool
) -> None:
    printed = row.timeline_phrase
    save(row, officer, timeline_phrase="May 2018")
    add(row, officer, "Words of theirs")
    answer = post(browser, row, htmx=htmx, revision=str(row.revision), text="Words of mine")
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (printed, "May 2018", "Words of theirs", "Words of mine"):
        assert words in page
    assert f'name="revision" value="{fresh(row).revision}"' in page
    assert not row.progress.filter(text="Words of mine").exists()
    assert post(browser, row, text="Words of mine").status_code == 302


def test_a_row_nobody_else_saved_shows_no_conflict(browser: Any, row: Any) -> None:
    assert "conflictbox" not in browser.get(ADDRESS).content.decode()
    assert "conflictbox" not in post(browser, row, htmx=True, text="Written").content.decode()


def test_nobody_in_particular_gets_the_typed_words_back(row: Any, as_user: Any) -> None:
    answer = as_user(None).post(
        f"{ADDRESS}rows/{row.key}/",
        {"revision": "1", "text": "Words of mine"},
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 401
    assert "Words of mine" in answer.content.decode()


# --- no change ----------------------------------------------------------------------------


def test_no_change_is_recorded_with_who_and_when_and_colleagues_see_it(
    browser: Any, row: Any, as_user: Any, administrator: Any
) -> None:
    before = done(browser)
    post(browser, row, unchanged="1")
    review = SessionReview.objects.get()
    assert (review.indicator, review.session.slug, review.change_set.by.name) == (row, SESSION, "Officer")
    assert done(as_user(administrator)) == (before[0] + 1, before[1])
    page = flat(as_user(administrator).get(ADDRESS))
    assert 'No change</span><span class="note">Officer,<time' in page


def test_no_change_counts_for_its_session_and_row_only(
    browser: Any, row: Any, officer: Any, session: Any, draft: Any
) -> None:
    mark_unchanged(row, session, by=officer)
    other = CommitteeSession.objects.exclude(pk=session.pk).filter(groups__slug="ptc").first()
    assert browser.get(f"/programmes/ptc-adopted/session/{other.slug}/").context["progress"].done == 0  # type: ignore[union-attr]
    assert browser.get(f"/programmes/{draft.slug}/session/{SESSION}/").context["progress"].done == 0


def test_no_change_can_be_taken_back_and_said_again_and_twice_is_once(
    browser: Any, row: Any, officer: Any, session: Any
) -> None:
    before = done(browser)[0]
    for typed, number, rows in (
        ("unchanged", 1, 1),
        ("unchanged", 1, 1),
        ("take-back", 0, 2),
        ("take-back", 0, 2),
        ("unchanged", 1, 3),
    ):
        post(browser, row, **{typed: "1"})
        assert (done(browser)[0], SessionReview.objects.count()) == (before + number, rows)


def test_no_change_does_not_throw_typed_words_away(browser: Any, row: Any) -> None:
    answer = post(browser, row, text="Words of mine", unchanged="1")
    assert answer.status_code == 422
    assert "Words of mine" in answer.content.decode()
    assert not SessionReview.objects.exists()


def test_no_change_leaves_the_row_and_its_entries_alone(row: Any, officer: Any, session: Any) -> None:
    before = row.history.count(), row.progress.count()
    mark_unchanged(row, session, by=officer)
    assert (row.history.count(), row.progress.count()) == before
    assert fresh(row).revision == row.revision


# --- releasing ----------------------------------------------------------------------------


def shown(browser: Any) -> str:
    return str(browser.get(ADDRESS).context["shown_entries"])


def test_all_entries_of_the_session_are_released_in_one_step_and_no_others(
    browser: Any, adopted: Any, officer: Any
) -> None:
    first, second, other = Indicator.objects.filter(task__topic__section__programme=adopted)[:3]
    own = [add(row, officer, session=SESSION) for row in (first, second)]
    apart = add(other, officer, "Of no session")
    before = ChangeSet.objects.count()
    browser.post(f"{ADDRESS}release/", {"shown": shown(browser)})
    for entry in (*own, apart):
        entry.refresh_from_db()
    assert [entry.released_as is not None for entry in (*own, apart)] == [True, True, False]
    assert ChangeSet.objects.count() == before + 1
    assert ChangeSet.objects.first().session.slug == SESSION  # type: ignore[union-attr]


def test_an_entry_changed_since_it_was_shown_stops_the_whole_release(
    browser: Any, adopted: Any, officer: Any
) -> None:
    first, second = Indicator.objects.filter(task__topic__section__programme=adopted)[:2]
    changed, other = (add(row, officer, session=SESSION) for row in (first, second))
    as_shown = shown(browser)
    save(first, officer, entries={changed.key: EntryValues("Changed meanwhile", session=SESSION)})
    browser.post(f"{ADDRESS}release/", {"shown": as_shown})
    for entry in (changed, other):
        entry.refresh_from_db()
        assert entry.released_as is None


# --- statements ---------------------------------------------------------------------------


def test_statements_do_not_grow_with_rows(browser: Any, row: Any, officer: Any, adopted: Any) -> None:
    for address in (ADDRESS, f"{ADDRESS}?topic={row.task.topic.key}"):
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(address).status_code == 200
        assert len(statements) == PINNED, address
    with CaptureQueriesContext(connection) as statements:
        post(browser, row, htmx=True, text="Written after it")
    assert len(statements) <= SAVED


# --- in the row's history -----------------------------------------------------------------


def test_no_change_stands_in_the_rows_history_in_its_time_for_those_who_see_what_is_internal(
    browser: Any, row: Any, officer: Any, as_user: Any, delegate: Any
) -> None:
    add(row, officer, "Before it")
    post(browser, row, unchanged="1")
    post(browser, row, **{"take-back": "1"})
    save(row, officer, text="After it")
    history = f"/programmes/ptc-adopted/rows/{row.key}/history/"
    found = browser.get(history).context["changes"]
    assert [change.notes for change in found[1:3]] == [
        ["Undone: no change after session March 2016"],
        ["No change after session March 2016"],
    ]
    assert {change.by for change in found[1:3]} == {"Officer"}
    assert found[0].fields[0].after == "After it"
    assert found[3].fields[0].after == "Before it"
    assert "no change" not in as_user(delegate).get(history).content.decode().lower()
