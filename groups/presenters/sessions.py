"""Sessions as forms offer them, and the one a person works on, remembered while they are signed in."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import CommitteeSession, User
from groups.permissions import Permission, can
from wco_tracker.lib import clock
from wco_tracker.lib.dates import first_day

_NAME = "session-used"


def session_used(request: HttpRequest) -> str:
    """The slug of the session that the person named or added last; "" if none."""
    return str(request.session.get(_NAME, ""))


def remember_session_used(request: HttpRequest, slug: str) -> None:
    """Writes nothing where it is the same as before."""
    if session_used(request) != slug:
        request.session[_NAME] = slug


def session_choices(sessions: Iterable[CommitteeSession]) -> list[tuple[str, str]]:
    """The sessions as a form offers them; one in the future says so."""
    today = clock.today()
    return [(session.slug, session_name(session, today)) for session in sessions]


def is_to_come(session: CommitteeSession, today: date) -> bool:
    """Whether the session certainly begins after the day."""
    return bool(session.held_on) and first_day(session.held_on) > today


def session_name(session: CommitteeSession, today: date) -> str:
    """Its name, and that it is to come."""
    if not is_to_come(session, today):
        return str(session)
    return _("%(session)s (to come)") % {"session": session}


def session_in_mind(sessions: Iterable[CommitteeSession], used: str, today: date) -> str:
    """The session that a new entry is most likely about: the one used last, else the latest begun; "" if none."""
    known = list(sessions)
    if any(session.slug == used for session in known):
        return used
    begun = (session.slug for session in known if session.held_on and first_day(session.held_on) <= today)
    return next(begun, "")


def add_session_address(user: User | None, group_id: int, back: str) -> str:
    """Where the reader can add a session of the group, and come `back` from; "" if they may not."""
    if user is None or not user.is_staff or not can(user, Permission.EDIT_SESSIONS, group=group_id):
        return ""
    return f"{reverse('admin:groups_committeesession_add')}?{urlencode({'groups': group_id, 'next': back})}"
