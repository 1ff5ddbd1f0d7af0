"""What every page may show, at the cost of no statement."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """`tracker_today`: the day that judgements take for today, where one is set; `demo`: a demonstration;
    `oidc_name`: whose accounts open this site too, where there are such.
    """
    return {
        "tracker_today": settings.TRACKER_TODAY,
        "demo": settings.DEMO,
        "oidc_name": settings.OIDC_NAME if settings.OIDC else "",
    }
