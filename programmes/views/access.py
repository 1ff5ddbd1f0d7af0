"""What a page that changes a programme begins with: who may, and what happens to the words of who may not now."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from groups.permissions import Permission
from programmes.selectors.access import Access, open_programme
from wco_tracker.lib.http import or_sign_in
from wco_tracker.lib.typed_text import keep_typed

P = ParamSpec("P")


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a save without a login: the typed text comes back."""
    return keep_typed(
        request,
        title=_("You are signed out"),
        explanation=_("Nothing was saved, and nothing you typed is lost. Sign in again, then save."),
        status=401,
        sign_in=True,
    )


def for_editing(
    view: Callable[Concatenate[HttpRequest, Access, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Hands the view the programme to be changed, in place of its short name.

    Nobody in particular is led to sign in, or gets back what they posted; who may only read is refused.
    """

    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return signed_out(request)
        try:
            access = open_programme(request.user, slug, Permission.EDIT_PROGRAMME)
        except PermissionDenied as refusal:
            return or_sign_in(request, refusal)
        return view(request, access, *args, **kwargs)

    return opened
