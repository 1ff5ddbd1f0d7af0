"""A new programme, from nothing or from an earlier one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups.models import User
from groups.views.access import signed_out
from programmes.actions.programmes import new_programme as make_programme
from programmes.forms.programmes import NewProgrammeForm, groups_served
from programmes.selectors.access import access_to
from programmes.selectors.trees import read_tree
from tracking.actions.nodes import Refused
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import or_sign_in


def new_programme(request: HttpRequest) -> HttpResponse:
    """The form of a new programme; it leads to the outline."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request)
    user = request.user
    refusal = PermissionDenied(_("Only officers of a group can start a work programme."))
    if not isinstance(user, User):
        return or_sign_in(request, refusal)
    groups = groups_served(user)
    if not groups.exists():
        raise refusal
    form = NewProgrammeForm(request.POST if request.method == "POST" else None, groups=groups, reader=user)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data.pop("earlier")
            earlier = read_tree(access_to(user, chosen), depth="whole") if chosen else None
            programme = make_programme(**form.cleaned_data, earlier=earlier, by=user)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            tell_what_was_replaced(request, form)
            return redirect("programmes:structure", programme.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/new_programme_page.html", {"form": form}, status=status)
