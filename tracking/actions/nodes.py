"""Changing a tree: adding, editing, moving, withdrawing and restoring its nodes.

A node is never deleted: a withdrawn one keeps its history, its children and all links to it, and its children go with
it without being written. Every act takes its turn in the container, so that two people who move nodes at once never
get the same place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from tracking.actions import writing
from tracking.actions.places import place_after
from tracking.models import ChangeSet, Node

Kind = ChangeSet.Kind


class Refused(Exception):
    """It cannot be done to this node; the words say why, in the reader's language. Nothing was written."""


@contextmanager
def in_turn(*nodes: Any) -> Iterator[Any]:
    """One act on a container at a time; the nodes in hand are read anew, with what is above them.

    A container may be named in place of a node. Yields the container of the first.
    """
    container = container_of(nodes[0])
    with writing.in_turn(container.container_name):
        for node in nodes:
            if isinstance(node, Node):
                node.refresh_from_db(from_queryset=type(node).objects.with_ancestors())
        yield container


def container_of(owner: Any) -> Any:
    """The container of a node; a container's own is itself."""
    return owner.container_object if isinstance(owner, Node) else owner


def siblings(model: type[Node], parent: Any) -> list[Any]:
    """The children of a node or container in one table, in order, withdrawn ones too."""
    rows = model._default_manager
    if not model.container_field:
        return list(rows.filter(**{model.parent_field: parent}).order_by("position", "pk"))
    top = not isinstance(parent, model)
    where = {model.container_field: parent, model.parent_field: None} if top else {model.parent_field: parent}
    return list(rows.filter(**where).order_by("position", "pk"))


def present_siblings(node: Node) -> list[Any]:
    """The children of the node's parent that are not withdrawn, in order."""
    return [child for child in siblings(type(node), node.parent_object) if child.withdrawn_at is None]


def add_node(
    *, model: type[Node], parent: Any, values: dict[str, Any], by: Any, after: Node | None = None
) -> Any:
    """A new node of a table in `parent`, right after one of its children or else at the end; `values` are columns.

    Raises Refused.
    """
    node = model(**values)
    _set_parent(node, parent)
    with in_turn(parent) as container:
        _refuse_withdrawn(parent)
        children = siblings(model, parent)
        if after is not None and after not in children:
            raise Refused(_("That place is no longer there. Look at the page again."))
        shifted = place_after(node, children, after or (children[-1] if children else None))
        with writing.change(by=by, kind=Kind.ADDED, container=container, row=node.key) as change_set:
            writing.save_all(shifted, change_set=change_set)
            writing.create(node, change_set=change_set)
    return node


def edit_node(*, node: Node, values: dict[str, Any], revision: int, by: Any) -> ChangeSet | None:
    """Gives a node other values; None where they are the same. Raises Conflict, and Refused for a withdrawn one."""
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        changed = {name: value for name, value in values.items() if getattr(node, name) != value}
        if not changed:
            return None
        for name, value in changed.items():
            setattr(node, name, value)
        return _save(node, by, Kind.EDITED)


def move_node(
    *, node: Node, parent: Any, revision: int, by: Any, after: Node | None = None
) -> ChangeSet | None:
    """Puts a node into `parent` right after one of its children, or first; None where it is there already.

    Writes this one row; its siblings too only where no place is left between two of them. Raises Conflict, and
    Refused for another container, another level, or a parent that is withdrawn.
    """
    with in_turn(node, parent):
        _refuse_stale(node, revision)
        return _move(node, parent, after, by)


def step_node(*, node: Node, up: bool, revision: int, by: Any) -> ChangeSet | None:
    """Moves a node by one place among its siblings; None where it is the first or the last already."""
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        present = present_siblings(node)
        place = present.index(node) + (-1 if up else 1)
        if not 0 <= place < len(present):
            return None
        others = [child for child in present if child != node]
        return _move(node, node.parent_object, others[place - 1] if place else None, by)


