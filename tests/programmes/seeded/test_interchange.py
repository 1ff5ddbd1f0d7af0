"""Programmes through the database: out equals in, an import over a changed programme gives the file's content."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from groups.models import Organization
from programmes.actions import import_rows
from programmes.actions.import_programme import import_programme, preview
from programmes.actions.rows import RowValues, base_values, save_row
from programmes.content import ProgrammeContent
from programmes.exports.interchange import as_dict
from programmes.importing import interchange
from programmes.models import Indicator, ProgressEntry, StrategicPlan, Task, Topic, WorkProgramme
from programmes.selectors.programmes import load_whole
from programmes.selectors.trees import judged
from tests.programmes.importing.test_interchange import VALIDATOR, row_of, small, topic_of
from tests.programmes.seeds import PROGRAMMES
from tests.programmes.trees import programmes
from tracking.actions import writing
from tracking.actions.nodes import restore_node, withdraw_node
from tracking.models import ChangeSet
from wco_tracker.lib.interchange import MOST, Unreadable


def stored(slug: str) -> dict[str, Any]:
    """A programme as the database has it, in the interchange form."""
    programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug=slug)
    return as_dict(judged(load_whole(programme), programme, None))


def put(value: dict[str, Any]) -> Any:
    return import_programme(interchange.read(json.dumps(value).encode()), by=None)


@contextmanager
def nothing_written() -> Iterator[None]:
    """No programme, row, history or change set comes or goes inside."""

    def counts() -> list[int]:
        models = (
            WorkProgramme,
            Topic,
            Indicator,
            ProgressEntry,
            Indicator.history.model,
            ChangeSet,
            StrategicPlan,
        )
        return [model._default_manager.count() for model in (*models, Organization)]

    before, versions = (
        counts(),
        list(WorkProgramme.objects.values_list("slug", "content_version", "revision")),
    )
    yield
    assert counts() == before
    assert list(WorkProgramme.objects.values_list("slug", "content_version", "revision")) == versions


# --- the seeds ----------------------------------------------------------------------------


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_a_seed_is_exported_as_the_schema_says(db: None, slug: str) -> None:
    VALIDATOR.validate(stored(slug))


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_a_seed_comes_out_as_the_fixture_has_it(db: None, slug: str) -> None:
    """Every field and key; of a timeline the fixture has the phrase only, the program adds its reading."""
    out = stored(slug)
    _take_away_what_the_fixture_leaves_out(out, PROGRAMMES[slug])
    assert _flat(out) == _flat(PROGRAMMES[slug])


def _flat(value: Any, place: str = "") -> dict[str, Any]:
    """Every value by its place, so that a difference is named."""
    items = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if items is None:
        return {place: value}
    return {place: len(value)} | {
        k: v for name, item in items for k, v in _flat(item, f"{place}.{name}").items()
    }


def _take_away_what_the_fixture_leaves_out(value: Any, fixture: Any) -> None:
    if isinstance(value, dict):
        added = set(value) - set(fixture)
        assert added <= {
            "kind",
            "due_on",
            "precision",
            "recurrence",
            "condition",
            "derived",
            "released_as",
        }, added
        for name in added:
            assert name != "released_as" or value[name] is None
            del value[name]
        for name in value:
            _take_away_what_the_fixture_leaves_out(value[name], fixture[name])
    elif isinstance(value, list):
        for item, other in zip(value, fixture, strict=True):
            _take_away_what_the_fixture_leaves_out(item, other)


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_a_seed_read_again_writes_nothing(db: None, slug: str) -> None:
    value = stored(slug)
    with nothing_written(), CaptureQueriesContext(connection) as statements:
        assert str(put(value)) == "nothing to change"
    written = [s["sql"] for s in statements if s["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert all("tracking_changeset" in sql for sql in written), written


# --- any programme ------------------------------------------------------------------------


@hypothesis_settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(programmes(), programmes())
def test_any_programme_put_over_another_comes_out_equal(
    db: None, first: ProgrammeContent, second: ProgrammeContent
) -> None:
    with transaction.atomic():
        for tree in (first, second):
            import_programme(tree, by=None)
            out = stored("tried-out")
            assert out == as_dict(tree)
            VALIDATOR.validate(out)
        assert not put(out), "a second import found something to write"
        transaction.set_rollback(True)


def test_a_topic_goes_on_with_one_of_another_programme(closed: Any) -> None:
    earlier = Topic.objects.filter(section__programme=closed).first()
    link = {"programme": closed.slug, "key": earlier.key, "how": "same_title"}
    value = json.loads(small(lambda v: topic_of(v).update(continues=[link], sponsors=["B", "A"])))
    put(value)
    topic = stored("small")["sections"][0]["topics"][0]
    assert topic["continues"] == [link]
    assert topic["sponsors"] == ["B", "A"]


def test_two_programmes_of_one_plan_list_each_their_own_goals(closed: Any) -> None:
    value = stored(closed.slug)
    other = json.loads(
        small(lambda v: v.update(plan=value["plan"], strategic_goals=value["strategic_goals"][1:]))
    )
    put(other)
    assert stored("small")["strategic_goals"] == value["strategic_goals"][1:]
    assert stored(closed.slug)["strategic_goals"] == value["strategic_goals"]


# --- over a programme that is there -------------------------------------------------------


def reword(section: dict[str, Any]) -> None:
    section["topics"][0]["tasks"][0]["indicators"][0]["text"] = "Reworded"


def add(section: dict[str, Any]) -> None:
    new = copy.deepcopy(section["topics"][0]["tasks"][0]["indicators"][0])
    new.update(key="a" * 10, text="Added", state=None, progress=[])
    section["topics"][0]["tasks"][0]["indicators"].insert(0, new)


def swap(section: dict[str, Any]) -> None:
    section["topics"].reverse()


def hand_over(section: dict[str, Any]) -> None:
    """A row to another task, a task to another topic."""
    first, second, *_ = section["topics"]
    second["tasks"][0]["indicators"].append(first["tasks"][0]["indicators"].pop())
    second["tasks"].append(first["tasks"].pop())


def remove(section: dict[str, Any]) -> None:
    del section["topics"][1]


def report(section: dict[str, Any]) -> None:
    """An entry more, one reworded, one gone."""
    indicators = [r for t in section["topics"] for k in t["tasks"] for r in k["indicators"] if r["progress"]]
    more, other, less = indicators[:3]
    more["progress"].append({**more["progress"][0], "key": "b" * 10, "text": "More", "sets_state": None})
    other["progress"][0]["text"] = "Otherwise"
    gone = less["progress"].pop()
    if gone["sets_state"]:
        less["state"] = None


def retime(section: dict[str, Any]) -> None:
    timeline = section["topics"][0]["tasks"][0]["indicators"][0]["timeline"]
    timeline.update(phrase="by 5 May 2015", kind="by_date", due_on="2015-05-05", precision="day")


CHANGES = [reword, add, swap, hand_over, remove, report, retime]


@pytest.mark.parametrize("change", CHANGES)
def test_an_import_over_a_programme_gives_the_files_content(closed: Any, change: Callable[..., None]) -> None:
    was = stored(closed.slug)
    value = copy.deepcopy(was)
    change(value["sections"][0])
    assert put(value)
    assert stored(closed.slug) == value
    with nothing_written():
        assert not put(value)
    assert put(was), "what was withdrawn or changed comes back"
    assert stored(closed.slug) == was


def test_a_row_that_a_file_lacks_is_withdrawn_and_one_that_comes_back_is_restored(closed: Any) -> None:
    was = stored(closed.slug)
    value = copy.deepcopy(was)
    remove(value["sections"][0])
    gone = was["sections"][0]["topics"][1]["key"]
    put(value)
    topic = Topic.objects.get(key=gone)
    assert topic.withdrawn_at
    assert topic.withdrawn_why == ""
    assert topic.history.first().change_set.kind == ChangeSet.Kind.IMPORTED
    put(was)
    topic.refresh_from_db()
    assert (topic.withdrawn_at, topic.withdrawn_why) == (None, "")
    assert topic.history.count() == 3


def test_what_stands_in_a_withdrawn_topic_is_left_alone_and_comes_back_with_it(
    closed: Any, officer: Any
) -> None:
    was = stored(closed.slug)
    topic = Topic.objects.get(key=was["sections"][0]["topics"][0]["key"])
    withdraw_node(node=topic, why="Merged", revision=topic.revision, by=officer)
    with nothing_written():
        assert not put(stored(closed.slug)), "the programme's own file"
    topic.refresh_from_db()
    restore_node(node=topic, revision=topic.revision, by=officer)
    assert stored(closed.slug) == was


def test_a_topic_that_a_file_lacks_is_restored_whole_and_its_rows_are_told(closed: Any, officer: Any) -> None:
    was = stored(closed.slug)
    value = copy.deepcopy(was)
    lacking = value["sections"][0]["topics"].pop(0)
    outcome = put(value)
    rows = [row for task in lacking["tasks"] for row in task["indicators"]]
    assert (outcome.withdrawn["topic"], outcome.withdrawn["indicator"]) == (1, len(rows))
    topic = Topic.objects.get(key=lacking["key"])
    restore_node(node=topic, revision=topic.revision, by=officer)
    assert stored(closed.slug) == was


def test_a_change_raises_the_programmes_version_once(closed: Any) -> None:
    value = stored(closed.slug)
    reword(value["sections"][0])
    put(value)
    assert WorkProgramme.objects.get(pk=closed.pk).content_version == closed.content_version + 1


def test_an_import_of_progress_is_a_conflict_for_whoever_has_the_row_open(closed: Any, officer: Any) -> None:
    """Entries are edited under their indicator's revision: their import raises it."""
    value = stored(closed.slug)
    shown = value["sections"][0]["topics"][0]["tasks"][0]["indicators"][0]
    row = Indicator.objects.select_related("task__topic__section__programme").get(key=shown["key"])
    was = shown["progress"][0]["text"]
    shown["progress"][0]["text"] = "Imported"
    put(value)
    name = f"entry-{shown['progress'][0]['key']}-text"
    assert base_values(row, row.revision)[name] == was
    assert base_values(row, row.revision + 1)[name] == "Imported"
    typed = RowValues(text="Mine", timeline_phrase=row.timeline_phrase)
    with pytest.raises(writing.Conflict):
        save_row(row, typed, revision=row.revision, by=officer)


