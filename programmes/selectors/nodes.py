"""Finding the nodes of a programme's structure."""

from typing import Any

from programmes.models import LEVELS, WorkProgramme
from tracking.models import Node
from wco_tracker.lib.keys import is_key


def level_below(parent: WorkProgramme | Node) -> type[Node] | None:
    """The table of a parent's children; None below an indicator."""
    if isinstance(parent, WorkProgramme):
        return LEVELS[0]
    place = LEVELS.index(type(parent)) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def find_node(programme: WorkProgramme, key: str) -> Any:
    """A node of the programme by its key, withdrawn or not, with what is above it; None where there is none.

    At most four statements.
    """
    if not is_key(key):
        return None
    found = (
        model.objects.in_container(programme).with_ancestors().filter(key=key).first()  # type: ignore[attr-defined]
        for model in reversed(LEVELS)
    )
    return next((node for node in found if node is not None), None)
