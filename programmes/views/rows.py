"""One row: where it stands, its form, undoing, its history, and how a timeline is understood as one types."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh, trigger_client_event

from groups.presenters.sessions import (
    add_session_address,
    remember_session_used,
    session_choices,
    session_in_mind,
    session_used,
)
from programmes import labels
from programmes.actions.rows import (
    UNRELEASED_STATUSES,
    Wording,
    base_values,
    earlier_wording,
    form_values,
    save_row,
    undo_line,
    undo_row,
)
from programmes.forms.rows import RowForm
from programmes.models import Indicator
from programmes.presenters.history import history_of, withdrawals, withdrawn_entries
from programmes.presenters.matrix import sessions_to_name
from programmes.selectors.access import Access
from programmes.selectors.references import row_reference
from programmes.selectors.trees import find_indicator
from programmes.views.access import for_editing, for_reading
from programmes.views.matrix import address_of, matrix_context, saved_bar, topic_address
from tracking.actions.undo import NotUndoable
from tracking.actions.writing import Conflict
from tracking.presenters.conflicts import Difference, compare_typed, labels_of, merged
from wco_tracker.lib import clock, date_words, timelines
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import is_htmx, number_posted, page_of, wants_part
from wco_tracker.lib.typed_dates import read_typed_date


@for_reading
def row(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """The address of a row: its place in the matrix, or its history where it has no place there any more."""
    indicator = find_indicator(access, key, withdrawn=True)
    if indicator.is_withdrawn:
        return redirect("programmes:history", access.programme.slug, key)
    return redirect(f"{access.programme.get_absolute_url()}#r-{indicator.key}")


@for_editing
def edit(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """The form of a row; a save leads back to where the reader was."""
    indicator = find_indicator(access, key)
    entries = list(indicator.progress.present().in_order().select_related("session", "author"))
    held = sessions_to_name(access.programme, entries)
    sessions = session_choices(held)
    suggested = session_in_mind(held, session_used(request), clock.today())
    if request.method != "POST":
        wording = earlier_wording(indicator, request.GET.get("wording", ""))
        form = RowForm(indicator, entries, sessions, session=suggested, initial=wording.values)
        return _show(request, access, indicator, form, status=200, wording=wording)
    if request.POST.get("revision") != str(indicator.revision):  # first: an old form lacks their new entry
        return _conflict(request, access, key, sessions)
    form = RowForm(indicator, entries, sessions, data=request.POST, session=suggested)
    if not form.is_valid():
        if find_indicator(access, key).revision != indicator.revision:  # saved while this was being read
            return _conflict(request, access, key, sessions)
        return _show(request, access, indicator, form, status=422)
    try:
        saved = save_row(
            indicator, form.values, revision=form.cleaned_data["revision"] or 0, by=access.writer
        )
    except Conflict:
        return _conflict(request, access, key, sessions)
    tell_what_was_replaced(request, form)
    if new := form.values.new:
        remember_session_used(request, new.session)
    return _back(request, access, indicator, changed=saved is not None)


def _show(
    request: HttpRequest,
    access: Access,
    indicator: Indicator,
    form: RowForm,
    *,
    status: int,
    differences: list[Difference] | None = None,
    wording: Wording | None = None,
) -> HttpResponse:
    template = "programmes/editor.html" if is_htmx(request) else "programmes/edit_page.html"
    context = {
        "access": access,
        "programme": access.programme,
        "row": indicator,
        "ref": row_reference(indicator),
        "form": form,
        "view": view_of(request),
        "differences": differences,
        "from_session": update.split("/")[-2] if (update := _session_update(request, access)) else "",
        "close": _at_row(update or access.programme.get_absolute_url(), indicator.key, view_of(request)),
        "adopted": access.programme.status in UNRELEASED_STATUSES,
        "wording": wording.revision if wording else None,
        "wording_at": wording.at if wording else None,
        # What is typed is kept on the device under it: the next person at this machine does not see it.
        "writer": salted_hmac("drafts", str(access.writer.pk)).hexdigest()[:12],
        "understood": _understood(form["timeline_phrase"].value() or ""),
        "add_session": add_session_address(
            access.user,
            access.programme.group_id,
            reverse("programmes:edit", args=[access.programme.slug, indicator.key]),
        ),
    }
    return render(request, template, context, status=status)


def view_of(request: HttpRequest) -> str:
    """The query of the matrix that the reader came from; only its own filter fields are ever used."""
    view = (request.POST if request.method == "POST" else request.GET).get("view", "")[:2000]
    return view if view.count("&") < 100 else ""  # Django refuses to read a query of a thousand fields


def _conflict(
    request: HttpRequest, access: Access, key: str, sessions: list[tuple[str, str]]
) -> HttpResponse:
    """Base, theirs and mine beside one another; the form below holds what a save would now write."""
    indicator = find_indicator(access, key)
    entries = list(indicator.progress.present().in_order().select_related("session", "author"))
    theirs = form_values(indicator, {entry.key: entry for entry in entries})
    mine = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    revision = number_posted(request)
    base = base_values(indicator, revision) if revision else None
    form = RowForm(indicator, entries, sessions, initial=merged(base, theirs, mine))
    differences = compare_typed(base, theirs, mine, labels_of(form))
    return _show(request, access, indicator, form, status=409, differences=differences)


def _back(request: HttpRequest, access: Access, indicator: Indicator, *, changed: bool) -> HttpResponse:
    """To where the reader was, at the row: the matrix's part of the page for htmx, otherwise a page."""
    if not changed:
        messages.info(request, _("Nothing was changed."))
    if update := _session_update(request, access):
        return HttpResponseRedirect(_at_row(update, indicator.key, view_of(request)))
    matrix_address = access.programme.get_absolute_url()
    saved = {"saved": indicator.key} if changed else {}
    if not is_htmx(request):
        return HttpResponseRedirect(
            _at_row(matrix_address, indicator.key, view_of(request), urlencode(saved))
        )
    here = urlsplit(page_of(request)).path
    if here == matrix_address:
        return matrix_part(request, access, view_of(request), focus=indicator.key, saved=changed)
    if not changed:
        return HttpResponseClientRefresh()
    topic = topic_address(indicator)
    return HttpResponseClientRedirect(
        _at_row(topic if here == topic else matrix_address, indicator.key, view_of(request), urlencode(saved))
    )


