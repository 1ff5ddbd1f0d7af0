"""Small helpers for views: the typed request, parts of pages, and the query of an address."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page, and not the browser for a page."""
    return bool(getattr(request, "htmx", False))


def wants_part(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for the part of the page with this id, and not for the page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and htmx.target == target and not htmx.history_restore_request


def page_of(request: HttpRequest) -> str:
    """Path and query of the page of ours from which htmx asks; "/" where it does not say."""
    htmx: Any = getattr(request, "htmx", None)
    try:
        return (htmx and htmx.current_url_abs_path) or "/"
    except ValueError:  # an address that is none, such as "http://["
        return "/"


def or_sign_in(request: HttpRequest, refusal: PermissionDenied) -> HttpResponse:
    """To the sign-in page and back, if nobody is signed in and nothing was posted; else raises the refusal."""
    if request.user.is_authenticated or request.method == "POST":
        raise refusal
    if is_htmx(request):
        return HttpResponseClientRedirect(redirect_to_login(page_of(request)).url)
    return redirect_to_login(request.get_full_path())


def number_posted(request: HttpRequest, name: str = "revision") -> int:
    """A posted whole number of at most nine digits; 0, which no revision is, for anything else."""
    return whole_number(request.POST.get(name, ""))


def whole_number(text: str) -> int:
    """A whole number of at most nine digits; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def query_of(parameters: Any, form: Form) -> str:
    """The address's query with only the form's own fields that say something, in the form's order."""
    pairs = [(name, value) for name in form.fields for value in parameters.getlist(name) if value]
    return urlencode(pairs)
