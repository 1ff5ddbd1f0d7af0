"""Changing the structure of a programme, where it has rules of its own beside those of `tracking.actions.nodes`."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from groups.models import User
from programmes.actions.import_columns import timeline_values
from programmes.models import (
    ProgrammeSection,
    ProgressEntry,
    Task,
    Topic,
    WorkProgramme,
)
from programmes.selectors.nodes import level_below
from tracking.actions import nodes, writing
from tracking.actions.nodes import Refused
from tracking.actions.places import STEP, last_position
from tracking.actions.undo import NotUndoable, own_change, undo
from tracking.models import ChangeSet, Node
from wco_tracker.lib import timelines

Kind = ChangeSet.Kind


def add_node(
    *, parent: WorkProgramme | Node, values: dict[str, Any], by: User, after: Node | None = None
) -> Any:
    """A new node in `parent`, right after one of its children or else at the end; the node.

    `values` are columns; of an indicator `timeline_phrase`, which is read here. Raises Refused.
    """
    model = level_below(parent)
    if model is None:
        raise Refused(_("Only progress entries can be added to a performance indicator."))
    with nodes.in_turn(parent):
        node = nodes.add_node(model=model, parent=parent, values=_columns(values), by=by, after=after)
        _refuse_same_numbers(node)
    return node


def edit_node(*, node: Node, values: dict[str, Any], revision: int, by: User) -> ChangeSet | None:
    """Gives a node other words; None where they are the same. Raises Conflict, or Refused for a withdrawn one."""
    columns = _columns(values, node)
    renamed = isinstance(node, Topic) and columns.get("title", node.title) != node.title
    if renamed and node.title_printed == node.title:  # type: ignore[attr-defined]
        columns.setdefault("title_printed", "")  # it was printed as it is called, and goes on so
    with nodes.in_turn(node):
        change = nodes.edit_node(node=node, values=columns, revision=revision, by=by)
        _refuse_same_numbers(node)
    return change


def restore_node(*, node: Node, revision: int, by: User) -> ChangeSet:
    """Brings a withdrawn node back; Refused for a section whose number another one has meanwhile. Raises Conflict."""
    with nodes.in_turn(node):
        change = nodes.restore_node(node=node, revision=revision, by=by)
        _refuse_same_numbers(node)
    return change


def _refuse_same_numbers(node: Node) -> None:
    """Raises Refused, and so undoes the act, where it gave two sections the same references."""
    if isinstance(node, ProgrammeSection) and (refusal := node.refused_number()):
        raise Refused(refusal)


def paste_tasks(*, topic: Topic, texts: Sequence[str], by: User) -> list[Task]:
    """One task for each text, at the end of the topic, all in one act. Raises Refused."""
    if not texts:
        raise Refused(_("There is no line with text in it."))
    with nodes.in_turn(topic) as programme:
        if topic.is_withdrawn:
            raise Refused(_("It is withdrawn. Restore it first."))
        last = last_position(topic.tasks)
        tasks = [
            Task(topic=topic, text=text, position=last + STEP * place) for place, text in enumerate(texts, 1)
        ]
        with writing.change(by=by, kind=Kind.ADDED, container=programme, row=topic.key) as change_set:
            writing.create_all(tasks, Task, change_set=change_set)
    return tasks


def own_act(node: Node, by: User) -> ChangeSet | None:
    """The person's own act on the structure that made this revision of the node; None where it cannot be undone.

    The save of a row with its entries is not one of them: the matrix undoes it (`actions.rows`).
    """
    done = own_change(node, by)
    if done is None or ProgressEntry.history.filter(change_set=done).exists():
        return None
    return done


def undo_act(*, node: Node, revision: int, by: User) -> ChangeSet:
    """Puts every node that the person's last act wrote back to what it was; one that it added is withdrawn.

    Raises NotUndoable, Refused for the number of a section that another one has meanwhile, and Conflict where
    somebody saves one of them at the same moment.
    """
    with nodes.in_turn(node) as programme:
        done = own_act(node, by)
        if done is None or node.revision != revision:
            raise NotUndoable
        change = undo(done, container=programme, by=by)
        node.refresh_from_db()
        _refuse_same_numbers(node)
    return change


def _columns(values: dict[str, Any], node: Any = None) -> dict[str, Any]:
    """Values as columns: a timeline that is new or retyped is read, one that stays keeps how it was read."""
    phrase = values.get("timeline_phrase")
    if phrase is None or (node is not None and phrase == node.timeline_phrase):
        return values
    return values | timeline_values(timelines.read(phrase))
