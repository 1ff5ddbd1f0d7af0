"""The forms that a programme can be taken away in, and the words that stand in the files."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programmes.content import ProgrammeContent
from programmes.exports import docx, interchange, pdf, tabular, xlsx
from programmes.exports.docx import WordLabels
from programmes.exports.pdf import PdfLabels
from programmes.exports.tabular import TabularLabels
from programmes.exports.xlsx import ExcelLabels, TooManyRows
from programmes.labels import columns, standings, states
from wco_tracker.lib.typst import PdfNotMade

log = structlog.get_logger(__name__)


class FileNotMade(Exception):
    """The file could not be made; the message tells the reader why and what to do."""


@dataclass(slots=True, frozen=True)
class Format:
    """One form: its name, its media type, and how it is made of a tree and a note to its reader."""

    name: str
    media_type: str
    render: Callable[[ProgrammeContent, str], bytes]


def word_labels(tree: ProgrammeContent, note: str = "") -> WordLabels:
    """The words of the Word file, in the language now active."""
    annex = ""
    if tree.annex and tree.document:
        annex = _("Annex %(annex)s to doc. %(symbol)s") % {"annex": tree.annex, "symbol": tree.document}
    if tree.training:
        note = " ".join(part for part in (_("Training copy: its entries are invented."), note) if part)
    return WordLabels(
        columns=columns(),
        annex_line=annex,
        page_prefix=f"{tree.annex}/" if tree.annex else "",
        note=note,
        language=get_language() or "en",
    )


def pdf_labels(tree: ProgrammeContent, note: str = "") -> PdfLabels:
    """The words of the PDF file."""
    word = word_labels(tree, note)
    return PdfLabels(
        columns=word.columns,
        annex_line=word.annex_line,
        page_prefix=word.page_prefix,
        note=word.note,
        language=word.language,
        contents=_("Contents"),
        standings=standings(),
        undrawable=_("Some characters cannot be drawn here and are shown as �. The Word file has them."),
    )


def tabular_labels() -> TabularLabels:
    """The words of the CSV file, and of the flat sheet in Excel."""
    topic, tasks, indicators, timeline, progress = columns()
    return TabularLabels(
        columns=(
            _("Section"),
            _("Reference"),
            topic,
            tasks,
            indicators,
            timeline,
            pgettext("column", "Due"),
            _("Standing"),
            _("State"),
            progress,
            _("Last reported"),
        ),
        standings=standings(),
        states=states(),
        long=_(
            "[Longer than a cell can hold: a spreadsheet may cut it. The Word file shows the whole text.]"
        ),
    )


def excel_labels(tree: ProgrammeContent, note: str = "") -> ExcelLabels:
    """The words of the Excel file."""
    word = word_labels(tree, note)
    return ExcelLabels(
        tabular=tabular_labels(),
        columns=word.columns,
        rows_sheet=_("Rows"),
        annex_sheet=pgettext("sheet", "Annex"),
        annex_line=word.annex_line,
        page_prefix=word.page_prefix,
        note=word.note,
        cut=" " + _("[Cut here: a cell can hold no more. The Word file has the whole text.]"),
        cut_note=_(
            "Coloured cells had more text than a cell can hold and are cut. The Word file has all of it."
        ),
    )


FORMATS: dict[str, Format] = {
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda tree, note: docx.render(tree, word_labels(tree, note)),
    ),
    "pdf": Format("PDF", "application/pdf", lambda tree, note: pdf.render(tree, pdf_labels(tree, note))),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda tree, note: xlsx.render(tree, excel_labels(tree, note)),
    ),
    "csv": Format("CSV", "text/csv", lambda tree, note: tabular.render(tree, tabular_labels())),
    "json": Format("JSON", "application/json", lambda tree, note: interchange.render(tree)),
}


def has_internal(tree: ProgrammeContent) -> bool:
    """Whether an entry in it is not released, or changed since: such a file is not for Members."""
    return any(not entry.released for row in tree.indicators for entry in row.progress)


def make_file(tree: ProgrammeContent, form: str, note: str = "") -> bytes:
    """The programme in one of FORMATS, with labels in the language now active; raises FileNotMade."""
    if has_internal(tree):
        note = " ".join(part for part in (_("Holds entries that are internal until released."), note) if part)
    try:
        return FORMATS[form].render(tree, note)
    except PdfNotMade as error:
        log.warning("pdf_not_made", reason=error.reason, details=str(error))
        if error.reason == "time":
            words = _(
                "The PDF takes too long to make. Choose fewer rows with the filter, or take the Word file."
            )
        else:
            words = _("The PDF could not be made. Try again in a moment, or take the Word file.")
        raise FileNotMade(words) from error
    except TooManyRows as error:
        raise FileNotMade(_("An Excel sheet cannot hold so many rows. Take the CSV file.")) from error
