"""How a page begins: it opens its container for the reader, and a refusal loses nothing that was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from groups.permissions import Permission
from wco_tracker.lib.http import or_sign_in
from wco_tracker.lib.typed_text import return_typed

P = ParamSpec("P")
A = TypeVar("A")
View = Callable[Concatenate[HttpRequest, A, P], HttpResponse]
Opened = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a save without a login: the typed text comes back."""
    return return_typed(
        request,
        title=_("You are signed out"),
        explanation=_("Nothing was saved, and nothing you typed is lost. Sign in again, then save."),
        status=401,
        sign_in=True,
    )


def opens(
    find: Callable[[Any, str, Permission | None], A],
    permission: Permission | None = None,
    *,
    signed_in: bool = False,
) -> Callable[[View[A, P]], Opened[P]]:
    """Hands the view what `find` makes of the reader, the short name and the permission, in place of the short name.

    Where a permission is needed, or with `signed_in`, nobody in particular is led to sign in, or gets back what they
    posted; who may only read is refused in words that fit.
    """

    def decorate(view: View[A, P]) -> Opened[P]:
        @wraps(view)
        def opened(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            stranger = (permission or signed_in) and not request.user.is_authenticated
            if stranger and request.method == "POST":
                return signed_out(request)
            try:
                found = find(request.user, slug, permission)
                if stranger:
                    raise PermissionDenied
            except PermissionDenied as refusal:
                return or_sign_in(request, refusal)
            return view(request, found, *args, **kwargs)

        return opened

    return decorate
