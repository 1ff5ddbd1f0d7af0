"""A programme as flat rows, one for each indicator, for sorting and filtering; and as CSV.

CSV: UTF-8 with a byte order mark (without it Excel reads another encoding), lines and quotes as in RFC 4180.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import chain
from typing import NamedTuple

from programmes.content import Entry, Indicator, ProgrammeContent, Section, Task
from programmes.exports.marks import NO_MARKS, Marks
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.excel import fit, too_long

# What a spreadsheet may take for a formula, also after spaces; the last four are their wide forms.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
DEFUSED = "'"
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
    marks: Marks = NO_MARKS

    @property
    def shown(self) -> list[int]:
        """The places of the columns of FlatRow that are written."""
        return [place for place, column in enumerate(COLUMN_OF) if column not in self.hidden]


class FlatRow(NamedTuple):
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
    due: date | None
    standing: str
    state: str
    progress: str
    last_reported: str


def render(tree: ProgrammeContent, labels: TabularLabels) -> bytes:
    """The CSV file's bytes, every cell in quotes; the same tree and labels give the same bytes."""

    def cell(value: str | date | None) -> str:
        if not isinstance(value, str):
            return value.isoformat() if value else ""
        text = safe(value)
        return f"{labels.long}\n{text}" if too_long(text) else text

    shown = labels.shown
    file = StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for row in chain([labels.columns], flat_rows(tree, labels)):
        writer.writerow([cell(row[place]) for place in shown])
    return file.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what it would."""
    return DEFUSED + text if not text[:1].isalnum() and FORMULA.match(text) else text


def flat_rows(tree: ProgrammeContent, labels: TabularLabels) -> Iterator[FlatRow]:
    """The rows in order; control characters are U+FFFD, line breaks are line feeds."""
    for section in tree.sections:
        heading = fit(section_heading(section))
        for topic in section.topics:
            title = fit(topic.title)
            tasks: list[Task | None] = [*topic.tasks] or [None]
            for task in tasks:
                text = fit(task_text(task))
                rows: list[Indicator | None] = [*task.indicators] if task else []
                for row in rows or [None]:
                    if row is None:
                        yield FlatRow(heading, fit(topic.ref), title, text, "", "", None, "", "", "", "")
                        continue
                    reported, last = _reported(row.progress, labels.marks)
                    yield FlatRow(
                        heading,
                        fit(row.ref),
                        title,
                        text,
                        fit(row.text),
                        fit(row.timeline.phrase),
                        row.timeline.due_on,
                        labels.standings.get(row.tag, ""),
                        labels.states.get(row.state or "", ""),
                        fit(reported),
                        last,
                    )


def _reported(progress: list[Entry], marks: Marks) -> tuple[str, str]:
    """The entries' texts, each on a line of its own and marked where it is internal; the latest time one speaks of."""
    if len(progress) == 1:  # as in most rows
        return _marked(progress[0], marks), progress[0].reported_on or ""
    last = ""
    for entry in progress:
        if entry.reported_on and (not last or last_day(entry.reported_on) > last_day(last)):
            last = entry.reported_on
    return "\n".join([_marked(entry, marks) for entry in progress if entry.text]), last


def _marked(entry: Entry, marks: Marks) -> str:
    mark = marks.of(entry)
    return f"{entry.text} {mark}" if mark else entry.text


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
