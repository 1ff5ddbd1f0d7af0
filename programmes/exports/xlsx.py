"""A programme as an Excel workbook: a flat sheet to sort and filter, and one that looks like the annex.

Text never becomes a formula, a link or a number. The annex has merged cells, which no filter understands: so it
stands on a sheet of its own.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from programmes.content import ProgrammeContent, Section
from programmes.exports.docx import TableRow, table_rows
from programmes.exports.tabular import FlatRow, TabularLabels, flat_rows, section_heading
from wco_tracker.lib.dates import last_day, precision
from wco_tracker.lib.excel import NEVER, ROWS, fit, header, sheet_name, shorten, too_long

HEIGHT = 409.0  # points: Excel's limit for a row
LINE = 12.75  # points: a line of 10 pt Arial
CHARACTERS = 1.15  # of 10 pt Arial in a unit of a column's width
EARLIEST = 1900  # the first year Excel has dates for
MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes at any time
FLAT_WIDTHS = (28, 9, 20, 36, 36, 17, 13, 13, 14, 52, 13)
# Of the columns whose texts make a row's height: not the section's, which all its rows repeat.
TEXT_WIDTHS = (20, 36, 36, 17, 52)
ANNEX_WIDTHS = (22, 34, 34, 20, 43)
WHOLE = sum(ANNEX_WIDTHS)
DATES = {"year": "yyyy", "month": "mmm yyyy", "day": "d mmm yyyy"}
BULLET = "• "
NOTICE = {"bg_color": "#FFF4E0", "border_color": "#9C5700"}
CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#808080"}


@dataclass(slots=True, frozen=True)
class ExcelLabels:
    """What the workbook says beside the tree's own texts, in the language of whom it is made for.

    `rows_sheet` and `annex_sheet` name the sheets; `columns` are the annex's. `cut` stands at the end of a text
    that is longer than a cell can hold, and `cut_note` under the title where there is such a text. `annex_line`,
    `page_prefix` and `note` are as in Word.
    """

    tabular: TabularLabels
    columns: tuple[str, str, str, str, str]
    rows_sheet: str
    annex_sheet: str
    annex_line: str
    page_prefix: str
    note: str
    cut: str
    cut_note: str


class TooManyRows(Exception):
    """The programme has more rows than a sheet can hold."""


def render(tree: ProgrammeContent, labels: ExcelLabels) -> bytes:
    """The workbook's bytes; the same tree and labels give the same bytes. Raises TooManyRows."""
    if sum(topic.rows for topic in tree.topics) + 4 * len(tree.sections) + len(tree.introduction) + 4 > ROWS:
        raise TooManyRows(f"A sheet has {ROWS:,} rows")
    buffer = io.BytesIO()
    font = {"font_name": "Arial", "font_size": 10}
    options = {"in_memory": True, "default_format_properties": font, **NEVER}
    with Workbook(buffer, options) as book:
        book.set_properties({"title": fit(tree.title)[:255], "created": MADE})
        book.set_calc_mode("auto")
        Rows(book, tree, labels).write()
        Annex(book, tree, labels).write()
    return buffer.getvalue()


class Sheet:
    """What both sheets share: A4 landscape, as wide as the page, header row and page numbers."""

    def __init__(self, book: Workbook, tree: ProgrammeContent, labels: ExcelLabels, name: str) -> None:
        self.book, self.tree, self.labels = book, tree, labels
        self.sheet: Worksheet = book.add_worksheet(name)
        self.cell = self.format()
        self.head = self.format(bold=True, bg_color="#E4E9F0", valign="vcenter")
        self.cut = self.format(**NOTICE)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        self.sheet.fit_to_pages(1, 0)
        sides = {"&L": labels.annex_line or tree.title, "&R": tree.page_heading or labels.note}
        self.sheet.set_header("".join(side + header(text) for side, text in sides.items() if text))
        self.sheet.set_footer(f"&C{header(labels.page_prefix)}&P.")

    def format(self, **values: Any) -> Format:
        """A cell's format that differs from the common one in these values."""
        return self.book.add_format({**CELL, **values})

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """Writes a text, never anything else; an empty one leaves the cell's borders, one that is cut is marked."""
        if too_long(text):
            self.sheet.write_string(row, column, shorten(text, self.labels.cut), self.cut)
        elif text:
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)

    def widths(self, widths: Iterable[int]) -> None:
        """Sets the columns' widths, in characters."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)


class Rows(Sheet):
    """One row for each indicator, with a filter on every column and dates that are dates."""

    def __init__(self, book: Workbook, tree: ProgrammeContent, labels: ExcelLabels) -> None:
        super().__init__(book, tree, labels, sheet_name(labels.rows_sheet))
        self.dates = {name: self.format(num_format=form, align="left") for name, form in DATES.items()}

    def write(self) -> None:
        """Fills the sheet."""
        names = self.labels.tabular.columns
        self.widths(FLAT_WIDTHS)
        for column, name in enumerate(names):
            self.text(0, column, fit(name), self.head)
        last = 0
        for last, row in enumerate(flat_rows(self.tree, self.labels.tabular), 1):
            self.write_row(last, row)
        self.sheet.freeze_panes(1, 2)
        self.sheet.repeat_rows(0)
        self.sheet.autofilter(0, 0, last, len(names) - 1)

    def write_row(self, place: int, row: FlatRow) -> None:
        """A row's cells; a partial date is shown as precise as it is, and sorts by its last day."""
        texts = (row.topic, row.tasks, row.indicator, row.timeline, row.progress)
        self.sheet.set_row(place, _height(max(map(_lines, texts, TEXT_WIDTHS))))
        for column, value in enumerate(row[:6]):
            self.text(place, column, value, self.cell)
        self.date(place, 6, row.due, "day", row.due.isoformat() if row.due else "")
        for column, value in enumerate(row[7:10], 7):
            self.text(place, column, value, self.cell)
        told = row.last_reported
        if told:
            self.date(place, 10, last_day(told), precision(told), told)
        else:
            self.text(place, 10, "", self.cell)

    def date(self, row: int, column: int, day: date | None, form: str, said: str) -> None:
        """A real date, or its words where Excel's calendar does not reach."""
        if day and day.year >= EARLIEST:
            self.sheet.write_datetime(row, column, day, self.dates[form])
        else:
            self.text(row, column, said, self.cell)


