"""What an import would do, for its preview: numbers of each level, and row by row."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes.actions.import_report import ImportReport, RowChange
from programmes.content import ProgrammeContent

SHOWN = 300  # rows of each kind that are listed


@dataclass(slots=True)
class LevelCount:
    """One line of the table of numbers."""

    name: str
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class ChangeList:
    """The rows to which the same happens; `more` are not listed."""

    heading: str
    rows: list[tuple[str, RowChange]] = field(default_factory=list)  # with the name of its level
    more: int = 0


@dataclass(slots=True)
class ImportPreview:
    """The preview of one file."""

    tree: ProgrammeContent
    is_new: bool
    changes: bool
    counts: list[LevelCount]
    lists: list[ChangeList]
    references: list[tuple[str, str]]


def import_preview(tree: ProgrammeContent, report: ImportReport) -> ImportPreview:
    """The report of a file as the page shows it; of a new programme the numbers are enough."""
    lists = [] if report.made else [found for found in _lists(report) if found.rows]
    return ImportPreview(tree, report.made, bool(report), _counts(tree, report), lists, report.references)


def _levels() -> dict[str, str]:
    """The levels of the report, in the reader's language."""
    return {
        "programme": _("Work programme"),
        "section": _("Section"),
        "topic": _("Topic"),
        "task": _("Task"),
        "indicator": _("Performance indicator"),
        "entry": _("Progress entry"),
    }


def _counts(tree: ProgrammeContent, report: ImportReport) -> list[LevelCount]:
    in_file = _rows_in(tree)
    lines = []
    for level, name in _levels().items():
        keys: dict[str, set[str]] = {}
        for row in report.rows:
            if row.level == level:
                keys.setdefault(row.what, set()).add(row.key)
        added = len(keys.get("added", ())) + (level == "programme" and report.made)
        changed = len((keys.get("changed", set()) | keys.get("restored", set())) - keys.get("added", set()))
        unchanged = in_file[level] - added - changed
        lines.append(LevelCount(name, added, changed, len(keys.get("withdrawn", ())), unchanged))
    return lines


def _rows_in(tree: ProgrammeContent) -> dict[str, int]:
    topics, rows = list(tree.topics), list(tree.indicators)
    return {
        "programme": 1,
        "section": len(tree.sections),
        "topic": len(topics),
        "task": sum(len(topic.tasks) for topic in topics),
        "indicator": len(rows),
        "entry": sum(len(row.progress) for row in rows),
    }


def _lists(report: ImportReport) -> list[ChangeList]:
    levels = _levels()
    headings: dict[str, Any] = {
        "withdrawn": _("Withdrawn: not in the file"),
        "changed": _("Changed"),
        "added": _("Added"),
        "restored": _("Restored: in the file again"),
    }
    found = []
    for what, heading in headings.items():
        rows = [(levels[row.level], row) for row in report.rows if row.what == what]
        found.append(ChangeList(heading, rows[:SHOWN], max(0, len(rows) - SHOWN)))
    return found
