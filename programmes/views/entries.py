"""One progress entry: withdrawing it with a reason, bringing it back, and recalling its release."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programmes.actions.entries import restore_entry, withdraw_entry
from programmes.actions.release import recall
from programmes.actions.rows import UNRELEASED_STATUSES
from programmes.forms.structure import WithdrawForm
from programmes.models import ProgressEntry
from programmes.selectors.access import Access
from programmes.selectors.references import row_reference
from programmes.selectors.trees import find_indicator
from programmes.views.access import for_editing
from tracking.actions.nodes import Refused
from tracking.actions.writing import Conflict
from wco_tracker.lib.http import number_posted


@for_editing
def entry(request: HttpRequest, access: Access, key: str, entry: str) -> HttpResponse:
    """An entry of a row and what can be done with it; afterwards the history of its row."""
    found = _find(access, key, entry)
    form = WithdrawForm(request.POST if request.POST.get("do") == "withdraw" else None)
    act = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if act is None or (form.is_bound and not form.is_valid()):
        return _show(request, access, found, form, status=422 if form.is_bound else 200)
    try:
        message = act(access, found, form, number_posted(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _show(request, access, _find(access, key, entry), form, status=422)
    except Conflict:
        messages.error(request, _("The entry was changed meanwhile. Nothing was done: look at it again."))
        return _show(request, access, _find(access, key, entry), form, status=409)
    messages.success(request, message)
    return redirect("programmes:history", access.programme.slug, key)


def _find(access: Access, key: str, entry: str) -> ProgressEntry:
    indicator = find_indicator(access, key)
    rows = indicator.progress.filter(key=entry).select_related("session", "author", "withdrawn_by__person")
    found = rows.first()
    if found is None:
        raise Http404(_("This row has no such entry."))
    found.indicator = indicator
    return found


def _show(
    request: HttpRequest, access: Access, found: ProgressEntry, form: WithdrawForm, *, status: int
) -> HttpResponse:
    context = {
        "access": access,
        "programme": access.programme,
        "row": found.indicator,
        "ref": row_reference(found.indicator),
        "entry": found,
        "form": form,
        "may_recall": _may_recall(access, found),
    }
    return render(request, "programmes/entry_page.html", context, status=status)


def _may_recall(access: Access, found: ProgressEntry) -> bool:
    """In a draft all who may see it see its entries: nothing was released."""
    adopted = access.programme.status in UNRELEASED_STATUSES
    return access.may_release and adopted and found.released_as is not None and not found.withdrawn_at


def _withdraw(access: Access, found: ProgressEntry, form: WithdrawForm, revision: int) -> str:
    withdraw_entry(found, why=form.cleaned_data["why"], revision=revision, by=access.writer)
    return _("The entry is withdrawn.")


def _restore(access: Access, found: ProgressEntry, form: WithdrawForm, revision: int) -> str:
    restore_entry(found, revision=revision, by=access.writer)
    return _("The entry is back.")


def _recall(access: Access, found: ProgressEntry, form: WithdrawForm, revision: int) -> str:
    if not _may_recall(access, found):
        raise Refused(_("It is not released, or you may not recall its release."))
    if found.revision != revision:
        raise Conflict(found)
    recall(access.programme, [found], by=access.writer)
    return _("The release is recalled.")


_ACTS: dict[str, Callable[[Access, ProgressEntry, WithdrawForm, int], str]] = {
    "withdraw": _withdraw,
    "restore": _restore,
    "recall": _recall,
}