def test_a_preview_says_what_would_change_and_writes_nothing(closed: Any) -> None:
    value = stored(closed.slug)
    reword(value["sections"][0])
    remove(value["sections"][1]) if len(value["sections"][1]["topics"]) > 1 else None
    value["sections"][0]["topics"][0]["officer"] = "Somebody new"
    with nothing_written():
        outcome = preview(interchange.read(json.dumps(value).encode()))
    assert outcome.changed == {"topic": 1, "indicator": 1}
    assert stored(closed.slug) != value


# --- what cannot be taken -----------------------------------------------------------------


def refused(value: dict[str, Any]) -> str:
    with nothing_written(), pytest.raises(Unreadable) as caught:
        put(value)
    return "\n".join(caught.value.faults)


def made(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(small(change))
    return value


UNKNOWN: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda v: v.update(group="nowhere"), "There is no group “nowhere”"),
    (lambda v: row_of(v)["progress"][0].update(session="ptc-999"), "There is no session “ptc-999”"),
    (lambda v: v["sections"][0].update(activity_code="9.9"), "its plan has no strategic activity 9.9"),
    (
        lambda v: topic_of(v).update(continues=[{"programme": "ptc-2013-2016", "key": "a" * 10}]),
        "no earlier topic with the key aaaaaaaaaa",
    ),
    (lambda v: row_of(v).update(text=""), "text: This field cannot be blank"),
    (lambda v: v.update(title=""), "title: a text is needed here"),
]


