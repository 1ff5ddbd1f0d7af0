"""The rows of a programme as the database gives them, folded into the tree: flat rows (design/performance.md).

`FULL` reads everything that a page or a file shows. `BRIEF` reads what a flat row needs, and what a filter asks:
fewer columns of the same rows, the rest of each value keeping its default.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, TextField, When
from django.db.models.functions import Cast

from programmes.content import Entry, Indicator, Section, SourceRef, Task, Topic
from programmes.models import ProgressEntry
from programmes.models import Topic as TopicRow
from wco_tracker.lib.compiled_queries import Statement
from wco_tracker.lib.text import plain
from wco_tracker.lib.timelines import Timeline

_decode = json.JSONDecoder().raw_decode  # `loads` looks for white space round each value: a third more


def _decoded(text: str | None) -> Any:
    """The value of a JSON column read as text: most are empty, and each would pass a decoder."""
    if text is None:
        return None
    return [] if text == "[]" else _decode(text)[0]


def _topic(
    key: str, title: str, printed: str, officer: str | None, revision: int = 1, lead: str | None = None
) -> Topic:
    return Topic(key, title, printed or title, lead, officer, revision=revision)


def _task(text: str, sub_items: str, key: str = "", revision: int = 1) -> Task:
    return Task(key, text, _decoded(sub_items), revision=revision)


def _indicator(
    text: str,
    phrase: str,
    kind: str,
    due_on: date | None,
    key: str = "",
    revision: int = 1,
    target: Decimal | None = None,
    unit: str = "",
    precision: str = "",
    recurrence: str = "",
    condition: str = "",
    derived: str = "",
) -> Indicator:
    timeline = Timeline(
        phrase, kind, due_on, precision or None, recurrence or None, condition or None, derived or None
    )
    return Indicator(key, text, timeline, plain(target), unit or None, revision=revision)


def _entry(
    text: str,
    on: str,
    state: str,
    released: bool,
    before: str | None,
    key: str = "",
    session: str | None = None,
    inferred: bool = False,
    number: Decimal | None = None,
    period: str = "",
    evidence: str = "[]",
    author: str | None = None,
    decision: str = "",
    symbol: str | None = None,
    paragraph: str = "",
    quote: str = "",
    guessed: bool = False,
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
        _decoded(before),
        author,
        _decoded(evidence),
        decision or None,
        SourceRef(symbol, paragraph or None, quote or None, guessed) if symbol else None,
    )


@dataclass(slots=True, frozen=True)
class Level:
    """One level of the tree: what makes a value of its columns, those columns, and those of them that are brief."""

    make: Callable[..., Any]
    brief: tuple[str, ...]
    more: tuple[str, ...]

    def columns(self, *, brief: bool) -> tuple[str, ...]:
        """The names of the columns, in the order in which `make` takes them."""
        return self.brief if brief else self.brief + self.more


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
TOPIC = Level(_topic, ("key", "title", "title_printed", "officer__name"), ("revision", "lead__name"))
TASK = Level(_task, ("tasks__text", "sub_items_text"), ("tasks__key", "tasks__revision"))
INDICATOR = Level(
    _indicator,
    (
        "tasks__indicators__text",
        "tasks__indicators__timeline_phrase",
        "tasks__indicators__timeline_kind",
        "tasks__indicators__timeline_due_on",
    ),
    (
        "tasks__indicators__key",
        "tasks__indicators__revision",
        "tasks__indicators__target",
        "tasks__indicators__unit",
        "tasks__indicators__timeline_precision",
        "tasks__indicators__timeline_recurrence",
        "tasks__indicators__timeline_condition",
        "tasks__indicators__timeline_derived",
    ),
)
ENTRY = Level(
    _entry,
    ("text", "reported_on", "sets_state", "is_released", "released_before"),
    (
        "key",
        "session__slug",
        "state_inferred",
        "number",
        "period",
        "evidence_text",
        "author__name",
        "decision",
        "source__document__symbol",
        "source__paragraph",
        "source__quote",
        "source__inferred",
    ),
)


class Reading:
    """Two statements, one for topics, tasks and indicators, one for entries, and the folding of what they give."""

    def __init__(self, *, brief: bool) -> None:
        topics = ("section_id", *TOPIC.columns(brief=brief))
        tasks = ("tasks__withdrawn_at", *TASK.columns(brief=brief))
        indicators = ("tasks__indicators__withdrawn_at", *INDICATOR.columns(brief=brief))
        self._topic_at = len(ORDER)
        self._task_at = self._topic_at + len(topics)
        self._indicator_at = self._task_at + len(tasks)
        self._rows = Statement(
            TopicRow.objects.present()
            .order_by()
            .annotate(sub_items_text=Cast("tasks__sub_items", TextField()))
            .values_list(*ORDER, *topics, *tasks, *indicators),
            "section",
        )
        # An entry that is released as it stands has nothing else that was released.
        before = Case(When(is_released=True, then=None), default=Cast("released_as", TextField()))
        self._entries = Statement(
            ProgressEntry.objects.present()
            .order_by()
            .annotate(released_before=before, evidence_text=Cast("evidence", TextField()))
            .values_list("position", "pk", "indicator_id", *ENTRY.columns(brief=brief)),
            "indicator",
            listed=True,
        )

    def fold_into(self, sections: dict[int, Section]) -> dict[int, Indicator]:
        """Puts topics, tasks and indicators into their sections; the indicators, by their ids."""
        topics: dict[int, Topic] = {}
        tasks: dict[int, Task] = {}
        indicators: dict[int, Indicator] = {}
        first, at, under = self._topic_at, self._task_at, self._indicator_at
        # A row is a topic, a task or nothing, an indicator or nothing. They come nearly in order, so that to sort them
        # here takes a fraction of what it takes the database. No nothing is compared: it stands once in what it is in.
        for row in sorted(self._rows.of(sections)):
            _, topic_pk, _, task_pk, _, pk = row[:first]
            if (topic := topics.get(topic_pk)) is None:
                topic = topics[topic_pk] = TOPIC.make(*row[first + 1 : at])
                sections[row[first]].topics.append(topic)
            if task_pk is None or row[at]:
                continue
            if (task := tasks.get(task_pk)) is None:
                task = tasks[task_pk] = TASK.make(*row[at + 1 : under])
                topic.tasks.append(task)
            if pk is None or row[under]:
                continue
            indicator = indicators[pk] = INDICATOR.make(*row[under + 1 :])
            task.indicators.append(indicator)
        return indicators

    def add_entries(self, indicators: dict[int, Indicator]) -> None:
        """Puts the progress entries into their indicators."""
        for row in sorted(self._entries.of(indicators)):
            indicators[row[2]].progress.append(ENTRY.make(*row[3:]))


FULL, BRIEF = Reading(brief=False), Reading(brief=True)
