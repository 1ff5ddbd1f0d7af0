"""Changing what a programme is made of: adding, rewording, moving, withdrawing and restoring its nodes.

A node is a section, a topic, a task or an indicator. It is never deleted: a withdrawn one keeps its history, what
stands below it and all links to it, and what stands below is left out with it without being written.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, User
from programmes.actions.import_columns import timeline_values
from programmes.actions.import_programme import STEP
from programmes.models import StrategicPlan, Task, Topic, WorkProgramme
from programmes.models.rows import Node
from programmes.selectors.nodes import (
    above,
    is_withdrawn,
    parent_of,
    programme_of,
    rung_below,
    rung_of,
    siblings,
)
from tracking.actions import writing
from tracking.models import ChangeSet
from wco_tracker.lib import timelines


class Refused(Exception):
    """It cannot be done to this node; the words say why, in the reader's language. Nothing was written."""


@contextmanager
def acting(
    programme: WorkProgramme, *, by: User, row: str = "", why: str = "", undoes: ChangeSet | None = None
) -> Iterator[ChangeSet]:
    """Writes one act on a programme's structure, after which every kept page of it is old."""
    kind = ChangeSet.Kind.UNDO if undoes else ChangeSet.Kind.EDIT
    with writing.change(
        by=by, kind=kind, container=programme.container, row=row, why=why, undoes=undoes
    ) as change_set:
        yield change_set
        writing.raise_versions([programme])


@contextmanager
def in_turn(*nodes: WorkProgramme | Node) -> Iterator[WorkProgramme]:
    """One act on a programme's structure at a time; the nodes in hand are read anew, with what stands above them.

    Yields the programme of the first. Without this two people who move rows at once would work out the same place.
    """
    programme = programme_of(nodes[0])
    with writing.in_turn(programme.container):
        for node in nodes:
            if not isinstance(node, WorkProgramme):
                node.refresh_from_db(from_queryset=rung_of(node).nodes(programme_of(node)))
        yield programme


def add_node(
    *, parent: WorkProgramme | Node, values: dict[str, Any], by: User, after: Node | None = None
) -> Any:
    """A new node in `parent`, right after one of its children or else at the end; the node.

    `values` are columns; of an indicator `timeline_phrase`, which is read here. Raises Refused.
    """
    rung = rung_below(parent)
    if rung is None:
        raise Refused(_("Nothing stands below a performance indicator but its progress entries."))
    node: Any = rung.model(**{rung.parent: parent}, **_columns(values))
    with in_turn(parent) as programme:
        _refuse_withdrawn(parent)
        children = siblings(rung, parent)
        if after is not None and after not in children:
            raise Refused(_("It cannot stand there: the place is not there any more. Look again."))
        shifted = _put(node, children, after or (children[-1] if children else None))
        with acting(programme, by=by, row=node.key) as change_set:
            writing.save_all(shifted, change_set=change_set)
            writing.create(node, change_set=change_set)
    return node


def rename_node(*, node: Node, values: dict[str, Any], revision: int, by: User) -> ChangeSet | None:
    """Gives a node other words; None where they are the same. Raises Conflict, or Refused for a withdrawn one."""
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        columns = {
            name: value for name, value in _columns(values, node).items() if getattr(node, name) != value
        }
        if not columns:
            return None
        if isinstance(node, Topic) and "title" in columns and node.title_printed == node.title:
            columns.setdefault("title_printed", "")  # it was printed as it is called, and goes on so
        for name, value in columns.items():
            setattr(node, name, value)
        return _save(node, by)


def move_node(
    *, node: Node, parent: WorkProgramme | Node, revision: int, by: User, after: Node | None = None
) -> ChangeSet | None:
    """Puts a node into `parent` right after one of its children, or first; None where it stands there already.

    Writes this one row; its siblings too only where no place is left between two of them. Raises Conflict, and
    Refused for another programme, another level, or a parent that is withdrawn.
    """
    with in_turn(node, parent):
        _refuse_stale(node, revision)
        return _move(node, parent, after, by)


def _move(node: Node, parent: WorkProgramme | Node, after: Node | None, by: User) -> ChangeSet | None:
    """What `move_node` does, for who has their turn."""
    rung, children = _refuse_place(node, parent, after)
    children = [child for child in children if child.pk != node.pk]
    present = [child for child in siblings(rung, parent_of(node)) if child.withdrawn_at is None]
    place = present.index(node)
    before = present[place - 1] if place else None
    if parent_of(node) == parent and before == after:
        return None
    setattr(node, rung.parent, parent)
    shifted = _put(node, children, after)
    with acting(programme_of(parent), by=by, row=node.key) as change_set:
        writing.save_all([*shifted, node], change_set=change_set)
    return change_set


def step_node(*, node: Node, up: bool, revision: int, by: User) -> ChangeSet | None:
    """Moves a node by one place among its siblings; None where it is the first or the last already."""
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        present = [child for child in siblings(rung_of(node), parent_of(node)) if child.withdrawn_at is None]
        place = present.index(node) + (-1 if up else 1)
        if not 0 <= place < len(present):
            return None
        others = [child for child in present if child != node]
        return _move(node, parent_of(node), others[place - 1] if place else None, by)


def present_before(node: Node, *, leaving_out: Node) -> Any:
    """The present sibling right before a node, taking no account of `leaving_out`; None where it is the first."""
    children = siblings(rung_of(node), parent_of(node))
    present = [child for child in children if child.withdrawn_at is None and child != leaving_out]
    before = [child for child in present if (child.position, child.pk) < (node.position, node.pk)]
    return before[-1] if before else None


