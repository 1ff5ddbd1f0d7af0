"""What the page of a programme's structure shows: the outline, the places to move to, and what was withdrawn."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Value
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.actions.structure_undo import LastAct
from programmes.content import ProgrammeContent, Topic
from programmes.labels import day
from programmes.models import Indicator, WorkProgramme
from programmes.models.rows import Node
from programmes.selectors.nodes import RUNGS, Rung, above, is_withdrawn, parent_of, rung_of

SHORT = 90  # characters
FEW = 300  # nodes up to which all topics of an outline stand open
LISTED = 50  # withdrawn nodes on a page of their list


def level_names() -> dict[str, str]:
    """What a node of each level is called."""
    return {
        "section": _("Section"),
        "topic": _("Topic"),
        "task": _("Task"),
        "indicator": _("Performance indicator"),
    }


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


@dataclass(slots=True, frozen=True)
class OutlineLabels:
    """All words that the outline's template prints of its own."""

    names: dict[str, str]
    adding: dict[str, str]
    rename: str
    more: str
    held: Callable[[Topic], str]


def _held(topic: Topic) -> str:
    """What a topic holds: "3 tasks, 5 indicators"."""
    tasks, rows = len(topic.tasks), sum(1 for _row in topic.indicators)
    return ", ".join(
        (
            ngettext("%(number)s task", "%(number)s tasks", tasks) % {"number": tasks},
            ngettext("%(number)s indicator", "%(number)s indicators", rows) % {"number": rows},
        )
    )


def render_outline(
    tree: ProgrammeContent, open_at: str = "", parts: Collection[str] | None = None
) -> SafeString:
    """The outline as HTML; a long one has its topics closed but that in which the node with this key stands.

    With `parts` only the sections and topics with these keys, each to be put in place of what the page shows of it.
    """
    nodes = sum(1 + len(topic.tasks) + topic.rows for topic in tree.topics)
    context = {
        "sections": tree.sections,
        "topics": list(tree.topics),
        "language": tree.language,
        "parts": parts,
        "base": reverse("programmes:structure", args=[tree.slug]),
        "opened": {topic.key for topic in tree.topics if nodes <= FEW or _holds(topic, open_at)},
        "label": OutlineLabels(
            level_names(),
            adding(),
            rename=_("Rename"),
            more=_("What can be done with it:"),
            held=_held,
        ),
    }
    # The template escapes every value of the tree.
    return mark_safe(get_template("outline.html", using="jinja2").render(context))


def _holds(topic: Topic, key: str) -> bool:
    return bool(key) and (
        key == topic.key
        or any(key == task.key or any(key == row.key for row in task.indicators) for task in topic.tasks)
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


def withdrawn(programme: WorkProgramme, number: str | int = 1) -> Page:
    """A page of the withdrawn nodes of all levels, the last first: two statements, and one for each level on it."""
    levels = [
        rung.nodes(programme)
        .filter(withdrawn_at__isnull=False)
        .annotate(level=Value(place))
        .values_list("withdrawn_at", "level", "pk")
        for place, rung in enumerate(RUNGS)
    ]
    ordered = levels[0].order_by().union(*(level.order_by() for level in levels[1:]))
    page = Paginator(ordered.order_by("-withdrawn_at", "level", "-pk"), LISTED).get_page(number)
    places = [(level, pk) for _at, level, pk in page.object_list]
    found: dict[tuple[int, int], Gone] = {}
    for place in {level for level, _pk in places}:
        rung = RUNGS[place]
        rows = rung.nodes(programme).filter(pk__in=[pk for level, pk in places if level == place])
        for node in rows.select_related(rung.path, "withdrawn_by__person"):
            found[place, node.pk] = _gone(node, rung)
    page.object_list = [found[place] for place in places if place in found]
    return page


def _gone(node: Any, rung: Rung) -> Gone:
    return Gone(
        node,
        rung.name,
        level_names()[rung.name],
        short(node),
        short(parent_of(node)) if rung.name != "section" else "",
        node.withdrawn_at,
        node.withdrawn_by.name if node.withdrawn_by else _("the program"),
        node.withdrawn_why,
        not any(one.withdrawn_at for one in above(node)),
    )


def rows_below(node: Node) -> tuple[list[Indicator], int]:
    """Of a node that is gone the rows that went with it, the first of them, and how many more there are.

    Gone is what is withdrawn, itself or with what it stands in.
    """
    rung = rung_of(node)
    if rung == RUNGS[-1] or not is_withdrawn(node):
        return [], 0
    path = {"section": "task__topic__section", "topic": "task__topic", "task": "task"}[rung.name]
    rows = Indicator.objects.filter(**{path: node})
    order = ("task__topic__position", "task__topic", "task__position", "task", "position", "pk")
    return list(rows.order_by(*order)[:LISTED]), max(0, rows.count() - LISTED)


def places(tree: ProgrammeContent, node: Node) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a node can be moved to: for each parent its name, and (value of the form, words) of each place in it."""
    first = _("First")
    if (level := rung_of(node).name) == "section":
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


def told(last: LastAct, node: Node) -> str:
    """What was done, for the bar that offers to undo it."""
    number = len(last.records)
    if last.act == "added" and number > 1:
        return ngettext("%(number)s task is added.", "%(number)s tasks are added.", number) % {
            "number": number
        }
    words = {
        "added": _("Added: %(words)s"),
        "renamed": _("Renamed: %(words)s"),
        "moved": _("Moved: %(words)s"),
        "withdrawn": _("Withdrawn: %(words)s"),
        "restored": _("Restored: %(words)s"),
    }[last.act]
    return words % {"words": short(node)}


def meanwhile(node: Any) -> str:
    """Who wrote a node last, and when, as a sentence for a person whose page is older than that."""
    record = node.history.select_related("change_set__by__person").first()
    by = record.change_set.by if record else None
    at = timezone.localtime(record.change_set.at if record else None)
    return _("%(name)s changed “%(words)s” meanwhile, on %(day)s at %(time)s.") % {
        "name": by.name if by else _("the program"),
        "words": short(node),
        "day": day(at),
        "time": date_format(at, "H:i"),
    }
