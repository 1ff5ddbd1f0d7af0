"""A programme's own page of settings: title, period, introduction, who may see it, and the steps of its status."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programmes.actions.programmes import edit_programme
from programmes.forms.programmes import SettingsForm, settings_texts
from programmes.models import WorkProgramme
from programmes.selectors.access import Access
from programmes.views.access import for_editing
from tracking.actions.writing import Conflict
from tracking.presenters.conflicts import Difference, compare_typed, labels_of, meanwhile, merged
from tracking.presenters.history import Change, History, records_of
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import number_posted

IN_HISTORY = ["title", "status", "visibility", "period", "starts_on", "ends_on", "introduction"]


@for_editing
def settings(request: HttpRequest, access: Access) -> HttpResponse:
    """The form; a save leads to the matrix."""
    programme = access.programme
    now = settings_texts(programme)
    if request.method != "POST":
        return _show(request, access, SettingsForm(initial=now))
    if number_posted(request) != programme.revision:
        return _conflict(request, access)
    form = SettingsForm(request.POST, initial=now)
    if not form.is_valid():
        return _show(request, access, form, status=422)
    values = dict(form.cleaned_data)
    step = {name: values.pop(name) for name in ("step_on", "step_by")}
    try:
        done = edit_programme(programme, values, revision=number_posted(request), by=access.writer, **step)
    except Conflict:
        return _conflict(request, access)
    if done:
        messages.success(request, _("The programme is saved."))
    else:
        messages.info(request, _("Nothing was changed."))
    tell_what_was_replaced(request, form)
    return redirect(programme)


def _conflict(request: HttpRequest, access: Access) -> HttpResponse:
    """Base, theirs and mine beside one another; the form below holds what a save would now write."""
    now = WorkProgramme.objects.get(pk=access.programme.pk)
    record = now.history.filter(revision=number_posted(request)).first()
    base = settings_texts(record) if record else None
    theirs = settings_texts(now)
    mine = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    form = SettingsForm(initial=merged(base, theirs, mine))
    differences = compare_typed(base, theirs, mine, labels_of(form))
    changed = meanwhile(now, now.title)
    return _show(request, access, form, status=409, of=now, changed=changed, differences=differences)


def _history(programme: WorkProgramme) -> list[Change]:
    """What became of the fields of the form, newest first: a statement."""
    history = History()
    history.add(records_of(programme, IN_HISTORY), IN_HISTORY)
    return history.newest_first()


def _show(
    request: HttpRequest,
    access: Access,
    form: SettingsForm,
    *,
    status: int = 200,
    of: Any = None,
    changed: str = "",
    differences: list[Difference] | None = None,
) -> HttpResponse:
    context = {
        "access": access,
        "programme": access.programme,
        "form": form,
        "revision": (of or access.programme).revision,
        "page": {
            "title": _("Title, status and period"),
            "verb": _("Save"),
            "beside": access.programme.title,
            "back": access.programme.get_absolute_url(),
        },
        "changed": changed,
        "differences": differences,
        "history": _history(access.programme),
    }
    return render(request, "programmes/settings_page.html", context, status=status)
