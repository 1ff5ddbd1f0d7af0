"""A programme as flat rows, one for each indicator, for sorting and filtering; and as CSV.

CSV: UTF-8 with a byte order mark (without it Excel reads another encoding), lines and quotes as in RFC 4180.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from programmes.content import Entry, Indicator, ProgrammeContent, Section, Task
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.excel import SHORT, fit, too_long

# What a spreadsheet may take for a formula, also after spaces; the last four are their wide forms.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
DEFUSED = "'"
LINE_END = '"\r\n"'  # from the last quote of a line to the first of the next
Day = TypeVar("Day")  # date or None, or its words
# For each column of FlatRow the one of the programme in which a page shows it.
COLUMN_OF = (
    "section",
    "ref",
    "topic",
    "tasks",
    "indicator",
    *("timeline",) * 3,
    *("progress",) * 3,
)


@dataclass(slots=True, frozen=True)
class TabularLabels:
    """The names of the columns of FlatRow, and the word for each standing and state; `hidden` as in exports.columns.

    `long` stands in CSV before a text that is longer than a spreadsheet's cell: the file has it whole, but the
    program that opens it may cut it without a word.
    """

    columns: tuple[str, str, str, str, str, str, str, str, str, str, str]
    standings: Mapping[str, str]
    states: Mapping[str, str]
    long: str
    hidden: frozenset[str] = frozenset()

    @property
    def shown(self) -> list[int]:
        """The places of the columns of FlatRow that are written."""
        return [place for place, column in enumerate(COLUMN_OF) if column not in self.hidden]


class FlatRow(NamedTuple, Generic[Day]):
    """An indicator with all that stands above it. Several texts in one cell stand on lines of their own.

    `due` is the last day meant, `last_reported` as precise as its source ("2014-10"). A topic without tasks and
    a task without indicators have a row too, its other cells empty.
    """

    section: str
    ref: str
    topic: str
    tasks: str
    indicator: str
    timeline: str
    due: Day
    standing: str
    state: str
    progress: str
    last_reported: str


def render(tree: ProgrammeContent, labels: TabularLabels) -> bytes:
    """The CSV file's bytes, every cell in quotes; the same tree and labels give the same bytes."""

    def cell(text: str) -> str:
        # Nearly every text is one short line that begins with a letter or a figure, as no formula does.
        if text[:1].isalnum() and len(text) <= SHORT and text.isprintable() and '"' not in text:
            return text
        text = safe(fit(text))
        return (f"{labels.long}\n{text}" if too_long(text) else text).replace('"', '""')

    head = [cell(labels.columns[place]) for place in labels.shown]
    # These are written as they are beside each row, so they are looked at once.
    labels = replace(
        labels,
        standings={name: cell(said) for name, said in labels.standings.items()},
        states={name: cell(said) for name, said in labels.states.items()},
    )
    rows: Iterable[Sequence[str]] = _rows(tree, labels, cell, lambda due: due.isoformat() if due else "")
    if labels.hidden:
        shown = labels.shown
        rows = ([row[place] for place in shown] for row in rows)
    lines = map('","'.join, chain([head], rows))
    return f'"{LINE_END.join(lines)}"\r\n'.encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what it would."""
    return DEFUSED + text if not text[:1].isalnum() and FORMULA.match(text) else text


def flat_rows(tree: ProgrammeContent, labels: TabularLabels) -> Iterator[FlatRow[date | None]]:
    """The rows in order; control characters are U+FFFD, line breaks are line feeds."""
    return _rows(tree, labels, fit, lambda due: due)


def _rows(
    tree: ProgrammeContent,
    labels: TabularLabels,
    cell: Callable[[str], str],
    day: Callable[[date | None], Day],
) -> Iterator[FlatRow[Day]]:
    """`cell` makes of each text, and `day` of each day or none, what the file can hold."""
    none = day(None)
    phrases: dict[str, str] = {}  # the few that nearly every row repeats
    for section in tree.sections:
        heading = cell(section_heading(section))
        for topic in section.topics:
            title = cell(topic.title)
            tasks: list[Task | None] = [*topic.tasks] or [None]
            for task in tasks:
                said = cell(task_text(task))
                rows: list[Indicator | None] = [*task.indicators] if task else []
                for row in rows or [None]:
                    if row is None:
                        yield FlatRow(heading, cell(topic.ref), title, said, "", "", none, "", "", "", "")
                        continue
                    phrase = row.timeline.phrase
                    if (planned := phrases.get(phrase)) is None:
                        planned = phrases[phrase] = cell(phrase)
                    reported, last = _reported(row.progress)
                    yield FlatRow(
                        heading,
                        cell(row.ref),
                        title,
                        said,
                        cell(row.text),
                        planned,
                        day(row.timeline.due_on),
                        labels.standings.get(row.tag, ""),
                        labels.states.get(row.state or "", ""),
                        cell(reported),
                        last,
                    )


def _reported(progress: list[Entry]) -> tuple[str, str]:
    """The entries' texts, each on a line of its own, and the latest time that one speaks of."""
    if len(progress) == 1:  # as in most rows
        return progress[0].text, progress[0].reported_on or ""
    last = ""
    for entry in progress:
        if entry.reported_on and (not last or last_day(entry.reported_on) > last_day(last)):
            last = entry.reported_on
    return "\n".join([entry.text for entry in progress if entry.text]), last


def section_heading(section: Section) -> str:
    """ "7. PTC tasks to support …", as it is printed."""
    return f"{section.number}. {section.heading}" if section.number else section.heading


def task_text(task: Task | None) -> str:
    """A task with its sub-items, each on a line of its own after a dash."""
    if task is None:
        return ""
    if not task.sub_items:
        return task.text
    return "\n".join(text for text in (task.text, *(f"– {item}" for item in task.sub_items if item)) if text)