class Annex(Sheet):
    """The committee's own form: title, introduction, a table for each section with merged topics and tasks."""

    def __init__(self, book: Workbook, tree: ProgrammeContent, labels: ExcelLabels) -> None:
        taken = sheet_name(labels.rows_sheet)
        super().__init__(book, tree, labels, sheet_name(labels.annex_sheet, taken))
        plain = {"border": 0}
        self.topic = self.format(bold=True)
        self.title = self.format(**plain, bold=True, font_size=14, align="center")
        self.heading = self.format(**plain, bold=True, font_size=11)
        self.quote = self.format(**plain, italic=True)
        self.plain = self.format(**plain)
        self.note = self.format(bold=True, **NOTICE)
        self.next = 0

    def write(self) -> None:
        """Fills the sheet; each section after the first starts a page."""
        self.widths(ANNEX_WIDTHS)
        self.line(self.tree.title, self.title, 1.5)
        self.line(self.labels.note, self.note)
        if any(too_long(text) for text in self.texts()):
            self.line(self.labels.cut_note, self.note)
        for text in self.tree.introduction:
            self.line(text.removeprefix("## "), self.heading if text.startswith("## ") else self.plain)
        breaks = []
        numbers = count(1)
        for place, section in enumerate(self.tree.sections):
            if place:
                breaks.append(self.next)
            self.section(section, numbers)
        self.sheet.set_h_pagebreaks(breaks[:1023])  # Excel's limit

    def texts(self) -> Iterator[str]:
        """The texts of paragraphs and cells that may be long."""
        yield from (self.tree.title, *self.tree.introduction)
        for section in self.tree.sections:
            yield from (section_heading(section), section.quote)
            for row in table_rows(section, count(1)):
                yield from (_task(row), *_texts(row))

    def line(self, text: str, style: Format, scale: float = 1.1) -> None:
        """A paragraph over all columns; merged cells do not grow by themselves."""
        if not text:
            return
        text = fit(text)
        self.sheet.set_row(self.next, _height(_lines(text, WHOLE), scale))
        self.merge(self.next, self.next, 0, 4, text, style)
        self.next += 1

    def merge(self, first: int, last: int, left: int, right: int, text: str, style: Format) -> None:
        """Writes a text over several cells."""
        self.sheet.merge_range(first, left, last, right, "", style)
        self.text(first, left, text, style)

    def section(self, section: Section, numbers: Iterable[int]) -> None:
        """Heading, quote, header row and rows."""
        self.line(section_heading(section), self.heading, 1.3)
        self.line(section.quote, self.quote)
        for column, name in enumerate(self.labels.columns):
            self.text(self.next, column, fit(name), self.head)
        self.next += 1
        rows = list(table_rows(section, iter(numbers)))
        heights = self.heights(rows)
        for place, row in enumerate(rows):
            self.sheet.set_row(self.next, heights[place])
            self.row(row)
            self.next += 1

    def row(self, row: TableRow) -> None:
        """The cells that begin in a row."""
        top, topic, task = self.next, row.topic, row.task
        for column, merge, span, text, style in (
            (0, row.topic_merge, topic.rows, fit(topic.title), self.topic),
            (1, row.task_merge, task.rows if task else 1, _task(row), self.cell),
        ):
            if merge == "restart":
                self.merge(top, top + span - 1, column, column, text, style)
            elif not merge:
                self.text(top, column, text, style)
        for column, text in enumerate(_texts(row), 2):
            self.text(top, column, text, self.cell)

    def heights(self, rows: list[TableRow]) -> list[float]:
        """Each row's height by its own cells; where a merged cell needs more, its last row has the rest."""
        widths = ANNEX_WIDTHS[2:]
        lines = [max(map(_lines, _texts(row), widths)) for row in rows]
        for place, row in enumerate(rows):
            for column, merge, span, text in (
                (1, row.task_merge, row.task.rows if row.task else 1, _task(row)),
                (0, row.topic_merge, row.topic.rows, row.topic.title),
            ):
                if merge != "continue":
                    lack = _lines(text, ANNEX_WIDTHS[column]) - sum(lines[place : place + span])
                    lines[place + span - 1] += max(0, lack)
        return [_height(number) for number in lines]


def _task(row: TableRow) -> str:
    if row.task is None:
        return ""
    return fit(
        "\n".join([*_bullets([row.task.text]), *(f"   – {item}" for item in row.task.sub_items if item)])
    )


def _texts(row: TableRow) -> tuple[str, str, str]:
    """Its indicator, timeline and progress."""
    if row.indicator is None:
        return "", "", ""
    texts = [row.indicator.text], [row.indicator.timeline.phrase], row.progress
    indicator, timeline, progress = (fit("\n".join(_bullets(found))) for found in texts)
    return indicator, timeline, progress


def _bullets(texts: Iterable[str]) -> list[str]:
    return [BULLET + text for text in texts if text]


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column of this width."""
    fits = width * CHARACTERS
    if len(text) <= fits and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(line) / fits)) for line in text.split("\n"))


def _height(lines: int, scale: float = 1.0) -> float:
    return min(HEIGHT, lines * LINE * scale + 3)
