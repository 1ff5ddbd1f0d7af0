"""A programme as an Excel workbook: a flat sheet to sort and filter, and one that looks like the annex.

Text never becomes a formula, a link or a number. The annex has merged cells, which no filter understands: so it
is a sheet of its own.
"""

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook

from programmes.content import ProgrammeContent
from programmes.exports.xlsx.annex import Annex
from programmes.exports.xlsx.rows import Rows
from programmes.exports.xlsx.sheet import ExcelLabels
from wco_tracker.lib.excel import NEVER, ROWS, fit

__all__ = ["ExcelLabels", "TooManyRows", "render"]

MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes at any time


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


class TooManyRows(Exception):
    """The programme has more rows than a sheet can hold."""
