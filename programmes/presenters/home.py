"""The cards of programmes on the first page: all that is visible, what a delegate needs, what needs an officer's eye.

What a card shows of a programme is cached, so that an unchanged programme costs no statement. At most MOST
programmes are loaded for a card, whatever their number; the list has all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from groups.models import User
from groups.permissions import Permission, can, groups_where
from programmes.models import Indicator, WorkProgramme
from programmes.models.programmes import ProgrammeQuerySet
from programmes.presenters import matrix
from programmes.presenters.next_session import Between, DueNext, between, due_next, member_groups, sessions_of
from programmes.presenters.page_cache import cached, key_for
from programmes.selectors.access import Access, access_to
from programmes.selectors.trees import read_tree
from programmes.selectors.unreleased import unreleased_numbers
from tracking.models import ChangeSet
from wco_tracker.lib import clock

MOST = 6  # programmes of a card, the newest periods first
PRESSING = ("overdue", "due_soon", "stale")


@dataclass(slots=True, frozen=True)
class Figures:
    """A programme in figures: what is known of it as a document, and how its rows stand, in all and by section."""

    facts: list[tuple[str, str]]
    counts: list[matrix.Count]
    bars: list[matrix.Bar]
    unread: int  # timelines that are not understood


@dataclass(slots=True, frozen=True)
class LastChange:
    """Something the reader changed: where it leads, its words, when."""

    address: str
    words: str
    at: datetime


def programme_cards(reader: Any) -> Mapping[str, Any]:
    """The newest programmes that the reader may see, with their figures, and whether the list has more."""
    user = _user(reader)
    seen = list(_loaded(WorkProgramme.objects.visible_to(user))[: MOST + 1])
    cards = [(programme, figures(access_to(user, programme))) for programme in seen[:MOST]]
    return {"cards": cards, "more": len(seen) > MOST}


def attention(reader: Any) -> Mapping[str, Any] | None:
    """What presses in the adopted programmes of those who see more than Members do, and what waits to be released."""
    user = _user(reader)
    if user is None or not (user.is_superuser or user.roles.groups):
        return None
    waiting = unreleased_numbers(user)
    running = Q(status=WorkProgramme.Status.ADOPTED)
    if not user.is_superuser:
        running &= Q(group__in=groups_where(user, Permission.SEE_UNRELEASED))
    seen = WorkProgramme.objects.visible_to(user).filter(running | Q(pk__in=waiting))
    items = [
        _pressing(access_to(user, programme), waiting.get(programme.pk, 0))
        for programme in _loaded(seen)[:MOST]
    ]
    return {"attention": items} if items else None


def _pressing(access: Access, waiting: int) -> dict[str, Any]:
    runs = access.programme.status == WorkProgramme.Status.ADOPTED and access.sees_unreleased
    shown = figures(access)
    return {
        "programme": access.programme,
        "counts": [count for count in shown.counts if runs and count.name in PRESSING],
        "unread": shown.unread if runs else 0,
        "unreleased": waiting,
    }


def next_sessions(reader: Any) -> Mapping[str, Any] | None:
    """What members need of their groups' programmes before the next session, adopted ones first."""
    user = _user(reader)
    own = member_groups(user)
    if user is None or not own:
        return None
    seen = WorkProgramme.objects.visible_to(user).filter(group__in=own)
    running = list(_loaded(seen).exclude(status=WorkProgramme.Status.CLOSED)[:MOST])
    if not running:
        return None
    sessions, today = sessions_of(user, own), clock.today()
    places = {group: between(held, today) for group, held in sessions.items()}
    hand = [
        replace(_at_hand(access_to(user, programme), places[programme.group_id]), programme=programme)
        for programme in running
    ]
    return {"hand": sorted(hand, key=lambda each: not each.adopted)}


def _at_hand(access: Access, place: Between) -> DueNext:
    if access.programme.status != WorkProgramme.Status.ADOPTED:
        return DueNext(adopted=False, between=place)
    today = clock.today()
    return cached(key_for(access, today, "at hand", place), lambda: due_next(read_tree(access), place, today))


def figures(access: Access) -> Figures:
    """A programme in figures as the reader may see it: no statement while nothing of it changes."""
    return cached(key_for(access, clock.today(), "figures"), lambda: _figures(access))


def _figures(access: Access) -> Figures:
    tree = read_tree(access)
    rows = list(tree.indicators)
    return Figures(
        facts=matrix.facts(access.programme, tree.steps),
        counts=matrix.counts(rows),
        bars=matrix.bars(tree.sections),
        unread=sum(1 for row in rows if row.timeline.kind == "unread"),
    )


# What somebody does to one row by hand; a row that was withdrawn has no page to go back to.
EDITS = (ChangeSet.Kind.ADDED, ChangeSet.Kind.EDITED, ChangeSet.Kind.MOVED, ChangeSet.Kind.RESTORED)


def my_changes(reader: Any) -> Mapping[str, Any] | None:
    """What the reader changed last."""
    changes = last_changes(_user(reader))
    return {"changes": changes} if changes else None


def last_changes(user: User | None, most: int = 5) -> list[LastChange]:
    """The rows that this person saved last, newest first: two statements."""
    if user is None or not can_edit_anything(user):
        return []
    made = ChangeSet.objects.filter(by=user, kind__in=EDITS).exclude(row="")[:most]
    rows = {
        row.key: row
        for row in Indicator.objects.reachable()
        .filter(
            key__in=[change.row for change in made],
            task__topic__section__programme__in=WorkProgramme.objects.visible_to(user),
        )
        .select_related("task__topic__section__programme")
    }
    return [
        LastChange(
            reverse("programmes:history", args=[row.task.topic.section.programme.slug, row.key]),
            row.text,
            change.at,
        )
        for change in made
        if (row := rows.get(change.row))
    ]


def can_edit_anything(user: User) -> bool:
    """Whether the person is an officer somewhere."""
    return user.is_superuser or any(
        can(user, Permission.EDIT_PROGRAMME, group=group) for group in user.roles.groups
    )


def _user(reader: Any) -> User | None:
    return reader if isinstance(reader, User) else None


def _loaded(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    return programmes.select_related("group", "plan", "document")
