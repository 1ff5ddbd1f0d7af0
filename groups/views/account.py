"""The page of a person's own account."""

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.forms import AccountForm
from groups.models import Membership, User

EVENTS = 10  # of the person's own that are shown


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_page(request: HttpRequest) -> HttpResponse:
    """Language, time zone, password and roles of the person who is signed in."""
    user = cast(User, request.user)  # login_required lets nobody else in
    form = AccountForm(request.POST or None, instance=user)
    if form.is_valid():
        form.save()
        return _saved(request, user)
    context = {
        "form": form,
        "roles": _roles(user),
        "second_step": is_mfa_enabled(user),
        "events": user.sign_in_events.all()[:EVENTS],
    }
    return render(request, "groups/account_page.html", context)


def _roles(user: User) -> QuerySet[Membership]:
    """The terms that cover today, each with its group."""
    if not user.person_id:
        return Membership.objects.none()
    current = Membership.objects.current(timezone.localdate())
    return current.filter(person=user.person_id).select_related("group", "organization")


def _saved(request: HttpRequest, user: User) -> HttpResponse:
    """Says so in the language that was chosen.

    The cookie of the language switch goes before the account (ReaderMiddleware), so it is taken away.
    """
    with translation.override(user.language):
        messages.success(request, _("Your account is saved."))
    response = redirect("account")
    response.delete_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        samesite="Lax",
    )
    return response
