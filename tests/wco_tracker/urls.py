"""The project's addresses, and some that go wrong."""

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation

from wco_tracker.lib.typed_text import return_typed
from wco_tracker.urls import handler400, handler403, handler404, handler500
from wco_tracker.urls import urlpatterns as project

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def mistake(request: HttpRequest) -> HttpResponse:
    """A fault in the code."""
    raise ZeroDivisionError("a private detail")


def denied(request: HttpRequest) -> HttpResponse:
    """Something not open to the reader."""
    raise PermissionDenied


def away(request: HttpRequest) -> HttpResponse:
    """A connection that broke."""
    raise InterfaceError("gone") from _broken()


def missing_table(request: HttpRequest) -> HttpResponse:
    """An OperationalError that is a fault in the code."""
    raise OperationalError("no such table: x")


def save(request: HttpRequest) -> HttpResponse:
    """Takes a text, and gives it back."""
    return HttpResponse(request.POST["text"])


def lapsed(request: HttpRequest) -> HttpResponse:
    """A save after the sign-in ended."""
    return return_typed(request, title="Signed out.", explanation="Sign in again.", status=403, sign_in=True)


def told(request: HttpRequest) -> HttpResponse:
    """The language and the time zone at work."""
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")


def _broken() -> Exception:
    error = Exception()
    error.sqlstate = None  # type: ignore[attr-defined]
    return error


urlpatterns = [
    *project,
    path("house/mistake", mistake),
    path("house/denied", denied),
    path("house/away", away),
    path("house/missing-table", missing_table),
    path("house/save", save),
    path("house/lapsed", lapsed),
    path("house/told", told),
]
