"""The rungs of a programme's outline: section, topic, task, indicator; and finding a node by its key.

Progress entries are no rung: they are edited in the form of their row only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from programmes.models import Indicator, ProgrammeSection, Task, Topic, WorkProgramme
from programmes.models.rows import Node


@dataclass(slots=True, frozen=True)
class Rung:
    """One level: its name, its table, the field of its parent, and the lookup from a node to its programme."""

    name: str
    model: type[Node]
    parent: str
    path: str

    def nodes(self, programme: WorkProgramme) -> QuerySet[Any]:
        """All nodes of this level, withdrawn ones too, each with what stands above it."""
        return self.model.objects.filter(**{self.path: programme}).select_related(self.path)


SECTION = Rung("section", ProgrammeSection, "programme", "programme")
TOPIC = Rung("topic", Topic, "section", "section__programme")
TASK = Rung("task", Task, "topic", "topic__section__programme")
INDICATOR = Rung("indicator", Indicator, "task", "task__topic__section__programme")
RUNGS = (SECTION, TOPIC, TASK, INDICATOR)


def rung_of(node: Node) -> Rung:
    """The level a node stands on."""
    return next(rung for rung in RUNGS if isinstance(node, rung.model))


def rung_below(parent: WorkProgramme | Node) -> Rung | None:
    """The level of a parent's children; None below an indicator."""
    if isinstance(parent, WorkProgramme):
        return SECTION
    place = RUNGS.index(rung_of(parent)) + 1
    return RUNGS[place] if place < len(RUNGS) else None


def parent_of(node: Node) -> Any:
    """What a node stands in: of a section its programme."""
    return getattr(node, rung_of(node).parent)


def above(node: Node) -> Iterator[Node]:
    """What stands above a node, the nearest first, without the programme."""
    parent = parent_of(node)
    while not isinstance(parent, WorkProgramme):
        yield parent
        parent = parent_of(parent)


def is_withdrawn(node: Node) -> bool:
    """Whether a node, or anything it stands in, is withdrawn."""
    return bool(node.withdrawn_at) or any(one.withdrawn_at for one in above(node))


def programme_of(node: WorkProgramme | Node) -> WorkProgramme:
    """The programme a node belongs to; no statement where it was found by `find_node`."""
    while not isinstance(node, WorkProgramme):
        node = parent_of(node)
    return node


def find_node(programme: WorkProgramme, key: str) -> Any:
    """A node of the programme by its key, withdrawn or not; None where there is none. At most four statements."""
    found = (rung.nodes(programme).filter(key=key).first() for rung in reversed(RUNGS))
    return next((node for node in found if node is not None), None)


def siblings(rung: Rung, parent: WorkProgramme | Node) -> list[Any]:
    """A parent's children in order, withdrawn ones too."""
    return list(rung.model.objects.filter(**{rung.parent: parent}).in_order())
