"""The first page: every visible programme as a card, what a delegate needs, what needs an officer's eye."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from groups.models import User
from groups.permissions import Permission, can
from programmes.actions.release import unreleased
from programmes.models import Indicator, WorkProgramme
from programmes.presenters import matrix
from programmes.presenters.next_session import at_hand, member_groups, sessions_of
from programmes.selectors.access import access_to, read_tree
from tracking.models import ChangeSet
from wco_tracker.lib import clock

MOST = 6  # programmes on the first page; the list has all
PRESSING = ("overdue", "due_soon", "stale")


@dataclass(slots=True, frozen=True)
class LastChange:
    """Something the reader changed: where it leads, its words, when."""

    address: str
    words: str
    at: datetime


def overview(user: User | None) -> dict[str, Any]:
    """What the first page shows this reader; at most MOST programmes, the newest periods first."""
    seen = WorkProgramme.objects.visible_to(user).select_related("group", "plan", "document")[:MOST]
    cards, attention, hand = [], [], []
    own = member_groups(user)
    sessions = sessions_of(user, own) if user and own else {}
    for programme in seen:
        access = access_to(user, programme)
        tree = read_tree(access)
        rows = list(tree.indicators)
        counts = matrix.counts(rows)
        bars = matrix.bars(tree.sections)
        cards.append(
            {
                "programme": programme,
                "facts": matrix.facts(programme, tree.steps),
                "counts": counts,
                "bars": bars,
            }
        )
        if programme.group_id in sessions and programme.status != WorkProgramme.Status.CLOSED:
            hand.append(at_hand(programme, tree, sessions[programme.group_id], clock.today()))
        runs = programme.status == WorkProgramme.Status.ADOPTED and access.sees_unreleased
        waiting = len(unreleased(programme)) if access.may_release else 0
        if runs or waiting:
            attention.append(
                {
                    "programme": programme,
                    "counts": [count for count in counts if runs and count.name in PRESSING],
                    "unread": sum(1 for row in rows if runs and row.timeline.kind == "unread"),
                    "unreleased": waiting,
                }
            )
    hand.sort(key=lambda each: not each.adopted)
    return {"cards": cards, "attention": attention, "hand": hand, "changes": last_changes(user)}


def last_changes(user: User | None, most: int = 5) -> list[LastChange]:
    """The rows that this person saved last, newest first: two statements."""
    if user is None or not can_edit_anything(user):
        return []
    made = ChangeSet.objects.filter(by=user, kind=ChangeSet.Kind.EDIT).exclude(row="")[:most]
    rows = {
        row.key: row
        for row in Indicator.objects.present()
        .filter(
            key__in=[change.row for change in made],
            task__withdrawn_at=None,
            task__topic__withdrawn_at=None,
            task__topic__section__withdrawn_at=None,
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
    return user.is_superuser or any(can(user, Permission.EDIT_PROGRAMME, group) for group in user.roles)
