"""What an import wrote, or would write: numbers by level, and row by row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes.importing.likeness import reading

_LEVELS = {  # what people call a row of each table
    "workprogramme": "programme",
    "programmesection": "section",
    "topic": "topic",
    "task": "task",
    "indicator": "indicator",
    "progressentry": "entry",
}
_MANY = {
    "programme": "programmes",
    "section": "sections",
    "topic": "topics",
    "topic link": "topic links",
    "task": "tasks",
    "indicator": "indicators",
    "entry": "entries",
}
_LONGEST = 60  # characters of a value that a line shows


@dataclass(slots=True, frozen=True)
class RowChange:
    """One row: what happens to it, where it stands ("11.2.3"; "" where it has no reference), and what is new in it."""

    what: str  # added, changed, withdrawn, restored
    level: str
    key: str
    ref: str
    words: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.ref} " if self.ref else ""
        line = f"{self.what} {self.level} {place}({self.key}) “{_short(self.words)}”"
        return f"{line}: {'; '.join(self.fields)}" if self.fields else line


@dataclass(slots=True)
class ImportReport:
    """Numbers of rows by level ("topic": 28), and each row in the order in which it was found."""

    made: bool = False
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    withdrawn: Counter[str] = field(default_factory=Counter)
    rows: list[RowChange] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)  # of an adopted programme: old, new

    @property
    def reference_line(self) -> str:
        """The references that are others now, in one line; empty where none is."""
        changes = ", ".join(f"{old} → {new}" for old, new in self.references)
        return f"references that change in the adopted programme: {changes}" if changes else ""

    def __bool__(self) -> bool:
        return bool(self.made or self.added or self.changed or self.withdrawn)

    def __str__(self) -> str:
        parts = []
        for word, counts in (("added", self.added), ("changed", self.changed), ("withdrawn", self.withdrawn)):
            if counts:
                parts.append(
                    f"{word}: " + ", ".join(_counted(number, level) for level, number in counts.items())
                )
        return "; ".join(parts) or ("made, empty" if self.made else "nothing to change")

    def note(self, what: str, row: Any, ref: str = "", fields: Iterable[str] = ()) -> None:
        """Counts a row and lists it; one that comes back counts as changed."""
        level = level_name(row)
        counted = {"added": self.added, "withdrawn": self.withdrawn}.get(what, self.changed)
        counted[level] += 1
        self.rows.append(RowChange(what, level, row.key, ref, str(row), tuple(fields)))

    def note_link(self, row: Any, ref: str, name: str) -> None:
        """Counts and lists a topic whose links of this name ("sponsors", "continues") are others now."""
        self.changed["topic link"] += 1
        self.rows.append(RowChange("changed", "topic", row.key, ref, str(row), (_(name),)))


def level_name(row: Any) -> str:
    """What people call such a row: "section", "topic", "entry"."""
    return _LEVELS[row._meta.model_name]


def _counted(number: int, what: str) -> str:
    """ "1 topic", "28 topics", "3 entries"."""
    return f"{number} {what if number == 1 else _MANY[what]}"


def changed_fields(row: Any, values: dict[str, Any]) -> list[str]:
    """The columns that get another value, a text with before and after; what a timeline means goes with its phrase."""
    changes = []
    for name, value in values.items():
        before = getattr(row, name)
        if before == value or (name.startswith("timeline_") and name != "timeline_phrase"):
            continue
        label = _("place") if name == "position" else str(row._meta.get_field(name).verbose_name)
        if not (isinstance(before, str) and isinstance(value, str)):
            changes.append(label)
        elif before and reading(before) == reading(value):
            same = _("stored with other characters that read the same")
            changes.append(f"{label} “{_short(value)}”, {same}")
        else:
            changes.append(f"{label} “{_short(before)}” → “{_short(value)}”")
    if not changes and any(getattr(row, name) != value for name, value in values.items()):
        changes.append(_("how the timeline is understood"))
    return changes


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
