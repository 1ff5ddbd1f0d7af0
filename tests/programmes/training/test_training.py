"""The training copy shows every standing, says everywhere what it is, and touches nothing that is real."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from groups.models import CommitteeSession, Group
from programmes.content import count_standings
from programmes.importing.training import MARK, training_copy, training_key
from programmes.importing.training_form import read_recipe
from programmes.models import Indicator, ProgressEntry, WorkProgramme
from programmes.selectors.access import access_to
from programmes.selectors.trees import read_tree
from tests.programmes.seeds import FIXTURES
from tracking.models import ChangeSet
from wco_tracker.lib.interchange import Unreadable
from wco_tracker.lib.keys import is_key

pytestmark = pytest.mark.django_db
ADDRESS = "/programmes/ptc-2016-2019-training/"
SHOWN = ("achieved", "achieved_late", "on_time", "due_soon", "overdue", "stale", "not_needed", "discontinued")


def standing_of(programme: Any, text: str) -> str:
    """The standing of the row whose text begins so."""
    tree = read_tree(access_to(None, programme))
    return next(row.standing for row in tree.indicators if row.text.startswith(text))


def test_load_seeds_alone_makes_none_of_it(seeds: None) -> None:
    assert not WorkProgramme.objects.filter(training=True).exists()
    assert not CommitteeSession.objects.filter(invented=True).exists()
    assert not Group.objects.filter(slug__contains="training").exists()
    assert not ProgressEntry.objects.filter(text__contains="Invented").exists()


def test_each_standing_can_be_seen(training: Any) -> None:
    counts = count_standings(read_tree(access_to(None, training)).indicators)
    assert set(counts) == set(SHOWN)


def test_a_row_without_an_entry_for_two_sessions_is_stale_and_one_with_a_late_entry_is_not(
    training: Any,
) -> None:
    assert standing_of(training, "Update on SAFE FoS") == "stale"
    assert standing_of(training, "Progress in implementing the Action Plan") == "on_time"


def test_a_partly_achieved_row_is_overdue_once_its_date_has_passed(training: Any) -> None:
    tree = read_tree(access_to(None, training))
    assert [row.standing for row in tree.indicators if row.state == "partly_achieved"] == ["overdue"]


def test_every_entry_says_that_it_is_invented(training: Any) -> None:
    entries = ProgressEntry.objects.filter(indicator__task__topic__section__programme=training)
    assert 10 <= entries.count() <= 16
    assert all(entry.text.startswith(MARK) for entry in entries)
    assert all(entry.released_as is None or entry.released_as["text"].startswith(MARK) for entry in entries)


def test_two_entries_are_internal_and_one_was_changed_since_its_release(training: Any) -> None:
    from programmes.models.released import released_values

    entries = ProgressEntry.objects.filter(indicator__task__topic__section__programme=training)
    assert sum(entry.released_as is None for entry in entries) == 2
    assert sum(entry.released_as not in (None, released_values(entry)) for entry in entries) == 1


@pytest.mark.parametrize("page", ["", "topic", "list"])
def test_its_pages_say_training_copy(training: Any, client: Client, page: str) -> None:
    row = Indicator.objects.filter(task__topic__section__programme=training).first()
    assert row is not None
    address = {"": ADDRESS, "list": "/programmes/", "topic": f"{ADDRESS}topics/{row.task.topic.key}/"}[page]
    assert '<span class="training">Training copy</span>' in client.get(address).content.decode()


def test_pages_of_the_real_programme_do_not(training: Any, client: Client) -> None:
    assert 'class="training"' not in client.get("/programmes/ptc-2016-2019/").content.decode()


def test_its_exports_say_training_copy(training: Any, client: Client) -> None:
    told = json.loads(client.get(f"{ADDRESS}export/json/").content)
    assert told["training"] is True
    assert "training copy" in told["title"]
    assert told["document"]["symbol"] is None
    assert told["introduction"][0].startswith(MARK)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{ADDRESS}export/docx/").content)) as word:
        assert "Training copy: its entries are invented." in word.read("word/document.xml").decode()


def test_a_banner_names_the_day_that_is_taken_for_today(training: Any, client: Client) -> None:
    assert "1 March 2018" in client.get(ADDRESS).content.decode()


def test_it_stands_in_a_group_of_its_own_with_sessions_that_say_invented(training: Any) -> None:
    assert training.group.slug == "ptc-training"
    sessions = CommitteeSession.objects.filter(groups=training.group)
    assert [session.held_on for session in sessions] == ["2016-10", "2017-04", "2017-10", "2018-04"]
    assert all(session.invented and "invented" in session.name for session in sessions)
    assert not CommitteeSession.objects.filter(groups__slug="ptc", invented=True).exists()


def test_its_adoption_says_that_it_is_invented(training: Any) -> None:
    assert [(step["status"], "invented" in step["by"]) for step in training.steps] == [("adopted", True)]


def test_it_goes_on_with_no_real_topic(training: Any) -> None:
    assert not training.sections.filter(topics__continues__isnull=False).exists()


def test_it_has_the_rows_of_the_original_under_keys_of_its_own(training: Any) -> None:
    rows = Indicator.objects.order_by("task__topic__section__position", "task__topic__position")
    own = rows.filter(task__topic__section__programme=training)
    real = rows.filter(task__topic__section__programme__slug="ptc-2016-2019")
    assert sorted(own.values_list("text", flat=True)) == sorted(real.values_list("text", flat=True))
    assert {training_key(training.slug, key) for key in real.values_list("key", flat=True)} == set(
        own.values_list("key", flat=True)
    )


def test_a_second_run_changes_nothing_that_was_practised_on(training: Any) -> None:
    before = (ChangeSet.objects.count(), Group.objects.count(), CommitteeSession.objects.count())
    told = io.StringIO()
    call_command("load_training", stdout=told)
    assert told.getvalue() == "Training copy: nothing to do.\n"
    assert (ChangeSet.objects.count(), Group.objects.count(), CommitteeSession.objects.count()) == before


def test_it_stands_alone_where_the_seeds_are_not_loaded(db: None) -> None:
    call_command("load_training", stdout=io.StringIO())
    assert WorkProgramme.objects.get().training


def test_a_failure_leaves_nothing_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise Unreadable(["no"])

    monkeypatch.setattr("programmes.management.commands.load_training.import_programme", fail)
    with pytest.raises(CommandError, match="no"):
        call_command("load_training", stdout=io.StringIO())
    assert not Group.objects.exists()
    assert not CommitteeSession.objects.exists()


def test_a_derived_key_is_a_key_and_always_the_same() -> None:
    assert training_key("copy", "gtty3f4g3t") == training_key("copy", "gtty3f4g3t")
    assert training_key("copy", "gtty3f4g3t") != training_key("other", "gtty3f4g3t")
    assert is_key(training_key("copy", "gtty3f4g3t"))


def test_an_entry_whose_row_the_original_lacks_is_refused_with_its_place() -> None:
    row = {"key": "aaaaaaaaaa", "text": "A report"}
    topic = {"key": "cccccccccc", "tasks": [{"key": "dddddddddd", "indicators": [row]}]}
    original = {"introduction": [], "sections": [{"key": "eeeeeeeeee", "topics": [topic]}]}
    entries = [{"row": key * 10, "text": f"{MARK} It was done."} for key in "abc"]
    recipe = {"programme": {"slug": "copy"}, "introduction": MARK, "entries": entries}
    with pytest.raises(Unreadable) as caught:
        training_copy(original, recipe)
    assert caught.value.faults == [
        f"entries[{place}].row: The original has no row {key}."
        for place, key in ((1, "bbbbbbbbbb"), (2, "cccccccccc"))
    ]


def recipe(change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The recipe of the fixtures, changed."""
    value = json.loads((FIXTURES / "training" / "ptc-2016-2019.json").read_text(encoding="utf-8"))
    change(value)
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: r.pop("entries"), "entries: this is missing."),
        (lambda r: r.pop("source"), "source: this is missing."),
        (lambda r: r.pop("introduction"), "introduction: this is missing."),
        (lambda r: r.pop("programme"), "programme: this is missing."),
        (lambda r: r["programme"].pop("slug"), "programme.slug: this is missing."),
        (lambda r: r["programme"].update(slug="new"), "programme.slug: “new” is the address of a page"),
        (lambda r: r["programme"].update(training=False), "programme.training: “False” is not one of: true."),
        (lambda r: r["programme"].update(sections=[]), "programme: unknown name “sections”."),
        (lambda r: r["entries"][0].pop("row"), "entries[0].row: this is missing."),
        (lambda r: r["entries"][1].pop("text"), "entries[1].text: this is missing."),
        (
            lambda r: r["entries"][1].update(text="It was done."),
            "entries[1].text: a text that is invented begins",
        ),
        (
            lambda r: r["entries"][0].update(released=False, released_as={"text": "It was done."}),
            "entries[0].released_as.text: a text that is invented begins",
        ),
        (lambda r: r["entries"][0].update(key="a" * 10), "entries[0].key: this cannot be read yet"),
        (lambda r: r["entries"][0].update(number=-1), "entries[0].number: “-1” is below 0."),
        (lambda r: r.update(entries=None), "entries: a list in brackets"),
        (lambda r: r.update(version=2), "This is not a recipe for a training copy"),
    ],
)
def test_a_fault_of_a_recipe_is_told_with_its_place(
    change: Callable[[dict[str, Any]], Any], told: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(recipe(change))
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(told), caught.value.faults