def _session_update(request: HttpRequest, access: Access) -> str:
    """The address of the update after a session, where the reader came from there; "" for anywhere else."""
    session = (request.POST if request.method == "POST" else request.GET).get("from-session", "")
    try:
        return reverse("programmes:session", args=[access.programme.slug, session])
    except NoReverseMatch:
        return ""


def _at_row(address: str, key: str, *queries: str) -> str:
    query = "&".join(part for part in queries if part)
    return f"{address}?{query}#r-{key}" if query else f"{address}#r-{key}"


def matrix_part(
    request: HttpRequest, access: Access, view: str, *, focus: str, saved: bool = False
) -> HttpResponse:
    """The matrix as the reader had it, after a change, with the focus back on the row; with messages beside it."""
    access.programme.refresh_from_db(fields=["content_version"])
    context = matrix_context(request, access, QueryDict(view))
    if saved:
        context["saved"] = saved_bar(access, focus, context["tree"])
    context["with_messages"] = True
    response = render(request, "programmes/matrix.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#programme", "outerHTML show:none"
    response["HX-Push-Url"] = address_of(access, context["query"])
    return trigger_client_event(response, "row-saved", {"key": focus}, after="settle")


@require_POST
@for_editing
def undo(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Takes back the reader's own last save of the row, or with `change` an earlier one out of its history."""
    indicator = find_indicator(access, key)
    if change := number_posted(request, "change"):
        return _undo_line(request, access, indicator, change)
    try:
        undo_row(indicator, revision=number_posted(request), by=access.writer)
        messages.success(request, _("The last save is undone."))
    except (NotUndoable, Conflict):
        messages.error(request, _("It cannot be undone any more: the row was saved or released again since."))
    if wants_part(request, "programme"):
        return matrix_part(request, access, view_of(request), focus=key)
    on_topic_page = request.POST.get("topic") == indicator.task.topic.key
    place = topic_address(indicator) if on_topic_page else access.programme.get_absolute_url()
    return HttpResponseRedirect(_at_row(place, key, view_of(request)))


def _undo_line(request: HttpRequest, access: Access, indicator: Indicator, change: int) -> HttpResponse:
    try:
        undo_line(indicator, change, by=access.writer)
        messages.success(request, _("The change is undone."))
    except (NotUndoable, Conflict):
        messages.error(request, _("It cannot be undone any more: what it wrote was changed again since."))
    return redirect("programmes:history", access.programme.slug, indicator.key)


@for_reading
def history(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Who changed what in the row, and when; entries that the reader may not see are left out.

    A withdrawn row keeps its history, for all who may read the programme.
    """
    indicator = find_indicator(access, key, withdrawn=True)
    gone = withdrawals(indicator, access)
    context = {
        "access": access,
        "programme": access.programme,
        "row": indicator,
        "ref": "" if gone else row_reference(indicator),
        "withdrawals": gone,
        "changes": history_of(indicator, access),
        "withdrawn_entries": withdrawn_entries(indicator) if access.may_edit and not gone else (),
    }
    return render(request, "programmes/history_page.html", context)


@for_reading
def reading(request: HttpRequest, access: Access) -> HttpResponse:
    """How a timeline, or the date an entry speaks of, is understood while it is being typed: one sentence."""
    for name, typed in request.GET.items():
        if name.endswith("reported_on") or name == "due_on":
            return render(request, "programmes/reading.html", {"understood": _date_understood(str(typed))})
    understood = _understood(request.GET.get("timeline_phrase", ""))
    return render(request, "programmes/reading.html", {"understood": understood})


def _date_understood(typed: str) -> dict[str, Any] | None:
    if not typed.strip():
        return None
    try:
        return {"kind": "by_date", "words": date_words.partial(read_typed_date(typed))}
    except ValueError:
        return {"kind": "unread", "words": _("Not a date so far, such as 2014, March 2014 or 31 March 2014.")}


def _understood(phrase: str) -> dict[str, Any] | None:
    if not phrase.strip():
        return None
    timeline = timelines.read(phrase.strip())
    return {"kind": timeline.kind, "words": labels.reading(timeline)}
