"""The file of a programme for one reader: what they may see, and the rows and columns that an address leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.actions.release import unreleased
from programmes.content import ProgrammeContent, filter_tree
from programmes.filters import LEAVE_ROWS, MatrixFilter, known_query, requested_day
from programmes.presenters.downloads import (
    FORMATS,
    FileNotMade,
    day_judged,
    has_internal,
    make_file,
    mark_extract,
    notes_on,
)
from programmes.presenters.saved_views import view_words
from programmes.selectors.access import Access, open_programme
from programmes.selectors.trees import read_tree
from tracking.actions.jobs import JobFailed
from wco_tracker.lib.registry import JobFile

EXPORT = "programme export"  # the kind of its jobs
RELEASED = "released"


@dataclass(slots=True, frozen=True)
class Export:
    """What a file is made of: the tree that the reader sees, what is left of it, and how it was chosen."""

    access: Access
    form: str
    tree: ProgrammeContent
    filtered: ProgrammeContent
    hidden: frozenset[str]
    at: date | None
    chosen: str = ""  # the filter in words

    @property
    def is_part(self) -> bool:
        """Whether a filter leaves rows out."""
        return self.filtered is not self.tree

    @property
    def rows(self) -> int:
        """The rows it has."""
        return sum(1 for _row in self.filtered.indicators)

    @property
    def name(self) -> str:
        """The name of the file, which says what kind of a file it is."""
        parts = (
            self.access.programme.slug,
            "part" if self.is_part or self.hidden else "",
            "internal" if has_internal(self.filtered, self.hidden) else "",
            str(self.at or ""),
        )
        return f"{slugify('-'.join(part for part in parts if part))}.{self.form}"

    def make(self) -> JobFile:
        """The file. Raises FileNotMade."""
        total = sum(1 for _row in self.tree.indicators)
        notes = notes_on(at=self.at, chosen=self.chosen, rows=self.rows, total=total)
        data = make_file(self.filtered, self.form, notes, self.hidden, day_judged(self.tree, at=self.at))
        return JobFile(self.name, FORMATS[self.form].media_type, data)


def read_export(access: Access, form: str, parameters: Any) -> Export:
    """What a reader takes away in one of FORMATS; `parameters` hold the fields of the filter.

    With `entries=released` an officer takes what Members see. A part leaves the introduction out.
    """
    if parameters.get("entries") == RELEASED:
        access = replace(access, sees_unreleased=False)
    at = requested_day(parameters)
    tree = read_tree(access, at=at, depth=FORMATS[form].depth)
    chosen = MatrixFilter(parameters, tree)
    filtered = filter_tree(tree, chosen.criteria)
    if form == "json":
        hides = not access.sees_unreleased and bool(unreleased(access.programme))
        mark_extract(filtered, filtered=bool(chosen.criteria), at=at, released_only=hides)
        return Export(access, form, tree, filtered, frozenset(), at)
    words = ""
    if chosen.criteria:
        filtered = replace(filtered, introduction=[], extract="rows chosen by a filter")
        words = filter_words(access, parameters)
    return Export(access, form, tree, filtered, chosen.hidden, at, words)


def filter_words(access: Access, parameters: Any) -> str:
    """What the filter chooses, as a person would say it: "Standing: Overdue · Contains: data"."""
    query = known_query(parameters.urlencode())
    chosen = [part for part in view_words(access)(query) if part.name in LEAVE_ROWS - {"at"}]
    return " · ".join(f"{part.label}: {part.words}" for part in chosen)


def export_job(parameters: Mapping[str, Any], owner: Any, report: Callable[[int], None]) -> JobFile:
    """Makes a file in the background, with what its owner may see by then. Raises JobFailed."""
    try:
        access = open_programme(owner, parameters["programme"])
        export = read_export(access, parameters["form"], QueryDict(parameters["query"]))
        report(30)
        return export.make()
    except (Http404, PermissionDenied) as error:
        raise JobFailed(_("The programme is no longer there, or you no longer have access to it.")) from error
    except FileNotMade as error:
        raise JobFailed(str(error)) from error
