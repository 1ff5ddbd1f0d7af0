"""What the two sheets of a workbook share: labels, page set-up, and the writing of a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from programmes.content import ProgrammeContent
from programmes.exports.marks import NO_MARKS, Marks
from programmes.exports.tabular import TabularLabels
from wco_tracker.lib.excel import SHORT, header, shorten, too_long

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
