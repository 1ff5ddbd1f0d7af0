"""The forms that a programme can be taken away in, and the words that stand in the files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import structlog
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programmes.content import ProgrammeContent
from programmes.exports import docx, interchange, pdf, tabular, xlsx
from programmes.exports.columns import COLUMNS
from programmes.exports.docx import WordLabels
from programmes.exports.marks import Marks
from programmes.exports.pdf import PdfLabels
from programmes.exports.tabular import TabularLabels
from programmes.exports.xlsx import ExcelLabels, TooManyRows
from programmes.labels import columns, standing_tags, states
from programmes.selectors.trees import Depth, judged_on
from wco_tracker.lib.date_words import day
from wco_tracker.lib.typst import PdfNotMade

log = structlog.get_logger(__name__)


class FileNotMade(Exception):
    """The file could not be made; the message tells the reader why and what to do."""


@dataclass(slots=True, frozen=True)
class Format:
    """One form: its name, its media type, how it is made of a tree, a note, columns to leave out and the day judged at.

    `noted`: a note stands in it. `depth`: how much of the programme it takes (`access.read_tree`).
    """

    name: str
    media_type: str
    render: Callable[[ProgrammeContent, str, frozenset[str], str], bytes]
    noted: bool = True
    depth: Depth = "full"


def word_labels(tree: ProgrammeContent, note: str = "", hidden: frozenset[str] = frozenset()) -> WordLabels:
    """The words of the Word file, in the language now active."""
    annex = ""
    if tree.annex and tree.document:
        annex = _("Annex %(annex)s to doc. %(symbol)s") % {"annex": tree.annex, "symbol": tree.document}
    if (
        tree.training
    ):  # in the reader's language, and in the place of the heading that the copied document has
        annex = _("Training copy of the work programme %(period)s") % {"period": tree.period or ""}
        note = " ".join(part for part in (_("Training copy: its entries are invented."), note) if part)
    return WordLabels(
        columns=columns(),
        annex_line=annex.strip(),
        page_prefix=f"{tree.annex}/" if tree.annex else "",
        note=note,
        language=get_language() or "en",
        hidden=hidden,
        marks=entry_marks(),
    )


def entry_marks() -> Marks:
    """The words after an entry that Members do not see as it stands."""
    return Marks(f"[{_('Internal until released')}]", f"[{_('Changed since its release')}]")


def pdf_labels(
    tree: ProgrammeContent, note: str = "", hidden: frozenset[str] = frozenset(), judged: str = ""
) -> PdfLabels:
    """The words of the PDF file."""
    word = word_labels(tree, note)
    return PdfLabels(
        columns=word.columns,
        annex_line=word.annex_line,
        page_prefix=word.page_prefix,
        note=word.note,
        language=word.language,
        contents=_("Contents"),
        standings=standing_tags(),
        undrawable=_("Some characters cannot be drawn here and are shown as �. The Word file has them."),
        hidden=hidden,
        marks=word.marks,
        judged=judged,
    )


def tabular_labels(hidden: frozenset[str] = frozenset()) -> TabularLabels:
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
        standings=standing_tags(),
        states=states(),
        long=_(
            "[Longer than a cell can hold: a spreadsheet may cut it. The Word file shows the whole text.]"
        ),
        hidden=hidden,
        marks=entry_marks(),
    )


def excel_labels(
    tree: ProgrammeContent, note: str = "", hidden: frozenset[str] = frozenset(), judged: str = ""
) -> ExcelLabels:
    """The words of the Excel file."""
    word = word_labels(tree, note)
    return ExcelLabels(
        tabular=tabular_labels(hidden),
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
        hidden=hidden,
        marks=word.marks,
        judged=judged,
    )


FORMATS: dict[str, Format] = {
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda tree, note, hidden, _judged: docx.render(tree, word_labels(tree, note, hidden)),
    ),
    "pdf": Format("PDF", "application/pdf", lambda tree, *of: pdf.render(tree, pdf_labels(tree, *of))),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda tree, *of: xlsx.render(tree, excel_labels(tree, *of)),
    ),
    "csv": Format(
        "CSV",
        "text/csv",
        lambda tree, _note, hidden, _judged: tabular.render(tree, tabular_labels(hidden)),
        noted=False,
    ),
    "json": Format(
        "JSON", "application/json", lambda tree, *_: interchange.render(tree), noted=False, depth="whole"
    ),
}


def has_internal(tree: ProgrammeContent, hidden: frozenset[str] = frozenset()) -> bool:
    """Whether an entry that it shows is not released, or changed since: such a file is not for Members."""
    if "progress" in hidden:
        return False
    return any(not entry.released for row in tree.indicators for entry in row.progress)


def notes_on(*, at: date | None, chosen: str = "", rows: int = 0, total: int = 0) -> str:
    """What the reader of a file has to know of how it was chosen; "" where there is nothing.

    `chosen` is the filter in words, which leaves `rows` of `total`.
    """
    notes = []
    if chosen:
        counted = {"filter": chosen, "rows": rows, "total": total}
        notes.append(_("Not the whole programme: %(filter)s (%(rows)s of %(total)s rows).") % counted)
    if at:
        notes.append(_("Status as at %(day)s.") % {"day": day(at)})
    return " ".join(notes)


def day_judged(tree: ProgrammeContent, *, at: date | None) -> str:
    """The day the standings are judged at, where nobody named one: `notes_on` says the one that was named."""
    return "" if at else _("Standings as of %(day)s") % {"day": day(judged_on(tree))}


def mark_extract(tree: ProgrammeContent, *, filtered: bool, at: date | None, released_only: bool) -> None:
    """Says in the tree why it is not the whole programme, where it is not: JSON carries it."""
    reasons = {"rows chosen by a filter": filtered, f"as at {at}": at, "released entries only": released_only}
    tree.extract = "; ".join(reason for reason, holds in reasons.items() if holds) or None


def _with_notes(tree: ProgrammeContent, note: str, hidden: frozenset[str]) -> str:
    notes = [_("Holds entries that are internal until released.")] if has_internal(tree, hidden) else []
    notes += [note] if note else []
    if hidden:
        named = dict(zip(COLUMNS, columns(), strict=True))
        left_out = ", ".join(named[name] for name in COLUMNS if name in hidden)
        notes.append(_("Hidden columns: %(columns)s.") % {"columns": left_out})
    return " ".join(notes)


def make_file(
    tree: ProgrammeContent,
    form: str,
    note: str = "",
    hidden: frozenset[str] = frozenset(),
    judged: str = "",
) -> bytes:
    """The programme in one of FORMATS, with labels in the language now active; raises FileNotMade.

    `hidden` names columns that are left out, of `exports.columns.HIDEABLE`; JSON always has all, so that it can be
    put back. `judged` (`day_judged`) stands where standings do.
    """
    if FORMATS[form].noted:
        note = _with_notes(tree, note, hidden)
    try:
        return FORMATS[form].render(tree, note, hidden, judged if "timeline" not in hidden else "")
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
