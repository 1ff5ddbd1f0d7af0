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
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from programmes.content import Entry, ProgrammeContent, Section
from programmes.exports import columns
from programmes.exports.docx import TableRow, table_rows
from programmes.exports.marks import NO_MARKS, Marks
from programmes.exports.tabular import FlatRow, TabularLabels, flat_rows, section_heading
from wco_tracker.lib.dates import last_day, precision
from wco_tracker.lib.excel import NEVER, ROWS, SHORT, fit, header, sheet_name, shorten, too_long

HEIGHT = 409.0  # points: Excel's limit for a row
LINE = 12.75  # points: a line of 10 pt Arial
OF_A_UNIT = 1.15  # characters of 10 pt Arial in a unit of a column's width
EARLIEST = 1900  # the first year Excel has dates for
MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes at any time
FLAT_WIDTHS = (28, 9, 20, 36, 36, 17, 13, 13, 14, 52, 13)
LAST_REPORTED = 10
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
    `page_prefix`, `note` and `marks` are as in Word; the flat sheet has no marks.
    `judged` says under the title on which day the standings of the flat sheet are judged.
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
    hidden: frozenset[str] = frozenset()
    marks: Marks = NO_MARKS
    judged: str = ""


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
        sides = {
            "&L": labels.annex_line or tree.title,
            "&R": (not tree.training and tree.page_heading) or labels.note,
        }
        self.sheet.set_header("".join(side + header(text) for side, text in sides.items() if text))
        self.sheet.set_footer(f"&C{header(labels.page_prefix)}&P.")

    def format(self, **values: Any) -> Format:
        """A cell's format that differs from the common one in these values."""
        return self.book.add_format({**CELL, **values})

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """Writes a text, never anything else; an empty one leaves the cell's borders, one that is cut is marked."""
        if not text:
            self.sheet.write_blank(row, column, None, style)
        elif len(text) <= SHORT or not too_long(text):
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_string(row, column, shorten(text, self.labels.cut), self.cut)

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
        shown = self.labels.tabular.shown
        self.widths(FLAT_WIDTHS[place] for place in shown)
        for column, place in enumerate(shown):
            self.text(0, column, fit(self.labels.tabular.columns[place]), self.head)
        last = 0
        for last, row in enumerate(flat_rows(self.tree, self.labels.tabular), 1):
            self.write_row(last, row, shown)
        self.sheet.freeze_panes(1, 2)
        self.sheet.repeat_rows(0)
        self.sheet.autofilter(0, 0, last, len(shown) - 1)

    def write_row(self, place: int, row: FlatRow, shown: list[int]) -> None:
        """A row's cells; a partial date is shown as precise as it is, and sorts by its last day."""
        text, cell = self.text, self.cell
        for column, index in enumerate(shown):
            value = row[index]
            if isinstance(value, date):
                self.date(place, column, value, "day", value.isoformat())
            elif index == LAST_REPORTED and value:
                self.date(place, column, last_day(value), precision(value), value)
            else:
                text(place, column, value or "", cell)

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
        # The width and the place of each of the five columns; none of one that is hidden.
        names = columns.shown(columns.COLUMNS, labels.hidden)
        self.wide = dict(zip(names, columns.spread(ANNEX_WIDTHS, labels.hidden), strict=True))
        self.places = {name: place for place, name in enumerate(names)}

    def write(self) -> None:
        """Fills the sheet; each section after the first starts a page."""
        self.widths(self.wide.values())
        self.line(self.tree.title, self.title, 1.5)
        self.line(self.labels.judged, self.plain)
        self.line(self.labels.note, self.note)
        numbers = count(1)
        tables = [
            [Line(row, _task(row), self.texts(row)) for row in table_rows(section, numbers)]
            for section in self.tree.sections
        ]
        if any(map(too_long, self.all_texts(tables))):
            self.line(self.labels.cut_note, self.note)
        for text in self.tree.introduction:
            self.line(text.removeprefix("## "), self.heading if text.startswith("## ") else self.plain)
        breaks = []
        for place, (section, lines) in enumerate(zip(self.tree.sections, tables, strict=True)):
            if place:
                breaks.append(self.next)
            self.section(section, lines)
        self.sheet.set_h_pagebreaks(breaks[:1023])  # Excel's limit

    def all_texts(self, tables: list[list["Line"]]) -> Iterator[str]:
        """The texts of paragraphs and cells that may be long."""
        yield from (self.tree.title, *self.tree.introduction)
        for section, lines in zip(self.tree.sections, tables, strict=True):
            yield from (section_heading(section), section.quote)
            for line in lines:
                yield from (line.task, *line.texts.values())

    def line(self, text: str, style: Format, scale: float = 1.1) -> None:
        """A paragraph over all columns; merged cells do not grow by themselves."""
        if not text:
            return
        text = fit(text)
        self.sheet.set_row(self.next, _height(_lines(text, WHOLE), scale))
        self.merge(self.next, self.next, 0, len(self.places) - 1, text, style)
        self.next += 1

    def merge(self, first: int, last: int, left: int, right: int, text: str, style: Format) -> None:
        """Writes a text over several cells."""
        if too_long(text):
            text, style = shorten(text, self.labels.cut), self.cut
        self.sheet.merge_range(first, left, last, right, text, style)

    def section(self, section: Section, lines: list["Line"]) -> None:
        """Heading, quote, header row and rows."""
        self.line(section_heading(section), self.heading, 1.3)
        self.line(section.quote, self.quote)
        for column, name in enumerate(columns.shown(self.labels.columns, self.labels.hidden)):
            self.text(self.next, column, fit(name), self.head)
        self.next += 1
        heights = self.heights(lines)
        for place, line in enumerate(lines):
            self.sheet.set_row(self.next, heights[place])
            self.row(line)
            self.next += 1

    def row(self, line: "Line") -> None:
        """The cells that begin in a row."""
        row, top = line.row, self.next
        for name, merge, span, text, style in (
            ("topic", row.topic_merge, row.topic.rows, fit(row.topic.title), self.topic),
            ("tasks", row.task_merge, row.task.rows if row.task else 1, line.task, self.cell),
        ):
            column = self.places.get(name)
            if column is None:
                continue
            if merge == "restart":
                self.merge(top, top + span - 1, column, column, text, style)
            elif not merge:
                self.text(top, column, text, style)
        for name, text in line.texts.items():
            self.text(top, self.places[name], text, self.cell)

    def texts(self, row: TableRow) -> dict[str, str]:
        """The texts of the cells that no other row shares, by their column."""
        named = zip(columns.COLUMNS[2:], _texts(row, self.labels.marks), strict=True)
        return {name: text for name, text in named if name in self.places}

    def heights(self, lines: list["Line"]) -> list[float]:
        """Each row's height by its own cells; where a merged cell needs more, its last row has the rest."""
        needed = [max(_lines(text, self.wide[name]) for name, text in line.texts.items()) for line in lines]
        for place, line in enumerate(lines):
            row = line.row
            for name, merge, span, text in (
                ("tasks", row.task_merge, row.task.rows if row.task else 1, line.task),
                ("topic", row.topic_merge, row.topic.rows, row.topic.title),
            ):
                if merge != "continue" and name in self.places:
                    lack = _lines(text, self.wide[name]) - sum(needed[place : place + span])
                    needed[place + span - 1] += max(0, lack)
        return [_height(number) for number in needed]


class Line(NamedTuple):
    """A row of the annex and the texts of its cells: the task's, and by their column those of no other row."""

    row: TableRow
    task: str
    texts: dict[str, str]


def _task(row: TableRow) -> str:
    if row.task is None:
        return ""
    items = [f"   – {fit(item)}" for item in row.task.sub_items if item]
    return "\n".join([part for part in (_bullets([row.task.text]), *items) if part])


def _texts(row: TableRow, marks: Marks) -> tuple[str, str, str]:
    """Its indicator, timeline and progress."""
    if row.indicator is None:
        return "", "", ""
    return (
        _bullets([row.indicator.text]),
        _bullets([row.indicator.timeline.phrase]),
        _bullets(_said(entry, marks) for entry in row.entries),
    )


def _said(entry: Entry, marks: Marks) -> str:
    mark = marks.of(entry)
    return f"{entry.text} {mark}" if mark else entry.text


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join([BULLET + fit(text) for text in texts if text])


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column of this width."""
    fits = width * OF_A_UNIT
    if len(text) <= fits and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(line) / fits)) for line in text.split("\n"))


def _height(lines: int, scale: float = 1.0) -> float:
    return min(HEIGHT, lines * LINE * scale + 3)
