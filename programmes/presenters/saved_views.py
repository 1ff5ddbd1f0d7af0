"""What a kept view chooses, in words: its query as the filter's form would say it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.exports.columns import COLUMNS, HIDEABLE
from programmes.filters import MatrixFilter
from programmes.labels import columns, kinds, standings
from programmes.selectors.access import Access
from programmes.selectors.programmes import names_in_outline
from wco_tracker.lib.date_words import day


@dataclass(slots=True, frozen=True)
class Said:
    """A field of the filter and what it is set to; `printed`: in the words, and so the language, of the programme."""

    label: str
    words: str
    printed: bool = False


def say_views_with(access: Access) -> Callable[[str], list[Said]]:
    """What makes words of a query: one statement for all queries, and only if one names a section or a topic.

    What the filter would not understand is left out, and so is an officer for whom sees no names.
    """
    fields = MatrixFilter.base_filters
    headings = dict(zip(COLUMNS, columns(), strict=True))
    chosen = {
        "standing": standings(),
        "timeline": kinds(),
        "columns": {f"-{name}": headings[name] for name in HIDEABLE},
    }
    names = cache(lambda: names_in_outline(access.programme))

    def words(name: str, values: list[str]) -> str:
        if name in chosen:
            return ", ".join(label for value, label in chosen[name].items() if value in values)
        if name == "at":
            return _day(values[-1])
        if name == "officer" and not access.sees_names:
            return ""
        return values[-1]

    def say(query: str) -> list[Said]:
        asked = parse_qs(query)
        said = []
        for name in (name for name in fields if name in asked):
            label = _("Hidden columns") if name == "columns" else str(fields[name].label)
            if name in ("section", "topic"):
                found = names().get((name, asked[name][-1]))
                said.append(Said(label, found or _("no longer in the programme"), printed=bool(found)))
            elif told := words(name, asked[name]):
                said.append(Said(label, told))
        return said

    return say


def _day(typed: str) -> str:
    """A day as pages say it; "" for what the filter takes for none."""
    try:
        return day(MatrixFilter.base_filters["at"].field.to_python(typed))
    except ValidationError:
        return ""
