"""Typed text survives what refuses it: it comes back in a form that sends it again."""

import re
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.http import urlencode

_NEVER_SHOWN = re.compile(r"csrfmiddlewaretoken|passw|secret|token", re.IGNORECASE)
_PASSWORD = re.compile(r"passw", re.IGNORECASE)
_WITHOUT_WORDS = (
    "programme",
    "done",
)  # what htmx replaces where nothing is typed: the matrix, the bar of an outline
_LONG = 60  # characters from which a value is shown in a box of its own


class KeptField(TypedDict):
    """A posted value; `is_long`: typed text, to be shown rather than carried along unseen."""

    name: str
    value: str
    is_long: bool


def keeps_typed(request: HttpRequest) -> bool:
    """Whether the request brought fields from one of our own pages.

    Fields from elsewhere are never sent back: a button would lend them the reader's name.
    """
    if request.method != "POST":
        return False
    came_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(came_from).netloc.lower() == request.get_host().lower()


def return_typed(
    request: HttpRequest,
    *,
    title: str,
    explanation: str,
    status: int,
    sign_in: bool = False,
) -> HttpResponse:
    """Refuses a request and gives its typed text back, ready to be sent again to the same address.

    With `sign_in` it shows the way there first, in a tab of its own. The page asks neither for the reader nor
    for the database. An htmx request gets a short message instead, since its form still holds the words.
    """
    if getattr(request, "htmx", False):
        return notice(request, title=title, explanation=explanation, status=status, sign_in=sign_in)
    own = keeps_typed(request)
    context = {
        "title": title,
        "explanation": explanation,
        "fields": _fields(request) if own else [],
        "passwords": [name for name in request.POST if _PASSWORD.search(name)] if own else [],
        "own": own,
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "sign_in_url": _sign_in_url() if sign_in else "",
    }
    return _refusal(render_to_string("typed_text.html", context), status)


def notice(
    request: HttpRequest, *, title: str, explanation: str, status: int, sign_in: bool = False
) -> HttpResponse:
    """The message for a request by htmx: beside the button of the form that holds the words, else where the reader is.

    Its fresh token serves the next save.
    """
    in_editor = request.htmx.target not in _WITHOUT_WORDS  # type: ignore[attr-defined]
    context = {
        "in_form": in_editor and request.method == "POST",
        "title": title,
        "explanation": explanation,
        "csrf_token": get_token(request),
        "sign_in_url": _sign_in_url() if sign_in else "",
    }
    response = _refusal(render_to_string("typed_text_notice.html", context), status)
    response["HX-Retarget"] = "#status"  # every page has it; the script brings it beside the button
    response["HX-Reswap"] = "innerHTML"
    return response


def _refusal(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _fields(request: HttpRequest) -> list[KeptField]:
    return [
        KeptField(name=name, value=value, is_long=len(value) > _LONG or "\n" in value)
        for name, values in request.POST.lists()
        if not _NEVER_SHOWN.search(name)
        for value in values
    ]


def _sign_in_url() -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': '/'})}"
