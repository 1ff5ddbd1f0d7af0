"""Reads the interchange form of a programme (design/interchange.md) into the tree, or says what is wrong where.

Every fault names the place in the file ("sections[2].topics[0].title"), and all faults are told at once.
"""

import json
from typing import Any

from programmes.content import Activity, Goal, ProgrammeContent, Step, number_rows
from programmes.importing.fields import MISSING, Fields, Unreadable
from programmes.importing.rows import repeated, section, source
from wco_tracker.lib.models import SHORT

FORMAT, VERSION = "wco-tracker/programme", 1
LIMIT = 50_000_000  # bytes
STATUSES = ("draft", "submitted", "endorsed", "adopted", "closed")
VISIBILITIES = ("public", "members", "group", "secretariat")


def read(data: bytes) -> ProgrammeContent:
    """The tree in a file; raises Unreadable with every fault found. Rows without a key get a new one."""
    if len(data) > LIMIT:
        raise Unreadable([f"The file has {len(data):,} bytes; at most {LIMIT:,} can be read."])
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Unreadable([f"The file is not UTF-8 text (byte {error.start})."]) from error
    except RecursionError as error:
        raise Unreadable(["The file is nested too deeply to be a programme."]) from error
    except ValueError as error:
        raise Unreadable([f"The file is not JSON: {error}."]) from error
    return from_value(value)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def from_value(value: Any) -> ProgrammeContent:
    """The tree in plain values; raises Unreadable with every fault found."""
    faults: list[str] = []
    top = Fields(value, "", faults)
    if top.get("format") != FORMAT or top.get("version") != VERSION:
        raise Unreadable(
            [f"This is not a work programme: “format” must be {FORMAT} and “version” {VERSION}."]
        )
    tree = _programme(top)
    _check_keys(tree, faults)
    if faults:
        raise Unreadable(faults)
    return number_rows(tree)


def _programme(top: Fields) -> ProgrammeContent:
    document, plan = top.child("document"), top.child("plan")
    tree = ProgrammeContent(
        slug=top.slug("slug"),
        group=top.slug("group"),
        title=top.text("title", SHORT),
        period=top.optional_text("period", 30),
        starts_on=top.partial_date("starts_on"),
        ends_on=top.partial_date("ends_on"),
        as_of=top.partial_date("as_of"),
        status=top.choice("status", STATUSES, "draft") or "draft",
        visibility=top.choice("visibility", VISIBILITIES, "secretariat") or "secretariat",
        language=top.choice("language", ("en", "fr"), "en") or "en",
        introduction=top.texts("introduction"),
        plan_slug=plan.slug("slug") if plan else None,
        plan_title=plan.text("title", SHORT) if plan else None,
        strategic_goals=top.children("strategic_goals", _goal),
        document=document.optional_text("symbol", 60) if document else None,
        agenda_item=document.optional_text("agenda_item", 30) if document else None,
        annex=document.optional_text("annex", 10) if document else None,
        page_heading=document.optional_text("page_heading", SHORT) if document else None,
        steps=top.children("steps", _step),
        training=top.flag("training"),
        sections=top.children("sections", section),
        mended=top.children("mended", _mended),
        extract=top.optional_text("extract", SHORT),
        keyless=top.keyless,
    )
    _check_goals(top, tree)
    if document and tree.agenda_item and not tree.document:
        document.fault("agenda_item", "an agenda item is a document's: give its “symbol” too.")
    if (
        tree.strategic_goals and plan is None
    ):  # a plan that the file does not name goes by the programme's name
        tree.plan_slug, tree.plan_title = tree.slug, tree.title
    return tree


def _check_goals(top: Fields, tree: ProgrammeContent) -> None:
    goals = [goal.number for goal in tree.strategic_goals]
    codes = [activity.code for goal in tree.strategic_goals for activity in goal.activities]
    for number in repeated(goals):
        top.fault("strategic_goals", f"goal {number} stands more than once.")
    for code in repeated(codes):
        top.fault("strategic_goals", f"activity {code} stands more than once.")


def _mended(item: Fields) -> dict[str, Any]:
    """A mark that was lost and is mended; `field` only where the file names it."""
    mark: dict[str, Any] = {"where": item.text("where")}
    if item.get("field") is not MISSING:
        mark["field"] = item.text("field")
    return mark | {"at": item.whole_number("at"), "printed": item.text("printed"), "read": item.text("read")}


def _goal(item: Fields) -> Goal:
    return Goal(
        item.text("number", 10),
        item.text("title"),
        item.children(
            "activities", lambda activity: Activity(activity.text("code", 10), activity.text("title"))
        ),
    )


def _step(item: Fields) -> Step:
    return Step(
        item.choice("status", STATUSES, "draft") or "draft",
        item.partial_date("on"),
        item.optional_text("by"),
        source(item.child("source")),
    )


def _check_keys(tree: ProgrammeContent, faults: list[str]) -> None:
    seen: set[str] = set()
    for key in keys_of(tree):
        if key in seen:
            faults.append(f"The key {key} stands more than once.")
        seen.add(key)


def keys_of(tree: ProgrammeContent) -> list[str]:
    """The keys of all rows of every level, in order."""
    keys = []
    for table in tree.sections:
        keys.append(table.key)
        for topic in table.topics:
            keys.append(topic.key)
            for task in topic.tasks:
                keys.append(task.key)
                for indicator in task.indicators:
                    keys.append(indicator.key)
                    keys.extend(entry.key for entry in indicator.progress)
    return keys
