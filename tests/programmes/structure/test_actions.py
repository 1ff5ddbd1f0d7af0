"""Changing a programme's structure: one act, one row, nothing lost."""

from typing import Any

import pytest

from programmes.actions.programmes import new_programme
from programmes.actions.rows import EntryValues, RowValues, save_row
from programmes.actions.structure import add_node, edit_node, paste_tasks, undo_act
from programmes.models import LEVELS, Indicator, ProgressEntry, Topic, TopicContinuation, WorkProgramme
from programmes.selectors.nodes import find_node
from programmes.selectors.programmes import load, load_outline
from tracking.actions.nodes import Refused, move_node, restore_node, step_node, withdraw_node
from tracking.actions.undo import NotUndoable
from tracking.actions.writing import Conflict
from tracking.models import ChangeSet


def titles(programme: Any, section: int = 0) -> str:
    return "".join(topic.title for topic in load_outline(programme).sections[section].topics)


def history_rows() -> int:
    return sum(model.history.count() for model in LEVELS) + ProgressEntry.history.count()  # type: ignore[attr-defined]


def version(programme: Any) -> int:
    return WorkProgramme.objects.get(pk=programme.pk).content_version


# --- adding and renaming --------------------------------------------------------------------


def test_a_new_node_stands_at_the_end_or_right_after_the_one_named(
    outline: dict[str, Any], officer: Any
) -> None:
    add_node(parent=outline["one"], values={"title": "Z"}, by=officer)
    add_node(parent=outline["one"], values={"title": "Y"}, by=officer, after=outline["A"])
    assert titles(outline["programme"]) == "AYBCZ"


def test_a_new_indicators_timeline_is_read(outline: dict[str, Any], fresh: Any) -> None:
    row = fresh(outline["x"])
    assert (row.timeline_kind, str(row.timeline_due_on)) == ("by_date", "2020-03-31")


