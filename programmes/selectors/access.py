"""Finding a programme for a reader, and the tree as that reader may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from groups.models import User
from groups.permissions import Permission, can
from programmes.content import ProgrammeContent, as_seen, judge
from programmes.models import Indicator, WorkProgramme
from programmes.selectors import programmes
from wco_tracker.lib import clock
from wco_tracker.lib.compiled_queries import Finder

Depth = Literal["brief", "full", "whole"]
_LOADERS = {"brief": programmes.load_brief, "full": programmes.load, "whole": programmes.load_whole}
_PROGRAMMES = Finder(WorkProgramme, "slug", "group", "plan", "document")
SECRETARIAT = "Secretariat"  # the author that readers outside see; pages say it in the reader's language


@dataclass(slots=True, frozen=True)
class Access:
    """A programme that the reader may see, and what more they may do in it."""

    programme: WorkProgramme
    user: User | None
    may_edit: bool
    may_release: bool
    sees_unreleased: bool
    sees_names: bool

    @property
    def writer(self) -> User:
        """The reader as the one who writes; PermissionDenied for nobody in particular."""
        if self.user is None:
            raise PermissionDenied
        return self.user


def open_programme(
    user: User | AnonymousUser | None, slug: str, permission: Permission | None = None
) -> Access:
    """The programme for this reader; Http404 if they may not know of it, PermissionDenied if they may only read."""
    reader = user if isinstance(user, User) else None
    programme = _PROGRAMMES.find(slug)
    if programme is None or not programme.seen_by(reader):
        raise Http404(_("There is no work programme at this address, or it is not open to you."))
    if permission and not can(reader, permission, programme.group_id):
        raise PermissionDenied(_("Only officers of this group can change its work programme."))
    return access_to(reader, programme)


def access_to(reader: User | None, programme: WorkProgramme) -> Access:
    """What the reader may do in a programme that they may see."""
    group = programme.group_id
    return Access(
        programme=programme,
        user=reader,
        may_edit=can(reader, Permission.EDIT_PROGRAMME, group),
        may_release=can(reader, Permission.RELEASE_PROGRESS, group),
        sees_unreleased=can(reader, Permission.SEE_UNRELEASED, group),
        sees_names=can(reader, Permission.SEE_MEMBERS, group),
    )


def read_tree(access: Access, *, at: date | None = None, depth: Depth = "full") -> ProgrammeContent:
    """The tree as the reader may see it, judged at a day.

    Without `at`: a closed programme on the day it closed, by all its entries; any other today, by the entries up to
    today. With it, entries that speak of a later time are left out as well. `depth`: "brief" for CSV, "whole" for JSON.
    """
    programme = access.programme
    tree = _LOADERS[depth](programme)
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
    rows = Indicator.objects.all()
    if not withdrawn:
        rows = rows.present().filter(
            task__withdrawn_at=None, task__topic__withdrawn_at=None, task__topic__section__withdrawn_at=None
        )
    found = (
        rows.filter(key=key, task__topic__section__programme=access.programme)
        .select_related("task__topic__section__programme")
        .first()
    )
    if found is None:
        raise Http404(_("This programme has no such row, or it was withdrawn."))
    return found


def judged_on(tree: ProgrammeContent) -> date:
    """The day a programme is judged at when nobody names one."""
    return tree.closed_on or clock.today()


def hide_names(tree: ProgrammeContent) -> None:
    """Takes officers' and authors' names off a tree, for readers outside; changes the tree it is given."""
    for topic in tree.topics:
        topic.officer = None
        for indicator in topic.indicators:
            for entry in indicator.progress:
                entry.author = SECRETARIAT if entry.author else None
