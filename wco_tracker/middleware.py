"""What every request passes: its number, the reader's language and time, a database that is away."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django_structlog import signals

from wco_tracker.errors import bad_request, service_unavailable, too_large
from wco_tracker.lib.outage import database_is_away

logger = structlog.get_logger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


@receiver(signals.bind_extra_request_finished_metadata)
@receiver(signals.update_failure_response)
def number_response(response: HttpResponse, **_signal: Any) -> None:
    """Puts the request's id into the answer, so that a reader can name it."""
    response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")


class ReaderMiddleware:
    """Speaks the reader's language, tells the reader's time, and keeps the reader's pages out of caches.

    It loads the user whom the page shows anyway. A language chosen with the switch (a cookie) goes first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers in the reader's language and time zone; the time zone ends with the request."""
        if not request.path.startswith("/health/") and settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._greet(request)
        try:
            response = self.get_response(request)
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                self._keep_private(request, response)
            return response
        finally:
            timezone.deactivate()

    def _keep_private(self, request: HttpRequest, response: HttpResponse) -> None:
        """A browser that several people use keeps no page of one who was signed in."""
        if "no-store" not in response.get("Cache-Control", "") and request.user.is_authenticated:
            add_never_cache_headers(response)

    def _greet(self, request: HttpRequest) -> None:
        user = request.user
        if not user.is_authenticated:
            return
        structlog.contextvars.bind_contextvars(user_id=user.pk)
        try:
            timezone.activate(ZoneInfo(user.time_zone))
        except (ZoneInfoNotFoundError, ValueError):
            logger.warning("unknown_time_zone", time_zone=user.time_zone)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()


class NulMiddleware:
    """Answers 400 to a NUL in an address. No page of ours sends one, and PostgreSQL takes none.

    A form's field says so beside it instead, so that nothing typed is lost. A cookie with one counts for nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """400, on PostgreSQL and SQLite alike."""
        if any("\0" in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, SuspiciousOperation())
        return self.get_response(request)


class BodyLimitMiddleware:
    """Refuses a body that is too large before anything of it is read or written.

    Who is not signed in sends forms, never files. A body without a length is read by nobody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 for what is beyond the limit."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        size, most = int(length) if length.isdecimal() else 0, settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size > most and request.user.is_authenticated:
            most = settings.LARGEST_UPLOAD
        return too_large(request, most=most) if size > most else self.get_response(request)


class DatabaseErrorMiddleware:
    """Answers 503 where a view finds the database away; `errors.server_error` does for all around views.

    A NUL in a posted value that no form looked at is answered with 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: see `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for it, logged in one line instead of a trace."""
        if isinstance(exception, DataError | ValueError) and "NUL (0x00)" in str(exception):
            logger.warning("nul_sent", error=str(exception))
            return bad_request(request, exception)
        if not database_is_away(exception):
            return None
        logger.error("database_away", error=str(exception))
        return service_unavailable(request)
