"""What a saved view chooses, in words: its query in the terms of the filter's form."""

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
from programmes.selectors.programmes import names_in_outline, officer_names
from wco_tracker.lib.date_words import day


@dataclass(slots=True, frozen=True)
class ViewPart:
    """A field of the filter and what it is set to; `printed`: in the words, and so the language, of the programme."""

    label: str
    words: str
    printed: bool = False
    name: str = ""  # of the filter's field


def view_words(access: Access) -> Callable[[str], list[ViewPart]]:
    """What makes words of a query: a statement for all queries if one names a section or a topic, and one for officers.

    What the filter does not know is called gone, for it leaves no row; an officer is left out for whom sees no names.
    """
    fields = MatrixFilter.base_filters
    headings = dict(zip(COLUMNS, columns(), strict=True))
    chosen = {
        "standing": standings(),
        "timeline": kinds(),
        "columns": {f"-{name}": headings[name] for name in HIDEABLE},
    }
    gone = _("no longer in the programme")
    names = cache(lambda: names_in_outline(access.programme))
    officers = cache(lambda: officer_names(access.programme))

    def words(name: str, values: list[str]) -> str:
        if name in chosen:
            known = [label for value, label in chosen[name].items() if value in values]
            return ", ".join([*known, *([gone] if set(values) - chosen[name].keys() else [])])
        if name == "at":
            return _day(values[-1])
        if name == "officer":
            return (officers().get(values[-1]) or gone) if access.sees_names else ""
        return values[-1]

    def words_of(query: str) -> list[ViewPart]:
        parameters = parse_qs(query)
        parts = []
        for name in (name for name in fields if name in parameters):
            label = _("Hidden columns") if name == "columns" else str(fields[name].label)
            if name in ("section", "topic"):
                found = names().get((name, parameters[name][-1]))
                parts.append(ViewPart(label, found or gone, printed=bool(found), name=name))
            elif text := words(name, parameters[name]):
                parts.append(ViewPart(label, text, name=name))
        return parts

    return words_of


def _day(typed: str) -> str:
    """A day as pages print it, or as it was typed where it is none."""
    try:
        return day(MatrixFilter.base_filters["at"].field.to_python(typed))
    except ValidationError:
        return typed
