"""The pages for what goes wrong: what happened, what was kept, what to do next."""

import sys

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.translation import gettext as _

from wco_tracker.lib.outage import database_is_away
from wco_tracker.lib.typed_text import keeps_typed, notice, return_typed

logger = structlog.get_logger(__name__)
RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood, or is larger than the limit."""
    if isinstance(exception, TooManyFieldsSent):
        why = _(
            "It was a form with too many fields. Where you ticked rows one by one: go back, filter the rows, and tick "
            "“All that match” instead."
        )
        return _unread(request, why, status=400)
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return _unread(request, _("If you typed or pasted an address, check it first."), status=400)


def too_large(request: HttpRequest, *, most: int) -> HttpResponse:
    """413: a body of more than `most` bytes, of which nothing was read."""
    why = _("It was larger than the %(number)s MB that this page takes from you.") % {
        "number": localize(most / 1_000_000)
    }
    return _unread(request, why, status=413)


def _unread(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """The request could not be read; a script is told beside the form, which still holds the words."""
    if getattr(request, "htmx", False):
        title = _("The request could not be read")
        return notice(request, title=title, explanation=f"{_('Nothing was changed.')} {why}", status=status)
    return render(request, "400.html", {"why": why}, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader may not do this."""
    if getattr(request, "htmx", False):
        explanation = str(exception) or _("Your roles do not let you see or do this.")
        return notice(request, title=_("You do not have access"), explanation=explanation, status=403)
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing is there, or nothing that this reader may know of; the page offers a search."""
    if getattr(request, "htmx", False):
        explanation = _("There is nothing at this address any more, or you do not have access to it.")
        return notice(request, title=_("Page not found"), explanation=explanation, status=404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a reference number and nothing else. Asks neither the database nor the session.

    A database that is away while a session or a user is loaded ends here too, since Django turns whatever
    a middleware raises into this page: the error at hand tells which.
    """
    if database_is_away(sys.exc_info()[1]):
        return service_unavailable(request)
    reference = structlog.contextvars.get_contextvars().get("request_id", "")
    if getattr(request, "htmx", False):
        explanation = _("The reference number is %(number)s.") % {"number": reference}
        return notice(request, title=_("Something went wrong"), explanation=explanation, status=500)
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away for now. Typed text comes back in a form of its own."""
    title = _("The tracker cannot reach its records for the moment")
    explanation = _("Nothing was saved. Wait a minute, then try again.")
    if keeps_typed(request):
        response = return_typed(request, title=title, explanation=explanation, status=503)
    elif getattr(request, "htmx", False):
        response = notice(request, title=title, explanation=explanation, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without a valid token, mostly one that stood open over a sign-in. Its words are kept."""
    logger.warning("csrf_failure", reason=reason)
    return return_typed(
        request,
        title=_("The form stood open too long, or you signed in since you opened it"),
        explanation=_("Nothing was saved yet, and nothing you typed is lost."),
        status=403,
    )
