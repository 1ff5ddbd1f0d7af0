"""Reads the interchange form of a programme (design/interchange.md) into the tree, or says what is wrong where.

Every fault names the place in the file ("sections[2].topics[0].title"), and all faults are told at once.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.content import (
    RELEASED_FIELDS,
    Activity,
    Continuation,
    Entry,
    Goal,
    Indicator,
    ProgrammeContent,
    Section,
    SourceRef,
    Step,
    Task,
    Topic,
    number_rows,
)
from programmes.importing.fields import MISSING, Fields, Unreadable
from wco_tracker.lib import timelines
from wco_tracker.lib.keys import is_key, new_key
from wco_tracker.lib.models import SHORT
from wco_tracker.lib.timelines import Timeline
from wco_tracker.lib.timelines.meaning import KINDS, PRECISIONS, RECURRENCES

FORMAT, VERSION = "wco-tracker/programme", 1
LIMIT = 50_000_000  # bytes
STATUSES = ("draft", "submitted", "endorsed", "adopted", "closed")
VISIBILITIES = ("public", "members", "group", "secretariat")
STATES = ("achieved", "partly_achieved", "in_progress", "not_needed", "discontinued")


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
        sections=top.children("sections", _section),
        mended=top.children("mended", _mended),
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
    for number in _repeated(goals):
        top.fault("strategic_goals", f"goal {number} stands more than once.")
    for code in _repeated(codes):
        top.fault("strategic_goals", f"activity {code} stands more than once.")


def _repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


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
        _source(item.child("source")),
    )


def _section(item: Fields) -> Section:
    return Section(
        key=_key(item),
        number=item.optional_text("number", 10) or "",
        heading=item.text("heading"),
        quote=item.optional_text("quote") or "",
        activity_code=item.optional_text("activity_code"),
        topics=item.children("topics", _topic),
    )


def _topic(item: Fields) -> Topic:
    title = item.text("title", SHORT)
    topic = Topic(
        key=_key(item),
        title=title,
        title_printed=item.optional_text("title_printed", SHORT) or title,
        lead=item.optional_text("lead", SHORT) or None,
        officer=item.optional_text("officer", SHORT) or None,
        sponsors=item.texts("sponsors", SHORT),
        continues=item.children("continues", _continuation),
        tasks=item.children("tasks", _task),
    )
    for name in _repeated(topic.sponsors):
        item.fault("sponsors", f"“{name}” stands more than once.")
    for key in _repeated([link.key for link in topic.continues]):
        item.fault("continues", f"the topic {key} stands more than once.")
    return topic


def _continuation(item: Fields) -> Continuation:
    return Continuation(
        item.slug("programme"),
        item.text("key"),
        item.choice("how", ("same_title", "reworded"), "reworded") or "reworded",
    )


def _task(item: Fields) -> Task:
    return Task(
        key=_key(item),
        text=item.text("text"),
        sub_items=item.texts("sub_items"),
        indicators=item.children("indicators", _indicator),
    )


def _indicator(item: Fields) -> Indicator:
    return Indicator(
        key=_key(item),
        text=item.text("text"),
        timeline=_timeline(item.child("timeline")),
        target=_number(item, "target"),
        unit=item.optional_text("unit", 60),
        progress=item.children("progress", _entry),
    )


def _timeline(item: Fields | None) -> Timeline:
    """The reading that the file gives; where it gives only a phrase, the program's own."""
    phrase = (item.optional_text("phrase", SHORT) or "") if item else ""
    if item is None or item.get("kind") is MISSING:
        return timelines.read(phrase)
    due = item.optional_text("due_on")
    try:
        due_on = date.fromisoformat(due) if due else None
    except ValueError:
        item.fault("due_on", f"“{due}” is not a day. Write 2014-10-31.")
        due_on = None
    return Timeline(
        phrase=phrase,
        kind=item.choice("kind", KINDS, "unread") or "unread",
        due_on=due_on,
        precision=item.choice("precision", PRECISIONS, None),
        recurrence=item.choice("recurrence", RECURRENCES, None),
        condition=item.optional_text("condition", SHORT),
        derived=item.optional_text("derived", 30),
    )


def _entry(item: Fields) -> Entry:
    entry = Entry(
        key=_key(item),
        **_release_values(item),
        author=item.optional_text("author", SHORT) or None,
        decision=item.optional_text("decision", SHORT),
        source=_source(item.child("source")),
    )
    if item.flag("released"):
        entry.released_as = entry.release_values()
    elif before := item.child("released_as"):
        entry.released_as = _release_values(before)
    return entry


def _release_values(item: Fields) -> dict[str, Any]:
    readers: dict[str, Callable[[], Any]] = {
        "text": lambda: item.text("text"),
        "reported_on": lambda: item.partial_date("reported_on"),
        "session": lambda: item.optional_text("session"),
        "sets_state": lambda: item.choice("sets_state", STATES, None),
        "state_inferred": lambda: item.flag("state_inferred"),
        "number": lambda: _number(item, "number"),
        "period": lambda: item.optional_text("period", 60) or None,
        "evidence": lambda: item.texts("evidence"),
    }
    return {name: readers[name]() for name in RELEASED_FIELDS}


def _source(item: Fields | None) -> SourceRef | None:
    if item is None:
        return None
    return SourceRef(
        item.text("document", 60),
        item.optional_text("paragraph", 60),
        item.optional_text("quote"),
        item.flag("inferred"),
    )


def _number(item: Fields, name: str) -> str | None:
    value = item.get(name)
    if value is MISSING or value is None:
        return None
    try:
        number = Decimal(str(value))
        if isinstance(value, bool) or not number.is_finite() or abs(number) >= 10**10:
            raise InvalidOperation
        rounded = number.quantize(Decimal("0.01"))
        if rounded != number:
            raise InvalidOperation
    except InvalidOperation:
        shown = str(value)[:30]
        item.fault(name, f"“{shown}” is not a number below 10,000,000,000 with at most two decimals.")
        return None
    return f"{rounded.normalize() + 0:f}"  # adding nothing takes the sign from a zero


def _key(item: Fields) -> str:
    key = item.optional_text("key")
    if key is None:
        return new_key()
    if not is_key(key):
        item.fault(
            "key", f"“{key}” is not a key: ten characters of a-z and 2-7. Leave it out to get a new one."
        )
    return key


def _check_keys(tree: ProgrammeContent, faults: list[str]) -> None:
    seen: set[str] = set()
    for key in keys_of(tree):
        if key in seen:
            faults.append(f"The key {key} stands more than once.")
        seen.add(key)


def keys_of(tree: ProgrammeContent) -> list[str]:
    """The keys of all rows of every level, in order."""
    keys = []
    for section in tree.sections:
        keys.append(section.key)
        for topic in section.topics:
            keys.append(topic.key)
            for task in topic.tasks:
                keys.append(task.key)
                for indicator in task.indicators:
                    keys.append(indicator.key)
                    keys.extend(entry.key for entry in indicator.progress)
    return keys
