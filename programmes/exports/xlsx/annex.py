"""The sheet of a workbook that looks like the annex, with merged cells and rows as high as their texts."""

from collections.abc import Iterable, Iterator
from itertools import count
from math import ceil
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from programmes.content import Entry, ProgrammeContent, Section
from programmes.exports import columns
from programmes.exports.docx import TableRow, table_rows
from programmes.exports.marks import Marks
from programmes.exports.tabular import section_heading
from programmes.exports.xlsx.sheet import ExcelLabels, Sheet
from wco_tracker.lib.excel import fit, sheet_name, shorten, too_long

HEIGHT = 409.0  # points: Excel's limit for a row
LINE = 12.75  # points: a line of 10 pt Arial
OF_A_UNIT = 1.15  # characters of 10 pt Arial in a unit of a column's width
ANNEX_WIDTHS = (22, 34, 34, 20, 43)
WHOLE = sum(ANNEX_WIDTHS)
BULLET = "• "
NOTICE = {"bg_color": "#FFF4E0", "border_color": "#9C5700"}


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
