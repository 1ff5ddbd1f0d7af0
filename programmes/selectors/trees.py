"""The tree of a programme as a reader may see it, and one row of it."""

from datetime import date
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from programmes.content import ProgrammeContent, as_seen, judge
from programmes.models import Indicator, WorkProgramme
from programmes.selectors import programmes
from programmes.selectors.access import Access
from wco_tracker.lib import clock

Depth = Literal["full", "whole"]
_LOADERS = {"full": programmes.load, "whole": programmes.load_whole}
SECRETARIAT = "Secretariat"  # the author that readers outside see; pages say it in the reader's language


def read_tree(access: Access, *, at: date | None = None, depth: Depth = "full") -> ProgrammeContent:
    """The tree as the reader may see it, judged at a day.

    Without `at`: a closed programme on the day it closed, by all its entries; any other today, by the entries up to
    today. With it, entries that speak of a later time are left out as well. `depth`: "whole" for JSON.
    """
    programme = access.programme
    tree = _LOADERS[depth](programme)
    if depth == "whole":
        hide_continuations(tree, access)
    as_seen(tree, unreleased=access.sees_unreleased, at=at)
    if not access.sees_names:
        hide_names(tree)
    return judged(tree, programme, at)


def judged(tree: ProgrammeContent, programme: WorkProgramme, at: date | None) -> ProgrammeContent:
    """The tree with states and standings, on the day that is named or else on its own."""
    day = at or judged_on(tree)
    final = at is None and tree.closed_on is not None
    return judge(tree, day, programmes.session_days(programme, tree.closed_on, day), final=final)


def find_indicator(access: Access, key: str, *, withdrawn: bool = False) -> Indicator:
    """A row of the programme by its key, with what stands above it; Http404 if it is not there.

    Http404 too if it is withdrawn, itself or with what it stands in; not so with `withdrawn`.
    """
    rows = Indicator.objects.in_container(access.programme).with_ancestors()
    if not withdrawn:
        rows = rows.reachable()
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404(_("This programme has no such row, or it was withdrawn."))
    return found


def judged_on(tree: ProgrammeContent) -> date:
    """The day a programme is judged at when nobody names one."""
    return tree.closed_on or clock.today()


def hide_continuations(tree: ProgrammeContent, access: Access) -> None:
    """Takes the earlier topics of programmes that the reader may not know of off a tree; changes it."""
    named = {earlier.programme for topic in tree.topics for earlier in topic.continues}
    if not named:
        return
    rows = WorkProgramme.objects.visible_to(access.user or AnonymousUser())
    seen = set(rows.filter(slug__in=named).values_list("slug", flat=True))
    for topic in tree.topics:
        topic.continues = [earlier for earlier in topic.continues if earlier.programme in seen]


def hide_names(tree: ProgrammeContent) -> None:
    """Takes officers' and authors' names off a tree, for readers outside; changes the tree it is given."""
    for topic in tree.topics:
        topic.officer = topic.officer_key = None
        for indicator in topic.indicators:
            for entry in indicator.progress:
                entry.author = SECRETARIAT if entry.author else None
