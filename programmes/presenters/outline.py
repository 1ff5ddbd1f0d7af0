"""What the page of a programme's structure shows: the outline, the places to move to, and what was withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.content import ProgrammeContent, Topic
from programmes.models import LEVELS, Indicator, WorkProgramme
from tracking.models import ChangeSet, Node
from tracking.presenters.history import heading, name_of

SHORT = 90  # characters
FEW = 300  # nodes up to which all topics of an outline stand open
LISTED = 50  # withdrawn nodes on a page of their list


def level_names() -> dict[str, str]:
    """What a node of each level is called."""
    return {model.level: heading(model._meta.verbose_name) for model in LEVELS}


def adding() -> dict[str, str]:
    """The words that offer a new node of each level."""
    return {
        "section": _("Add a section"),
        "topic": _("Add a topic"),
        "task": _("Add a task"),
        "indicator": _("Add a performance indicator"),
    }


def short(node: Any) -> str:
    """A node's words, cut where they are long. A form lists thousands of them, and Django's Truncator is slow."""
    words = str(node)
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def outline(
    tree: ProgrammeContent, open_at: str = "", parts: Collection[str] | None = None
) -> dict[str, Any]:
    """What the outline's templates take; a long one has its topics closed but the one that holds `open_at`, a key.

    With `parts` only the sections and topics with these keys, each to be put in place of what the page shows of it.
    """
    nodes = sum(1 + len(topic.tasks) + topic.rows for topic in tree.topics)
    return {
        "tree": tree,
        "sections": tree.sections,
        "topics": list(tree.topics),
        "parts": parts,
        "base": reverse("programmes:structure", args=[tree.slug]),
        "opened": {topic.key for topic in tree.topics if nodes <= FEW or _holds(topic, open_at)},
    }


def _holds(topic: Topic, key: str) -> bool:
    return bool(key) and (
        key == topic.key
        or any(key == task.key or any(key == row.key for row in task.indicators) for task in topic.tasks)
    )


def back_address(programme: WorkProgramme, key: str = "", *, done: bool = False, at: str = "") -> str:
    """The outline at a node, its topic open, or at another node; with `done`, what was done to it can be undone."""
    query = f"?{urlencode({'done' if done else 'open': key})}" if key else ""
    return (
        reverse("programmes:structure", args=[programme.slug])
        + query
        + (f"#n-{at or key}" if at or key else "")
    )


def topic_reference(tree: ProgrammeContent, key: str) -> str:
    """The short reference of a topic; empty where it is withdrawn."""
    return next((topic.ref for topic in tree.topics if topic.key == key), "")


@dataclass(slots=True, frozen=True)
class Gone:
    """A withdrawn node: what it was, where it stood, and whether it can come back before anything else does."""

    node: Any
    level: str
    level_name: str
    words: str
    place: str
    at: datetime
    by: str
    why: str
    restorable: bool
    history: str  # the address


def withdrawn(programme: WorkProgramme, number: str | int = 1) -> Page:
    """A page of the withdrawn nodes of all levels, the last first: two statements, and one for each level on it."""
    levels = [
        model.objects.in_container(programme)  # type: ignore[attr-defined]
        .filter(withdrawn_at__isnull=False)
        .annotate(depth=Value(place))
        .values_list("withdrawn_at", "depth", "pk")
        for place, model in enumerate(LEVELS)
    ]
    ordered = levels[0].order_by().union(*(level.order_by() for level in levels[1:]))
    page = Paginator(ordered.order_by("-withdrawn_at", "depth", "-pk"), LISTED).get_page(number)
    places = [(level, pk) for _at, level, pk in page.object_list]
    found: dict[tuple[int, int], Gone] = {}
    for place in {level for level, _pk in places}:
        rows = LEVELS[place].objects.with_ancestors()  # type: ignore[attr-defined]
        named = rows.filter(pk__in=[pk for level, pk in places if level == place])
        for node in named.select_related("withdrawn_by__person"):
            found[place, node.pk] = _gone(node)
    shown: Any = [found[place] for place in places if place in found]
    page.object_list = shown
    return page


def _gone(node: Any) -> Gone:
    return Gone(
        node,
        node.level,
        level_names()[node.level],
        short(node),
        short(node.parent_object) if isinstance(node.parent_object, Node) else "",
        node.withdrawn_at,
        name_of(node.withdrawn_by),
        node.withdrawn_reason,
        not any(one.withdrawn_at for one in node.ancestors),
        _history_address(node),
    )


def _history_address(node: Any) -> str:
    own = [node.container_object.slug, node.key]
    if isinstance(node, Indicator):
        return reverse("programmes:history", args=own)
    return reverse("programmes:node", args=own) + "#history"


def rows_below(node: Node) -> tuple[list[Indicator], int]:
    """Of a node that is gone the rows that went with it, the first of them, and how many more there are.

    Gone is what is withdrawn, itself or with what it stands in.
    """
    if isinstance(node, Indicator) or not node.is_withdrawn:
        return [], 0
    path = next(path for path in Indicator.ancestor_paths() if path.endswith(node.level))
    rows = Indicator.objects.filter(**{path: node})
    return list(rows.in_document_order()[:LISTED]), max(0, rows.count() - LISTED)


def places(tree: ProgrammeContent, node: Node) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a node can be moved to: for each parent its name, and (value of the form, words) of each place in it."""
    first = _("First")
    if (level := node.level) == "section":
        families = [("", "", [(one.key, f"{one.number} {one.heading}") for one in tree.sections])]
    elif level == "topic":
        families = [
            (one.key, f"{one.number} {one.heading}", [(t.key, f"{t.ref} {t.title}") for t in one.topics])
            for one in tree.sections
        ]
    elif level == "task":
        families = [
            (one.key, f"{one.ref} {one.title}", [(task.key, task.text) for task in one.tasks])
            for one in tree.topics
        ]
    else:
        families = [
            (task.key, f"{topic.ref} {task.text}", [(r.key, f"{r.ref} {r.text}") for r in task.indicators])
            for topic in tree.topics
            for task in topic.tasks
        ]
    return [
        (
            short(name),
            [(f"first-{key}", first)]
            + [
                (f"after-{other}", _("After: %(words)s") % {"words": short(words)})
                for other, words in children
                if other != node.key
            ],
        )
        for key, name, children in families
    ]


def done_words(done: ChangeSet, node: Node, number: int) -> str:
    """What an act did to a node, for the bar that offers to undo it; `number` of rows that it wrote."""
    if done.kind == ChangeSet.Kind.ADDED and number > 1:
        return ngettext("%(number)s task is added.", "%(number)s tasks are added.", number) % {
            "number": number
        }
    words = {
        ChangeSet.Kind.ADDED: _("Added: %(words)s"),
        ChangeSet.Kind.EDITED: _("Renamed: %(words)s"),
        ChangeSet.Kind.MOVED: _("Moved: %(words)s"),
        ChangeSet.Kind.WITHDRAWN: _("Withdrawn: %(words)s"),
        ChangeSet.Kind.RESTORED: _("Restored: %(words)s"),
    }[ChangeSet.Kind(done.kind)]
    return words % {"words": short(node)}
