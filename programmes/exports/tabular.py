"""A programme as flat rows, one for each indicator, for sorting and filtering; and as CSV.

CSV: UTF-8 with a byte order mark (without it Excel reads another encoding), lines and quotes as in RFC 4180.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from programmes.content import Indicator, ProgrammeContent, Section, Task, Topic
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.excel import CHARACTERS, fit, too_long

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
    """The CSV file's bytes; the same tree and labels give the same bytes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    shown = labels.shown
    writer.writerow([safe(labels.columns[place]) for place in shown])
    writer.writerows(
        [_cells([row[place] for place in shown], labels.long) for row in flat_rows(tree, labels)]
    )
    return buffer.getvalue().encode("utf-8-sig")


def _cells(values: list[str | date | None], long: str) -> list[str]:
    return [
        # Nearly every cell is short and begins with a letter or a figure, and no formula does.
        value
        if isinstance(value, str) and value[:1].isalnum() and len(value) <= CHARACTERS // 2
        else _cell(value, long)
        for value in values
    ]


def _cell(value: str | date | None, long: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = safe(value or "")
    return f"{long}\n{text}" if too_long(text) else text


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what it would."""
    return DEFUSED + text if FORMULA.match(text) else text


def flat_rows(tree: ProgrammeContent, labels: TabularLabels) -> Iterator[FlatRow]:
    """The rows in order; control characters are U+FFFD, line breaks are line feeds."""
    for section in tree.sections:
        heading = fit(section_heading(section))
        for topic in section.topics:
            title = fit(topic.title)
            tasks: list[Task | None] = [*topic.tasks] or [None]
            for task in tasks:
                said = fit(task_text(task))
                rows: list[Indicator | None] = [*task.indicators] if task else []
                for indicator in rows or [None]:
                    yield _row(heading, topic, title, said, indicator, labels)


def _row(
    heading: str, topic: Topic, title: str, task: str, indicator: Indicator | None, labels: TabularLabels
) -> FlatRow:
    if indicator is None:
        return FlatRow(heading, topic.ref, title, task, "", "", None, "", "", "", "")
    reported = [entry.reported_on for entry in indicator.progress if entry.reported_on]
    return FlatRow(
        heading,
        indicator.ref,
        title,
        task,
        fit(indicator.text),
        fit(indicator.timeline.phrase),
        indicator.timeline.due_on,
        labels.standings.get(indicator.tag, ""),
        labels.states.get(indicator.state or "", ""),
        fit("\n".join(entry.text for entry in indicator.progress if entry.text)),
        max(reported, key=last_day, default=""),
    )


def section_heading(section: Section) -> str:
    """ "7. PTC tasks to support …", as it is printed."""
    return f"{section.number}. {section.heading}" if section.number else section.heading


def task_text(task: Task | None) -> str:
    """A task with its sub-items, each on a line of its own after a dash."""
    if task is None:
        return ""
    return "\n".join(text for text in (task.text, *(f"– {item}" for item in task.sub_items if item)) if text)
