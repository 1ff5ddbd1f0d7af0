"""Writing rows of a programme in the administration."""

from datetime import date
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes.models import Indicator, ProgressEntry, Task, Topic, WorkProgramme
from programmes.models.released import released_values
from tests.tracking.admin.conftest import ENTRY, put
from tests.tracking.admin.forms import address, filled
from tracking.actions import writing
from tracking.models import ChangeSet

pytestmark = pytest.mark.django_db


def entry_of(programme: Any) -> Any:
    return ProgressEntry.objects.get(indicator__task__topic__section__programme=programme)


def with_new_entry(page: Any, **values: str) -> dict[str, Any]:
    """The form with one more entry."""
    new = {f"progress-1-{name}": value for name, value in values.items()}
    return filled(page, **{"progress-TOTAL_FORMS": "2", **new})


def test_a_new_entry_is_internal_in_an_adopted_programme(
    programme: Any, indicator: Any, session: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    sent = with_new_entry(
        browser.get(address(indicator)), text="Adopted.", sets_state="achieved", session=session.pk
    )
    assert browser.post(address(indicator), sent).status_code == 302
    new = indicator.progress.get(text="Adopted.")
    assert (new.released_as, new.author, new.reported_on) == (None, officer.person, "2016-10")
    assert new.position > indicator.progress.get(key="entryaaaaa").position
    change = ChangeSet.objects.get(kind=ChangeSet.Kind.EDITED)
    assert new.history.get().change_set == change
    indicator.refresh_from_db()
    assert (indicator.revision, indicator.history.first().change_set) == (2, change)
    assert WorkProgramme.objects.get().content_version == 2


def test_a_new_entry_is_seen_at_once_in_a_draft(draft: Any, officer: Any, as_user: Any) -> None:
    row, browser = Indicator.objects.get(), as_user(officer)
    browser.post(address(row), with_new_entry(browser.get(address(row)), text="Begun."))
    new = row.progress.get(text="Begun.")
    assert new.released_as == released_values(new)


def test_a_changed_entry_stays_for_members_as_it_was_released(
    programme: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    sent = filled(browser.get(address(indicator)), **{"progress-0-text": "A second draft was presented."})
    assert browser.post(address(indicator), sent).status_code == 302
    entry = entry_of(programme)
    assert (entry.text, entry.revision) == ("A second draft was presented.", 2)
    assert entry.released_as["text"] == "A draft was presented.\nIt was welcomed."
    assert entry.state_inferred
    assert "Changed since its release" in browser.get(address(indicator)).content.decode()


def test_a_state_that_a_person_sets_is_no_longer_read_from_the_text(
    programme: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    browser.post(
        address(indicator), filled(browser.get(address(indicator)), **{"progress-0-sets_state": "achieved"})
    )
    entry = entry_of(programme)
    assert (entry.sets_state, entry.state_inferred) == ("achieved", False)


def test_what_members_see_cannot_be_typed(programme: Any, indicator: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    typed = {
        "progress-0-text": "Other",
        "progress-0-released_as": '{"text": "Mine"}',
        "progress-0-author": "1",
    }
    browser.post(address(indicator), filled(browser.get(address(indicator)), **typed))
    entry = entry_of(programme)
    assert (entry.text, entry.author) == ("Other", None)
    assert entry.released_as["text"].startswith("A draft")


def test_a_retyped_timeline_is_read_anew(indicator: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    browser.post(address(indicator), filled(browser.get(address(indicator)), timeline_phrase="by June 2018"))
    indicator.refresh_from_db()
    assert (indicator.timeline_kind, indicator.timeline_due_on) == ("by_date", date(2018, 6, 30))
    browser.post(address(indicator), filled(browser.get(address(indicator)), timeline_phrase="some day"))
    indicator.refresh_from_db()
    assert (indicator.timeline_kind, indicator.timeline_due_on) == ("unread", None)


def test_a_new_row_comes_last_with_its_timeline_read(
    programme: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    page = browser.get(address(indicator, "add"))
    sent = filled(page, task=indicator.task_id, text="One more", timeline_phrase="Ongoing")
    assert browser.post(address(indicator, "add"), sent).status_code == 302
    new = Indicator.objects.get(text="One more")
    assert (new.timeline_kind, new.revision) == ("ongoing", 1)
    assert new.position > indicator.position
    assert new.history.get().change_set.kind == ChangeSet.Kind.ADDED
    assert WorkProgramme.objects.get().content_version == 2


def test_a_row_cannot_be_moved_under_another(
    programme: Any, draft: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser, task = as_user(officer), indicator.task_id
    other = Task.objects.get(key="taskaaaaab")
    browser.post(address(indicator), filled(browser.get(address(indicator)), task=other.pk, text="Moved?"))
    indicator.refresh_from_db()
    assert (indicator.text, indicator.task_id) == ("Moved?", task)


def test_of_two_saves_at_the_same_moment_the_second_is_refused_and_keeps_its_text(
    programme: Any, officer: Any, administrator: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its form was fresh when it was judged; the other save came before its row was claimed."""
    claim, view = writing.claim, ModelAdmin.changeform_view
    topic, browser = Topic.objects.get(), as_user(officer)
    sent = filled(browser.get(address(topic)), title="Mine")

    def lose(row: Any, revision: int) -> None:
        monkeypatch.setattr(writing, "claim", claim)
        raise writing.Conflict(row)

    def view_and_see_the_other_save(*arguments: Any, **more: Any) -> Any:
        try:
            return view(*arguments, **more)
        except writing.Conflict:
            other = Topic.objects.get()
            other.title = "Theirs"
            with writing.change(
                by=administrator, kind=ChangeSet.Kind.IMPORTED, container="programme/ptc-test"
            ) as change_set:
                writing.save(other, revision=1, change_set=change_set)
            raise

    monkeypatch.setattr(writing, "claim", lose)
    monkeypatch.setattr(ModelAdmin, "changeform_view", view_and_see_the_other_save)
    refused = browser.post(address(topic), sent)
    assert "Administrator saved this on" in refused.content.decode()
    assert filled(refused)["title"] == "Mine"
    topic.refresh_from_db()
    assert (topic.title, topic.revision) == ("Theirs", 2)
    assert not ChangeSet.objects.filter(kind=ChangeSet.Kind.EDITED).exists()
    assert WorkProgramme.objects.get().content_version == 1


def test_a_refused_form_takes_theirs_where_i_typed_nothing(
    programme: Any, indicator: Any, officer: Any, administrator: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    sent = filled(browser.get(address(indicator)), timeline_phrase="May 2019")
    other = as_user(administrator)
    theirs = {"unit": "reports", "progress-0-text": "Theirs", "progress-0-evidence": "PC0500E1\n\nPC0501E1"}
    other.post(
        address(indicator), with_new_entry(other.get(address(indicator)), text="New of theirs") | theirs
    )

    refused = browser.post(address(indicator), sent)
    assert "Administrator saved this on" in refused.content.decode()
    again = filled(refused)
    assert (again["unit"], again["timeline_phrase"], again["progress-0-text"]) == (
        "reports",
        "May 2019",
        "Theirs",
    )
    assert browser.post(address(indicator), again).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.unit, indicator.timeline_phrase, indicator.revision) == ("reports", "May 2019", 3)
    entries = list(indicator.progress.in_order())
    assert [entry.text for entry in entries] == ["Theirs", "New of theirs"]
    assert entries[0].evidence == ["PC0500E1", "PC0501E1"]


def test_a_refused_form_keeps_the_entries_that_i_typed(
    programme: Any, indicator: Any, officer: Any, administrator: Any, as_user: Any
) -> None:
    browser, other = as_user(officer), as_user(administrator)
    sent = with_new_entry(browser.get(address(indicator)), text="New of mine") | {"progress-0-text": "Mine"}
    other.post(address(indicator), filled(other.get(address(indicator)), **{"progress-0-text": "Theirs"}))
    refused = browser.post(address(indicator), sent)
    said = refused.content.decode()
    assert "Saved meanwhile: “Theirs”" in said
    again = filled(refused)
    assert (again["progress-0-text"], again["progress-1-text"]) == ("Mine", "New of mine")
    assert browser.post(address(indicator), again).status_code == 302
    assert [entry.text for entry in indicator.progress.in_order()] == ["Mine", "New of mine"]


def test_lists_of_texts_are_paragraphs(programme: Any, officer: Any, as_user: Any) -> None:
    task, browser = Task.objects.get(), as_user(officer)
    page = browser.get(address(task))
    assert filled(page)["sub_items"] == "on data\n\non transit"
    browser.post(address(task), filled(page, sub_items="on data\r\n\r\n\r\non borders"))
    task.refresh_from_db()
    assert task.sub_items == ["on data", "on borders"]


@pytest.mark.parametrize("typed", ["\x07\x1f", "x" * 10_001])
def test_a_text_that_does_not_fit_is_refused_and_kept(
    typed: str, programme: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    refused = browser.post(address(indicator), filled(browser.get(address(indicator)), text=typed))
    assert refused.context["adminform"].form.errors["text"]
    assert refused.context["adminform"].form["text"].value() == typed
    assert Indicator.objects.get().revision == 1


def test_invisible_characters_of_a_paste_are_replaced_and_named(
    programme: Any, indicator: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    sent = filled(browser.get(address(indicator)), text="one\x0btwo\x1f", **{"progress-0-text": "a\x07b"})
    said = browser.post(address(indicator), sent, follow=True).content.decode()
    assert Indicator.objects.get().text == "one\ntwo"
    assert ProgressEntry.objects.get().text == "a\nb"
    assert "“Performance indicator” held invisible characters of a paste (U+000B)" in said
    assert "“Progress” held invisible characters of a paste (U+0007)" in said
    task = indicator.task
    browser.post(
        address(task), filled(browser.get(address(task)), sub_items="on\x1f data\r\n\r\non\x00 transit")
    )
    task.refresh_from_db()
    assert task.sub_items == ["on data", "on transit"]


def test_a_changed_status_is_kept_as_a_step(programme: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    typed = {"status": "closed", "step_on": "7/2019", "step_by": "Policy Commission"}
    assert (
        browser.post(address(programme), filled(browser.get(address(programme)), **typed)).status_code == 302
    )
    programme.refresh_from_db()
    assert programme.steps[1:] == [
        {"status": "closed", "on": "2019-07", "by": "Policy Commission", "source": None}
    ]
    assert "July 2019 · Policy Commission" in browser.get(address(programme)).content.decode()


def test_a_step_without_a_new_status_is_refused(programme: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    refused = browser.post(address(programme), filled(browser.get(address(programme)), step_by="Council"))
    assert "The status did not change" in refused.content.decode()


def test_a_programme_shows_its_matrix_to_look_at_and_links_to_its_sections(
    programme: Any, officer: Any, as_user: Any
) -> None:
    said = as_user(officer).get(address(programme)).content.decode()
    assert 'class="matrix"' in said
    assert 'class="edit"' not in said
    assert "css/administration.css" in said
    assert address(programme.sections.get()) in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("programme=ptc-test", ["indicatora"]),
        ("kind=by_date", ["indicatora", "indicatorb"]),
        ("kind=ongoing", []),
        ("due=past", []),
        ("due=soon", ["indicatora", "indicatorb"]),
        ("withdrawn=yes", []),
        ("withdrawn=no", ["indicatora", "indicatorb"]),
        ("q=indicatorb", ["indicatorb"]),
        ("q=guidelines+adopted", ["indicatora", "indicatorb"]),
    ],
)
def test_rows_are_found_by_words_and_filters(
    query: str, found: list[str], programme: Any, draft: Any, officer: Any, as_user: Any, settings: Any
) -> None:
    settings.TRACKER_TODAY = date(2017, 3, 1)
    page = as_user(officer).get(address(Indicator, "changelist") + f"?{query}")
    assert sorted(row.key for row in page.context["cl"].queryset) == found


def test_a_refused_form_keeps_what_i_typed_into_an_entry_that_was_withdrawn_meanwhile(
    programme: Any, indicator: Any, officer: Any, administrator: Any, as_user: Any
) -> None:
    browser, entry = as_user(officer), entry_of(programme)
    sent = filled(browser.get(address(indicator)), **{"progress-0-text": "What I typed"})
    entry.withdrawn_at = timezone.now()
    with writing.change(
        by=administrator, kind=ChangeSet.Kind.EDITED, container="programme/ptc-test"
    ) as change_set:
        writing.save(Indicator.objects.get(), revision=1, change_set=change_set)
        writing.save(entry, revision=1, change_set=change_set)
    refused = browser.post(address(indicator), sent)
    said = refused.content.decode()
    assert "Administrator saved this on" in said
    assert "What I typed" in said
    assert "Withdrawn meanwhile" in said
    assert entry_of(programme).text.startswith("A draft")
    assert browser.post(address(indicator), filled(refused)).status_code == 302
    assert (entry_of(programme).text, entry_of(programme).withdrawn_at) == ("What I typed", None)


@pytest.mark.parametrize("model", [WorkProgramme, Topic, Task, Indicator])
def test_a_list_takes_no_more_statements_for_more_rows(
    model: Any, programme: Any, administrator: Any, as_user: Any, session: Any
) -> None:
    browser = as_user(administrator)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address(model, "changelist")).status_code == 200
        return len(asked)

    statements()
    before = statements()
    put("ptc-draft", "ptc", "b", "draft", ENTRY)
    assert model.objects.count() == 2
    assert statements() == before


def test_a_training_copy_stays_marked_as_one(programme: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    page = browser.get(address(programme))
    browser.post(address(programme), filled(page, title="Retyped", training="on"))
    programme.refresh_from_db()
    assert (programme.title, programme.training) == ("Retyped", False)
