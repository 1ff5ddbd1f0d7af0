"""A new programme, from nothing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.models import User
from groups.views.access import signed_out
from programmes.actions.structure import Refused
from programmes.actions.structure import new_programme as make_programme
from programmes.forms.structure import ProgrammeForm, groups_served
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import or_sign_in


def new_programme(request: HttpRequest) -> HttpResponse:
    """The form of a new programme; it leads to the empty outline."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request)
    user = request.user
    refusal = PermissionDenied(_("Only officers of a group can start a work programme."))
    if not isinstance(user, User):
        return or_sign_in(request, refusal)
    groups = groups_served(user)
    if not groups.exists():
        raise refusal
    form = ProgrammeForm(request.POST if request.method == "POST" else None, groups=groups)
    if request.method == "POST" and form.is_valid():
        try:
            programme = make_programme(**form.cleaned_data, by=user)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            tell_what_was_replaced(request, form)
            return redirect("programmes:structure", programme.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/new_programme_page.html", {"form": form}, status=status)
