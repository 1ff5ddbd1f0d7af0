"""What `manage.py check` looks at besides Django's own."""

import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security)
def secrets_are_private(**_check: Any) -> list[CheckMessage]:
    """Passwords and keys are for the user that runs the system alone."""
    places = (settings.BASE_DIR / ".env", settings.VAR_DIR / "secret_key")
    return [
        Warning(
            f"Everybody on this machine can read {place}.",
            hint=f"chmod 600 {place}",
            id="wco_tracker.W001",
        )
        for place in places
        if place.exists() and place.stat().st_mode & stat.S_IROTH
    ]