def test_nothing_is_added_below_an_indicator_or_in_what_is_withdrawn(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    with pytest.raises(Refused):
        add_node(parent=outline["x"], values={"text": "below"}, by=officer)
    withdraw_node(node=outline["one"], why="Merged", revision=1, by=officer)
    with pytest.raises(Refused):
        add_node(parent=fresh(outline["A"]), values={"text": "hidden"}, by=officer)


def test_renaming_writes_one_row_and_raises_the_programmes_version(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    before = history_rows(), version(outline["programme"])
    change = edit_node(node=outline["A"], values={"title": "Anew"}, revision=1, by=officer)
    assert (history_rows(), version(outline["programme"])) == (before[0] + 1, before[1] + 1)
    assert change is not None
    assert (change.by, change.row, change.container) == (officer, outline["A"].key, "programme/small")
    assert fresh(outline["A"]).title == "Anew"


def test_renaming_to_the_same_words_writes_nothing(outline: dict[str, Any], officer: Any) -> None:
    before = history_rows(), ChangeSet.objects.count()
    assert edit_node(node=outline["A"], values={"title": "A"}, revision=1, by=officer) is None
    assert (history_rows(), ChangeSet.objects.count()) == before


def test_a_timeline_that_is_not_retyped_keeps_how_it_was_read(outline: dict[str, Any], officer: Any) -> None:
    row = outline["x"]
    Indicator.objects.filter(pk=row.pk).update(timeline_derived="by hand")
    edit_node(node=row, values={"text": "x anew", "timeline_phrase": "March 2020"}, revision=1, by=officer)
    assert row.timeline_derived == "by hand"
    edit_node(node=row, values={"timeline_phrase": "Ongoing"}, revision=2, by=officer)
    assert row.timeline_kind == "ongoing"


# --- moving ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved", "after", "order"), [("C", None, "CAB"), ("C", "A", "ACB"), ("A", "B", "BAC"), ("A", "C", "BCA")]
)
def test_moving_writes_one_row(
    outline: dict[str, Any], officer: Any, moved: str, after: str | None, order: str
) -> None:
    before = history_rows()
    move_node(
        node=outline[moved],
        parent=outline["one"],
        after=outline[after] if after else None,
        revision=1,
        by=officer,
    )
    assert titles(outline["programme"]) == order
    assert history_rows() == before + 1


def test_moving_to_another_section_takes_along_what_is_below(outline: dict[str, Any], officer: Any) -> None:
    before = history_rows()
    move_node(node=outline["A"], parent=outline["two"], after=outline["D"], revision=1, by=officer)
    tree = load_outline(outline["programme"])
    assert (titles(outline["programme"]), titles(outline["programme"], 1)) == ("BC", "DA")
    assert [row.ref for row in tree.sections[1].indicators] == ["2.2.1", "2.2.2"]
    assert history_rows() == before + 1


def test_a_step_up_and_a_step_down_pass_one_sibling_and_stop_at_the_ends(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    def step(name: str, up: bool) -> Any:
        node = fresh(outline[name])
        return step_node(node=node, up=up, revision=node.revision, by=officer)

    orders = []
    for name, up in (("C", True), ("C", True), ("A", False), ("B", False)):
        orders.append((bool(step(name, up)), titles(outline["programme"])))
    assert orders == [(True, "ACB"), (True, "CAB"), (True, "CBA"), (True, "CAB")]
    assert step("C", True) is None
    assert step("B", False) is None


def test_siblings_are_numbered_anew_in_the_same_act_only_when_no_place_is_left(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    written = []
    for number in range(12):
        names = "BC" if number % 2 else "CB"
        before = history_rows()
        node, after = fresh(outline[names[0]]), fresh(outline["A"])
        change = move_node(node=node, parent=node.section, after=after, revision=node.revision, by=officer)
        if change is None:
            continue
        written.append(history_rows() - before)
        assert titles(outline["programme"]) == f"A{names}"
        assert Topic.history.filter(change_set=change).count() == written[-1]
    assert written[:9] == [1] * 9
    assert max(written) > 1, "a thousand halves ten times at most"


def test_a_withdrawn_sibling_keeps_its_place_between_the_others(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    withdraw_node(node=outline["B"], why="Later", revision=1, by=officer)
    move_node(node=outline["C"], parent=outline["one"], after=None, revision=1, by=officer)
    assert titles(outline["programme"]) == "CA"
    restore_node(node=fresh(outline["B"]), revision=2, by=officer)
    assert titles(outline["programme"]) == "CAB"


def test_a_move_to_where_it_stands_writes_nothing(outline: dict[str, Any], officer: Any) -> None:
    before = history_rows()
    move_node(node=outline["B"], parent=outline["one"], after=outline["A"], revision=1, by=officer)
    assert history_rows() == before


def test_a_move_to_another_level_programme_or_withdrawn_parent_is_refused(
    outline: dict[str, Any], officer: Any, ptc: Any, fresh: Any
) -> None:
    other = new_programme(group=ptc, title="Other", slug="other", by=officer)
    foreign = add_node(parent=other, values={"heading": "Foreign"}, by=officer)
    withdraw_node(node=outline["two"], why="Merged", revision=1, by=officer)
    before = history_rows()
    for parent in (outline["programme"], outline["A"], outline["B"], foreign, fresh(outline["two"])):
        with pytest.raises(Refused):
            move_node(node=outline["A"], parent=parent, revision=1, by=officer)
    for after in (outline["A"], outline["D"], outline["task1"]):
        with pytest.raises(Refused):
            move_node(node=outline["A"], parent=outline["one"], after=after, revision=1, by=officer)
    assert history_rows() == before
    assert find_node(outline["programme"], outline["A"].key).section == outline["one"]


# --- withdrawing and restoring --------------------------------------------------------------


def test_a_withdrawn_node_takes_its_descendants_out_and_keeps_history_and_links(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    save_row(
        outline["x"],
        RowValues("x", "March 2020", new=EntryValues("Begun")),
        revision=1,
        by=officer,
    )
    link = TopicContinuation.objects.create(topic=outline["B"], earlier=outline["A"], how="reworded")
    before, rows = history_rows(), outline["A"].history.count()
    withdraw_node(node=outline["A"], why=" Merged with B ", revision=1, by=officer)
    assert history_rows() == before + 1
    assert list(load(outline["programme"]).indicators) == []
    node = fresh(outline["A"])
    assert (node.withdrawn_by, node.withdrawn_why) == (officer, "Merged with B")
    assert node.history.count() == rows + 1
    link.refresh_from_db()
    assert link.earlier == node
    restore_node(node=node, revision=2, by=officer)
    assert history_rows() == before + 2
    assert [[e.text for e in row.progress] for row in load(outline["programme"]).indicators] == [
        ["Begun"],
        [],
    ]
    assert fresh(outline["A"]).withdrawn_why == ""


def test_a_node_with_nothing_is_withdrawn_too_and_never_deleted(
    outline: dict[str, Any], officer: Any
) -> None:
    count = Topic.objects.count()
    withdraw_node(node=outline["C"], why="Empty", revision=1, by=officer)
    assert Topic.objects.count() == count


def test_withdrawing_asks_for_a_reason_and_is_done_once(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    with pytest.raises(Refused):
        withdraw_node(node=outline["C"], why="  ", revision=1, by=officer)
    withdraw_node(node=outline["C"], why="Empty", revision=1, by=officer)
    with pytest.raises(Refused):
        withdraw_node(node=fresh(outline["C"]), why="Again", revision=2, by=officer)
    with pytest.raises(Refused):
        restore_node(node=outline["B"], revision=1, by=officer)


def test_what_stands_in_a_withdrawn_node_is_restored_after_it(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    withdraw_node(node=outline["x"], why="Done twice", revision=1, by=officer)
    withdraw_node(node=outline["one"], why="Merged", revision=1, by=officer)
    with pytest.raises(Refused):
        restore_node(node=fresh(outline["x"]), revision=2, by=officer)
    restore_node(node=fresh(outline["one"]), revision=2, by=officer)
    restore_node(node=fresh(outline["x"]), revision=2, by=officer)
    assert [row.text for row in load_outline(outline["programme"]).indicators] == ["x", "y"]


# --- two people -----------------------------------------------------------------------------


def test_every_act_on_a_stale_revision_is_refused_and_writes_nothing(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    edit_node(node=fresh(outline["B"]), values={"title": "B anew"}, revision=1, by=officer)
    before, stale = history_rows(), outline["B"]
    acts: list[Any] = [
        lambda node: edit_node(node=node, values={"title": "Mine"}, revision=1, by=officer),
        lambda node: move_node(node=node, parent=outline["two"], revision=1, by=officer),
        lambda node: step_node(node=node, up=True, revision=1, by=officer),
        lambda node: withdraw_node(node=node, why="Mine", revision=1, by=officer),
        lambda node: restore_node(node=node, revision=1, by=officer),
    ]
    for act in acts:
        with pytest.raises(Conflict):  # told by the revision of the page
            act(fresh(stale))
    for act in acts[:4]:
        with pytest.raises(Conflict):  # and by the claim, where both loaded it before either saved
            act(Topic.objects.get(pk=stale.pk).history.order_by("history_id").first().instance)
    assert history_rows() == before


# --- pasting, starting, undoing -------------------------------------------------------------


def test_pasted_tasks_follow_those_that_are_there_in_one_act(outline: dict[str, Any], officer: Any) -> None:
    sets = ChangeSet.objects.count()
    paste_tasks(topic=outline["A"], texts=["Third", "Fourth"], by=officer)
    topic = load_outline(outline["programme"]).sections[0].topics[0]
    assert [task.text for task in topic.tasks] == ["Task 1", "Task 2", "Third", "Fourth"]
    assert ChangeSet.objects.count() == sets + 1
    with pytest.raises(Refused):
        paste_tasks(topic=outline["A"], texts=[], by=officer)


@pytest.mark.parametrize("slug", ["small", "new"])
def test_a_new_programme_needs_a_short_name_of_its_own(
    programme: Any, ptc: Any, officer: Any, slug: str
) -> None:
    with pytest.raises(Refused):
        new_programme(group=ptc, title="Again", slug=slug, by=officer)
    assert WorkProgramme.objects.count() == 1


def test_a_new_programme_is_an_empty_draft_of_the_secretariat(ptc: Any, officer: Any, chair: Any) -> None:
    made = new_programme(group=ptc, title="Made", slug="made", by=officer)
    assert (made.status, made.visibility, made.history.get().change_set.by) == (
        "draft",
        "secretariat",
        officer,
    )
    assert load(made).sections == []


def test_each_act_is_undone_by_one_that_puts_the_row_back(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    acts: list[Any] = [
        lambda node: edit_node(node=node, values={"title": "Anew"}, revision=node.revision, by=officer),
        lambda node: move_node(node=node, parent=outline["two"], revision=node.revision, by=officer),
        lambda node: step_node(node=node, up=True, revision=node.revision, by=officer),
        lambda node: withdraw_node(node=node, why="Mine", revision=node.revision, by=officer),
    ]
    for act in acts:
        act(fresh(outline["B"]))
        node = fresh(outline["B"])
        undo_act(node=node, revision=node.revision, by=officer)
        assert (titles(outline["programme"]), titles(outline["programme"], 1)) == ("ABC", "D")


def test_undoing_a_paste_withdraws_its_tasks_unless_one_was_changed_since(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    tasks = paste_tasks(topic=outline["B"], texts=["1", "2"], by=officer)
    undo_act(node=fresh(tasks[0]), revision=1, by=officer)
    assert load_outline(outline["programme"]).sections[0].topics[1].tasks == []
    again = paste_tasks(topic=outline["B"], texts=["1", "2"], by=officer)
    edit_node(node=fresh(again[1]), values={"text": "Two"}, revision=1, by=officer)
    with pytest.raises(NotUndoable):
        undo_act(node=fresh(again[0]), revision=1, by=officer)
    assert len(load_outline(outline["programme"]).sections[0].topics[1].tasks) == 2


def test_only_ones_own_last_act_is_undone_and_only_once(
    outline: dict[str, Any], officer: Any, administrator: Any, fresh: Any
) -> None:
    edit_node(node=outline["A"], values={"title": "Anew"}, revision=1, by=officer)
    with pytest.raises(NotUndoable):
        undo_act(node=fresh(outline["A"]), revision=2, by=administrator)
    with pytest.raises(NotUndoable):
        undo_act(node=fresh(outline["A"]), revision=1, by=officer)
    undo_act(node=fresh(outline["A"]), revision=2, by=officer)
    with pytest.raises(NotUndoable):
        undo_act(node=fresh(outline["A"]), revision=3, by=officer)


def test_a_row_saved_in_the_matrix_is_not_undone_here(
    outline: dict[str, Any], officer: Any, fresh: Any
) -> None:
    save_row(outline["x"], RowValues("x", "", new=EntryValues("Begun")), revision=1, by=officer)
    with pytest.raises(NotUndoable):
        undo_act(node=fresh(outline["x"]), revision=2, by=officer)
