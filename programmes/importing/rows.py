"""Reads sections, topics, tasks, indicators and progress entries of the interchange form."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from programmes.content import (
    RELEASED_FIELDS,
    Continuation,
    Entry,
    Indicator,
    Section,
    SourceRef,
    Task,
    Topic,
)
from programmes.importing.fields import MISSING, Fields
from wco_tracker.lib import timelines
from wco_tracker.lib.keys import is_key, new_key
from wco_tracker.lib.models import SHORT
from wco_tracker.lib.timelines import Timeline
from wco_tracker.lib.timelines.meaning import KINDS, PRECISIONS, RECURRENCES

STATES = ("achieved", "partly_achieved", "in_progress", "not_needed", "discontinued")


def repeated(names: list[str]) -> list[str]:
    """The names that stand more than once."""
    return [name for name, times in Counter(names).items() if times > 1]


def section(item: Fields) -> Section:
    """A table of the programme with all that is in it."""
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
    for name in repeated(topic.sponsors):
        item.fault("sponsors", f"“{name}” stands more than once.")
    for key in repeated([link.key for link in topic.continues]):
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
        source=source(item.child("source")),
    )
    entry.released = item.flag("released")
    if not entry.released and (before := item.child("released_as")):
        entry.note_release(_release_values(before))
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


def source(item: Fields | None) -> SourceRef | None:
    """The place a fact was read from."""
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
        item.keyless.add(key := new_key())
        return key
    if not is_key(key):
        item.fault(
            "key", f"“{key}” is not a key: ten characters of a-z and 2-7. Leave it out to get a new one."
        )
    return key