@pytest.mark.parametrize(("change", "told"), UNKNOWN)
def test_what_the_system_does_not_have_is_told_and_nothing_is_written(
    db: None, change: Callable[[dict[str, Any]], Any], told: str
) -> None:
    assert told in refused(made(change))


def test_an_earlier_topic_in_another_programme_than_the_file_says_is_told(closed: Any) -> None:
    key = Topic.objects.filter(section__programme=closed).values_list("key", flat=True).first()
    value = made(lambda v: topic_of(v).update(continues=[{"programme": "ptc-2016-2019", "key": key}]))
    assert f"The earlier topic {key} stands in “ptc-2013-2016”" in refused(value)


def test_a_key_of_another_programme_is_refused(closed: Any) -> None:
    value = stored(closed.slug)
    value["slug"] = "another"
    assert "belongs to a row of another programme" in refused(value)


def test_every_key_of_another_programme_is_told_however_many_there_are(
    closed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for in portions: PostgreSQL takes no statement of any length."""
    monkeypatch.setattr(import_rows, "MANY", 7)
    value = stored(closed.slug)
    value["slug"] = "another"
    told = refused(value)
    keys = interchange.keys_of(interchange.from_value(value))
    listed = [key for key in keys if f"The key {key} belongs" in told]
    assert len(listed) == MOST
    assert told.endswith(f"And {len(keys) - MOST} more.")


def test_a_key_of_another_level_is_refused(closed: Any) -> None:
    """Else the topic would stay where it is, beside a row that bears its name."""
    value = stored(closed.slug)
    gone = value["sections"][0]["topics"].pop()
    value["sections"][0]["topics"][0]["tasks"][0]["key"] = gone["key"]
    assert "belongs to a row of another level" in refused(value)


def test_a_blank_text_beside_a_moved_row_is_a_fault_and_no_failure(closed: Any) -> None:
    """The row's new task is not written, so the row cannot be either."""
    value = stored(closed.slug)
    topic = value["sections"][0]["topics"][0]
    moved = topic["tasks"][0]["indicators"].pop()
    topic["tasks"].append({"key": "c" * 10, "text": "", "sub_items": [], "indicators": [moved]})
    assert "cccccccccc, text: This field cannot be blank" in refused(value)


def test_a_file_with_the_same_task_twice_keeps_both(db: None) -> None:
    value = made(lambda v: topic_of(v)["tasks"].append(copy.deepcopy(topic_of(v)["tasks"][0])))
    put(value)
    assert Task.objects.filter(topic__section__programme__slug="small").count() == 2
