"""The one clock. Judgements ask it for today; history, sessions and tokens never do."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day that judgements take for today: TRACKER_TODAY where it is set, else the reader's own day."""
    return settings.TRACKER_TODAY or timezone.localdate()
