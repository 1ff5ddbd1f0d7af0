"""A programme as PDF: the committee's own annex, A4 landscape, with contents and bookmarks, tagged (PDF/UA-1).

The look lives in templates/typst; here the tree is laid out as the JSON that the template reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from programmes.content import ProgrammeContent, Section, Task
from programmes.exports.columns import COLUMNS, shown, spread
from programmes.exports.docx import WIDTHS, TableRow, table_rows
from programmes.exports.marks import NO_MARKS, Marks
from wco_tracker.lib.typst import SECONDS, WIDE, fit, make_pdf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "typst"
KINDS = {"## ": "heading", "- ": "item"}


@dataclass(slots=True, frozen=True)
class PdfLabels:
    """What the file says beside the tree's own texts, in the language of whom it is made for.

    `annex_line` stands in the header ("Annex II to doc. PC0461E1"), `page_prefix` before the page number
    ("II/"), `note` under the title, marked: a filter, or that this is training. `undrawable` stands there too
    where characters had to be replaced. `standings` gives the words of each `Indicator.tag`; one that is left out is
    not shown. All but `columns` may be empty. `hidden` names columns that are left out; `marks` are as in Word.
    `judged` says under the title on which day the standings are judged.
    """

    columns: tuple[str, str, str, str, str]
    annex_line: str
    page_prefix: str
    note: str
    language: str
    contents: str
    standings: Mapping[str, str]
    undrawable: str
    hidden: frozenset[str] = frozenset()
    marks: Marks = NO_MARKS
    judged: str = ""


def render(tree: ProgrammeContent, labels: PdfLabels, *, seconds: float = SECONDS) -> bytes:
    """The file's bytes; the same tree and labels give the same bytes. Raises PdfNotMade."""
    return make_pdf(
        TEMPLATES / "programme.typ", layout(tree, labels), fonts=TEMPLATES / "fonts", seconds=seconds
    )


def layout(tree: ProgrammeContent, labels: PdfLabels) -> dict[str, Any]:
    """What the template reads; it holds only strings, numbers and truths, and never markup."""
    return {
        "title": fit(tree.title if _visible(tree.title) else tree.slug, WIDE),
        "language": tree.language,
        "page_heading": fit("" if tree.training else tree.page_heading or "", WIDE),
        "annex_line": fit(labels.annex_line, WIDE),
        "page_prefix": fit(labels.page_prefix),
        "judged": fit(labels.judged, WIDE),
        "note": fit(labels.note, WIDE),
        "undrawable": fit(labels.undrawable, WIDE),
        "contents": fit(labels.contents, WIDE),
        "label_language": labels.language,
        "columns": [fit(label) for label in shown(labels.columns, labels.hidden)],
        "shown": shown(COLUMNS, labels.hidden),
        "widths": spread(WIDTHS, labels.hidden),
        "extract": bool(tree.extract),  # a few rows need no contents, and no page for each section
        "introduction": [_paragraph(text) for text in tree.introduction],
        "sections": [_section(section, labels) for section in tree.sections],
    }


def _visible(text: str) -> bool:
    """Whether it can be a title or a heading, which PDF/UA forbids to be empty."""
    return any(mark.isprintable() and not mark.isspace() for mark in text)


def _paragraph(text: str) -> dict[str, Any]:
    start = next((start for start in KINDS if text.startswith(start)), "")
    text = text.removeprefix(start)
    kind = KINDS.get(start, "text")
    return {"kind": kind if _visible(text) else "text", "text": fit(text, WIDE)}


def _section(section: Section, labels: PdfLabels) -> dict[str, Any]:
    heading = f"{section.number}. {section.heading}" if section.number else section.heading
    return {
        "heading": fit(heading, WIDE),
        "named": _visible(heading),
        "quote": fit(section.quote, WIDE),
        "rows": [_row(row, labels) for row in table_rows(section, count(1))],
    }


def _row(row: TableRow, labels: PdfLabels) -> dict[str, Any]:
    """A row; merged cells stand in their first row alone, with the number of rows they span."""
    values: dict[str, Any] = {"short": row.short}
    if row.topic_merge != "continue":
        title = row.topic.title
        values["topic"] = {"title": fit(title), "named": _visible(title), "span": row.topic.rows}
    if row.task_merge != "continue" and "tasks" not in labels.hidden:
        values["task"] = _task(row.task)
    if row.indicator:
        values["ref"] = row.indicator.ref
        values["text"] = fit(row.indicator.text)
        values["phrase"] = fit(row.indicator.timeline.phrase)
        values["standing"] = fit(labels.standings.get(row.indicator.tag, ""))
        entries = row.entries
        values["progress"] = [fit(entry.text) for entry in entries]
        if any(not entry.released for entry in entries):
            values["marks"] = [fit(labels.marks.of(entry)) for entry in entries]
    return values


def _task(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {"text": "", "subs": [], "span": 1}
    return {"text": fit(task.text), "subs": [fit(text) for text in task.sub_items if text], "span": task.rows}
