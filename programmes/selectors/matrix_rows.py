"""The rows of a programme as the database gives them, folded into the tree: flat rows (design/performance.md)."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, TextField, When
from django.db.models.functions import Cast

from programmes.content import Entry, Indicator, Section, SourceRef, Task, Topic
from programmes.models import ProgressEntry
from programmes.models import Topic as TopicRow
from wco_tracker.lib.compiled_queries import CompiledQuery
from wco_tracker.lib.text import plain
from wco_tracker.lib.timelines import Timeline

_decode = json.JSONDecoder().raw_decode  # `loads` looks for white space round each value: a third more


def _decoded(text: str | None) -> Any:
    """The value of a JSON column read as text: most are empty, and each would pass a decoder."""
    if text is None:
        return None
    return [] if text == "[]" else _decode(text)[0]


# What makes a value of the columns of each level, in the order of the columns.


def _topic(
    key: str,
    title: str,
    printed: str,
    officer: str | None,
    officer_key: str | None,
    revision: int,
    lead: str | None,
) -> Topic:
    return Topic(key, title, printed or title, lead, officer, officer_key=officer_key, revision=revision)


def _task(key: str, text: str, sub_items: str, revision: int) -> Task:
    return Task(key, text, _decoded(sub_items), revision=revision)


def _indicator(
    key: str,
    text: str,
    revision: int,
    target: Decimal | None,
    unit: str,
    phrase: str,
    kind: str,
    due_on: date | None,
    precision: str,
    recurrence: str,
    condition: str,
    derived: str,
) -> Indicator:
    timeline = Timeline(
        phrase, kind, due_on, precision or None, recurrence or None, condition or None, derived or None
    )
    return Indicator(key, text, timeline, plain(target), unit or None, revision=revision)


def _entry(
    key: str,
    text: str,
    on: str,
    session: str | None,
    state: str,
    inferred: bool,
    number: Decimal | None,
    period: str,
    released: bool,
    released_as: str | None,
    author: str | None,
    evidence: str,
    decision: str,
    symbol: str | None,
    paragraph: str,
    quote: str,
    guessed: bool,
) -> Entry:
    return Entry(
        key,
        text,
        on or None,
        session,
        state or None,
        inferred,
        plain(number),
        period or None,
        released,
        _decoded(released_as),
        author,
        _decoded(evidence),
        decision or None,
        SourceRef(symbol, paragraph or None, quote or None, guessed) if symbol else None,
    )


# As the document has them: the places and, where two are equal, the ids of topic, task and indicator.
ORDER = (
    "position",
    "pk",
    "tasks__position",
    "tasks__pk",
    "tasks__indicators__position",
    "tasks__indicators__pk",
)
# Columns of JSON are read as text.
TOPIC = ("key", "title", "title_printed", "officer__name", "officer__key", "revision", "lead__name")
TASK = ("tasks__key", "tasks__text", "sub_items_text", "tasks__revision")
INDICATOR = (
    "tasks__indicators__key",
    "tasks__indicators__text",
    "tasks__indicators__revision",
    "tasks__indicators__target",
    "tasks__indicators__unit",
    "tasks__indicators__timeline_phrase",
    "tasks__indicators__timeline_kind",
    "tasks__indicators__timeline_due_on",
    "tasks__indicators__timeline_precision",
    "tasks__indicators__timeline_recurrence",
    "tasks__indicators__timeline_condition",
    "tasks__indicators__timeline_derived",
)
ENTRY = (
    "key",
    "text",
    "reported_on",
    "session__slug",
    "sets_state",
    "state_inferred",
    "number",
    "period",
    "is_released",
    "released_before",
    "author__name",
    "evidence_text",
    "decision",
    "source__document__symbol",
    "source__paragraph",
    "source__quote",
    "source__inferred",
)
# Where the columns of each level begin; in front of them what says where the row belongs, and whether it is there.
AT_TOPIC = len(ORDER) + 1
AT_TASK = AT_TOPIC + len(TOPIC) + 1
AT_INDICATOR = AT_TASK + len(TASK) + 1

_ROWS = CompiledQuery(
    TopicRow.objects.present()
    .order_by()
    .annotate(sub_items_text=Cast("tasks__sub_items", TextField()))
    .values_list(
        *ORDER,
        "section_id",
        *TOPIC,
        "tasks__withdrawn_at",
        *TASK,
        "tasks__indicators__withdrawn_at",
        *INDICATOR,
    ),
    "section",
)
# An entry that is released as it stands has nothing else that was released.
_BEFORE = Case(When(is_released=True, then=None), default=Cast("released_as", TextField()))
_ENTRIES = CompiledQuery(
    ProgressEntry.objects.present()
    .order_by()
    .annotate(released_before=_BEFORE, evidence_text=Cast("evidence", TextField()))
    .values_list("position", "pk", "indicator_id", *ENTRY),
    "indicator",
    listed=True,
)


def fold_rows(sections: dict[int, Section]) -> dict[int, Indicator]:
    """Puts topics, tasks and indicators into their sections: one statement; the indicators, by their ids."""
    topics: dict[int, Topic] = {}
    tasks: dict[int, Task] = {}
    indicators: dict[int, Indicator] = {}
    # A row is a topic, a task or nothing, an indicator or nothing. They come nearly in order, so that to sort them
    # here takes a fraction of what it takes the database. No nothing is compared: it stands once in what it is in.
    for row in sorted(_ROWS.of(sections)):
        _, topic_pk, _, task_pk, _, pk = row[: len(ORDER)]
        if (topic := topics.get(topic_pk)) is None:
            topic = topics[topic_pk] = _topic(*row[AT_TOPIC : AT_TASK - 1])
            sections[row[AT_TOPIC - 1]].topics.append(topic)
        if task_pk is None or row[AT_TASK - 1]:
            continue
        if (task := tasks.get(task_pk)) is None:
            task = tasks[task_pk] = _task(*row[AT_TASK : AT_INDICATOR - 1])
            topic.tasks.append(task)
        if pk is None or row[AT_INDICATOR - 1]:
            continue
        indicator = indicators[pk] = _indicator(*row[AT_INDICATOR:])
        task.indicators.append(indicator)
    return indicators


def add_entries(indicators: dict[int, Indicator]) -> None:
    """Puts the progress entries into their indicators: one statement."""
    for row in sorted(_ENTRIES.of(indicators)):
        indicators[row[2]].progress.append(_entry(*row[3:]))