def withdraw_node(*, node: Node, why: str, revision: int, by: User) -> ChangeSet:
    """Takes a node, and with it all below, out of the programme; one row is written. Raises Conflict and Refused."""
    if not why.strip():
        raise Refused(_("Say why it is withdrawn."))
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        mark_withdrawn(node, why.strip(), by)
        return _save(node, by, why=node.withdrawn_why)


def mark_withdrawn(node: Node, why: str, by: User) -> None:
    """Notes on a node in hand that it is withdrawn, when, by whom and why."""
    node.withdrawn_at, node.withdrawn_by, node.withdrawn_why = timezone.now(), by, why


def restore_node(*, node: Node, revision: int, by: User) -> ChangeSet:
    """Brings a withdrawn node back to its place, and what was below it. Raises Conflict and Refused."""
    with in_turn(node):
        _refuse_stale(node, revision)
        if node.withdrawn_at is None:
            raise Refused(_("It is not withdrawn."))
        if any(one.withdrawn_at for one in above(node)):
            raise Refused(_("What it stands in is withdrawn: restore that first."))
        node.withdrawn_at, node.withdrawn_by, node.withdrawn_why = None, None, ""
        return _save(node, by)


def paste_tasks(*, topic: Topic, texts: Sequence[str], by: User) -> list[Task]:
    """One task for each text, at the end of the topic, all in one act. Raises Refused."""
    if not texts:
        raise Refused(_("There is no line with words in it."))
    with in_turn(topic) as programme:
        _refuse_withdrawn(topic)
        last = topic.tasks.aggregate(last=models.Max("position"))["last"] or 0
        tasks = [
            Task(topic=topic, text=text, position=last + STEP * place) for place, text in enumerate(texts, 1)
        ]
        with acting(programme, by=by, row=topic.key) as change_set:
            writing.create_all(tasks, Task, change_set=change_set)
    return tasks


def new_programme(
    *,
    group: Group,
    title: str,
    slug: str,
    by: User,
    period: str = "",
    plan: StrategicPlan | None = None,
    language: str = "en",
    visibility: str = "secretariat",
) -> WorkProgramme:
    """An empty draft; Refused where the short name is taken."""
    if slug == "new" or WorkProgramme.objects.filter(slug=slug).exists():
        raise Refused(_("This short name is taken. Choose another."))
    programme = WorkProgramme(
        group=group,
        title=title,
        slug=slug,
        period=period,
        plan=plan,
        language=language,
        visibility=visibility,
    )
    with writing.change(by=by, kind=ChangeSet.Kind.EDIT, container=programme.container) as change_set:
        writing.create(programme, change_set=change_set)
    return programme


def _columns(values: dict[str, Any], node: Any = None) -> dict[str, Any]:
    """Values as columns: a timeline that is new or retyped is read, one that stands keeps how it was read."""
    phrase = values.get("timeline_phrase")
    if phrase is None or (node is not None and phrase == node.timeline_phrase):
        return values
    return values | timeline_values(timelines.read(phrase))


def _put(node: Node, children: list[Any], after: Node | None) -> list[Any]:
    """Gives the node a position right after one of the children, or before the first; the children it shifted.

    Where two of them leave no whole number between, all get new positions: the only time that others are written.
    """
    place = children.index(after) + 1 if after else 0
    before = children[place - 1].position if place else None
    behind = children[place].position if place < len(children) else None
    if behind is None:
        node.position = STEP if before is None else before + STEP
    elif before is None:
        node.position = behind - STEP
    elif behind - before > 1:
        node.position = (before + behind) // 2
    else:
        positions = {row: STEP * number for number, row in enumerate(children[:place], 1)}
        node.position = STEP * (place + 1)
        positions |= {row: STEP * number for number, row in enumerate(children[place:], place + 2)}
        shifted = [row for row, position in positions.items() if row.position != position]
        for row in shifted:
            row.position = positions[row]
        return shifted
    return []


def _save(node: Node, by: User, why: str = "") -> ChangeSet:
    with acting(programme_of(node), by=by, row=node.key, why=why) as change_set:
        writing.save(node, revision=node.revision, change_set=change_set)
    return change_set


def _refuse_stale(node: Node, revision: int) -> None:
    """Raises Conflict early, so that a stale page is told of the change rather than of what follows from it."""
    if node.revision != revision:
        raise writing.Conflict(node)


def _refuse_withdrawn(node: WorkProgramme | Node) -> None:
    if not isinstance(node, WorkProgramme) and is_withdrawn(node):
        raise Refused(_("It is withdrawn. Restore it first."))


def _refuse_place(node: Node, parent: WorkProgramme | Node, after: Node | None) -> tuple[Any, list[Any]]:
    """The node's rung and the children of its new parent, where it may stand there."""
    rung = rung_of(node)
    _refuse_withdrawn(node)
    if rung_below(parent) is not rung:
        raise Refused(_("It cannot stand there: a topic stands in a section, a task in a topic, and so on."))
    if programme_of(parent) != programme_of(node):
        raise Refused(_("It cannot be moved to another programme."))
    _refuse_withdrawn(parent)
    children = siblings(rung, parent)
    if after is not None and (after == node or after not in children):
        raise Refused(_("It cannot stand there: the place is not there any more. Look again."))
    return rung, children
