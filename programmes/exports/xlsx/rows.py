"""The flat sheet of a workbook: a table to sort and filter."""

from datetime import date

from xlsxwriter import Workbook

from programmes.content import ProgrammeContent
from programmes.exports.tabular import FlatRow, flat_rows
from programmes.exports.xlsx.sheet import ExcelLabels, Sheet
from wco_tracker.lib.dates import last_day, precision
from wco_tracker.lib.excel import fit, sheet_name

EARLIEST = 1900  # the first year Excel has dates for
FLAT_WIDTHS = (28, 9, 20, 36, 36, 17, 13, 13, 14, 52, 13)
LAST_REPORTED = 10
DATES = {"year": "yyyy", "month": "mmm yyyy", "day": "d mmm yyyy"}


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

    def date(self, row: int, column: int, day: date | None, form: str, words: str) -> None:
        """A real date, or its words where Excel's calendar does not reach."""
        if day and day.year >= EARLIEST:
            self.sheet.write_datetime(row, column, day, self.dates[form])
        else:
            self.text(row, column, words, self.cell)
