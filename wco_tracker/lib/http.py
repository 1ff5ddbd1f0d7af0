"""Small helpers for views: the typed request, parts of pages, and the query of an address."""

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest


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
    return (htmx and htmx.current_url_abs_path) or "/"


def query_of(asked: Any, form: Form) -> str:
    """The address's query with only the form's own fields that say something, in the form's order."""
    pairs = [(name, value) for name in form.fields for value in asked.getlist(name) if value]
    return urlencode(pairs)
