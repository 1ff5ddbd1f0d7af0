"""Places among siblings: sparse positions, so that moving one node writes one row."""

from typing import Any

from django.db.models import Max

from tracking.models import Node

STEP = 1000  # between two siblings


def last_position(children: Any) -> int:
    """The position of the last of some rows (a queryset); 0 where there are none."""
    return int(children.aggregate(last=Max("position"))["last"] or 0)


def place_after(node: Node, children: list[Any], after: Node | None) -> list[Any]:
    """Gives the node a position right after one of the children, or before the first; returns those it shifted.

    Where two children leave no whole number between them, all get new positions: the only time others are written.
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
        return _spread(node, children, place)
    return []


def _spread(node: Node, children: list[Any], place: int) -> list[Any]:
    """New positions for all, with the node at `place`; returns the children whose position changed."""
    shifted = []
    for number, row in enumerate([*children[:place], node, *children[place:]], 1):
        if row is not node and row.position != STEP * number:
            shifted.append(row)
        row.position = STEP * number
    return shifted
