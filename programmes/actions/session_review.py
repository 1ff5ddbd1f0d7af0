"""The update after a session: a row that was looked at and has nothing new is recorded, for colleagues to see."""

from groups.models import CommitteeSession, User
from programmes.models import Indicator, SessionReview
from tracking.actions import writing
from tracking.models import ChangeSet


def mark_unchanged(indicator: Indicator, session: CommitteeSession, *, by: User, stands: bool = True) -> None:
    """Records that the row has nothing new for the session; with `stands` False takes that back.

    Nothing is written where it is recorded so already.
    """
    newest = SessionReview.objects.filter(indicator=indicator, session=session).order_by("pk").last()
    if (newest.stands if newest else False) == stands:
        return
    with writing.change(
        by=by,
        kind=ChangeSet.Kind.REVIEWED,
        container=indicator.container_object,
        row=indicator.key,
        session=session,
    ) as change_set:
        SessionReview.objects.create(
            session=session, indicator=indicator, stands=stands, change_set=change_set
        )
