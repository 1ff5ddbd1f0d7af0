"""The roles that a person holds on a day; loaded when all tables are, for what every page asks."""

from datetime import date

from groups.models.groups import Membership
from wco_tracker.lib.compiled_queries import Statement

_TERMS = Statement(Membership.objects.order_by().values_list("group_id", "role", "since", "until"), "person")


def roles_on(person_id: int, day: date) -> dict[int, frozenset[str]]:
    """The roles that a person holds on a day, by the group's primary key (as `MembershipQuerySet.current`)."""
    held: dict[int, set[str]] = {}
    for group, role, since, until in _TERMS.of([person_id]):
        if (since is None or since <= day) and (until is None or until >= day):
            held.setdefault(group, set()).add(role)
    return {group: frozenset(roles) for group, roles in held.items()}