def _move(node: Node, parent: Any, after: Node | None, by: Any) -> ChangeSet | None:
    """Moves a node; the caller holds the turn."""
    _refuse_place(node, parent)
    children = siblings(type(node), parent)
    if after is not None and (after == node or after not in children):
        raise Refused(_("That place is no longer there. Look at the page again."))
    present = present_siblings(node)
    place = present.index(node)
    before = present[place - 1] if place else None
    if node.parent_object == parent and before == after:
        return None
    _set_parent(node, parent)
    shifted = place_after(node, [child for child in children if child != node], after)
    container = container_of(parent)
    with writing.change(by=by, kind=Kind.MOVED, container=container, row=node.key) as change_set:
        writing.save_all([*shifted, node], change_set=change_set)
    return change_set


def present_before(node: Node, *, leaving_out: Node) -> Any:
    """The present sibling right before a node, taking no account of `leaving_out`; None where it is the first."""
    present = [child for child in present_siblings(node) if child != leaving_out]
    before = [child for child in present if (child.position, child.pk) < (node.position, node.pk)]
    return before[-1] if before else None


def withdraw_node(*, node: Node, why: str, revision: int, by: Any) -> ChangeSet:
    """Takes a node, and with it all below, out of its container; one row is written. Raises Conflict and Refused."""
    if not why.strip():
        raise Refused(_("Give a reason for withdrawing it."))
    with in_turn(node):
        _refuse_stale(node, revision)
        _refuse_withdrawn(node)
        node.withdraw(by=by, why=why.strip())
        return _save(node, by, Kind.WITHDRAWN, why=node.withdrawn_why)


def restore_node(*, node: Node, revision: int, by: Any) -> ChangeSet:
    """Brings a withdrawn node back to its place, with what was below it. Raises Conflict and Refused."""
    with in_turn(node):
        _refuse_stale(node, revision)
        if node.withdrawn_at is None:
            raise Refused(_("It is not withdrawn."))
        if any(ancestor.withdrawn_at for ancestor in node.ancestors):
            raise Refused(_("Its parent is withdrawn: restore that first."))
        node.restore()
        return _save(node, by, Kind.RESTORED)


def _save(node: Node, by: Any, kind: str, why: str = "") -> ChangeSet:
    with writing.change(
        by=by, kind=kind, container=node.container_object, row=node.key, why=why
    ) as change_set:
        writing.save(node, revision=node.revision, change_set=change_set)
    return change_set


def _set_parent(node: Node, parent: Any) -> None:
    """Puts a node under another node, or on the highest level of a container."""
    if not node.container_field:
        setattr(node, node.parent_field, parent)
        return
    above = parent if isinstance(parent, type(node)) else None
    setattr(node, node.parent_field, above)
    setattr(node, node.container_field, container_of(parent))


def _refuse_stale(node: Node, revision: int) -> None:
    """Raises Conflict early, so that a stale page shows the change and not what follows from it."""
    if node.revision != revision:
        raise writing.Conflict(node)


def _refuse_withdrawn(owner: Any) -> None:
    if isinstance(owner, Node) and owner.is_withdrawn:
        raise Refused(_("It is withdrawn. Restore it first."))


def _refuse_place(node: Node, parent: Any) -> None:
    """Raises Refused where the node may not be put under this parent."""
    _refuse_withdrawn(node)
    if not isinstance(parent, _parent_models(node)):
        raise Refused(_("It belongs to another level and cannot be put there."))
    if container_of(parent) != node.container_object:
        raise Refused(_("It cannot be moved to another programme, group or resolution."))
    if isinstance(parent, Node) and (parent == node or node in parent.ancestors):
        raise Refused(_("It cannot be put below itself."))
    _refuse_withdrawn(parent)


def _parent_models(node: Node) -> tuple[type, ...]:
    names = [node.parent_field, *([node.container_field] if node.container_field else [])]
    return tuple(node._meta.get_field(name).related_model for name in names)  # type: ignore[misc]
