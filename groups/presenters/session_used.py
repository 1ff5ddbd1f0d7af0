"""The committee's session that a person works on, remembered while they are signed in."""

from django.http import HttpRequest

_NAME = "session-used"


def session_used(request: HttpRequest) -> str:
    """The slug of the session that the person named or added last; "" if none."""
    return str(request.session.get(_NAME, ""))


def remember_session_used(request: HttpRequest, slug: str) -> None:
    """Writes nothing where it is the same as before."""
    if session_used(request) != slug:
        request.session[_NAME] = slug
