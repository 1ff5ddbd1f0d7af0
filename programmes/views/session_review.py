"""The update after a session, on one page: write, next, write, next; then release all that was written."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from groups.models import CommitteeSession
from groups.presenters.sessions import add_session_address, is_to_come, session_name
from groups.selectors.sessions import find_session
from programmes.actions.release import release, unreleased
from programmes.actions.rows import base_values, form_values, save_row, undo_row
from programmes.actions.session_review import mark_unchanged
from programmes.content import Indicator as Row
from programmes.content import filter_tree
from programmes.filters import MatrixFilter
from programmes.forms.session_review import ReviewForm
from programmes.models import Indicator, ProgressEntry
from programmes.presenters.matrix import counts
from programmes.presenters.session_review import Review, ReviewLine
from programmes.selectors.access import Access
from programmes.selectors.trees import find_indicator
from programmes.views.access import for_editing, for_releasing
from programmes.views.rows import view_of
from tracking.actions.undo import NotUndoable
from tracking.actions.writing import Conflict
from tracking.presenters.conflicts import Difference, changes_beside
from wco_tracker.lib import clock
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import is_htmx, number_posted, query_of

TYPED = ("text", "state", "number", "reported_on", "timeline_phrase")


@for_editing
def sessions(request: HttpRequest, access: Access) -> HttpResponse:
    """The sessions of the group, newest first and those to come last, with what the programme holds of each."""
    own = ProgressEntry.objects.present().filter(indicator__task__topic__section__programme=access.programme)
    written = dict(
        own.exclude(session=None)
        .order_by()
        .values_list("session")
        .annotate(Count("pk"))
        .values_list("session", "pk__count")
    )
    held, today = CommitteeSession.objects.of_group(access.programme.group_id).reverse(), clock.today()
    in_order = sorted(held, key=lambda session: is_to_come(session, today))
    listed = [(session, session_name(session, today), written.get(session.pk, 0)) for session in in_order]
    context = {
        "access": access,
        "programme": access.programme,
        "sessions": listed,
        "add_session": add_session_address(access.user, access.programme.group_id, request.path),
    }
    return render(request, "programmes/sessions_page.html", context)


@for_editing
def session_review(request: HttpRequest, access: Access, session: str) -> HttpResponse:
    """The open rows of the programme, all or as filtered, each with its last entry and a short form."""
    return _page(request, Review.of(access, find_session(access.programme.group_id, session)), request.GET)


@require_POST
@for_editing
def save(request: HttpRequest, access: Access, session: str, key: str) -> HttpResponse:
    """Saves a row's new entry, marks it as looked at, or takes such a mark back; then goes on to the next row."""
    held, indicator = find_session(access.programme.group_id, session), find_indicator(access, key)
    if "unchanged" in request.POST and request.POST.get("text", "").strip():
        form = _form(indicator, data=request.POST)
        form.add_error(
            "text", _("You wrote something here. Save it, or clear it to say that there is no change.")
        )
        return _refuse(request, access, held, key, form, status=422)
    if "unchanged" in request.POST or "take-back" in request.POST:
        mark_unchanged(indicator, held, by=access.writer, stands="unchanged" in request.POST)
        return _go_on(request, access, held, indicator, forward="unchanged" in request.POST)
    if "undo" in request.POST:
        return _undo(request, access, held, indicator)
    if request.POST.get("revision") != str(indicator.revision):
        return _conflict(request, access, held, indicator)
    form = _form(indicator, data=request.POST)
    if not form.is_valid():
        return _refuse(request, access, held, key, form, status=422)
    try:
        save_row(indicator, form.values(indicator, held.slug), revision=indicator.revision, by=access.writer)
    except Conflict:
        return _conflict(request, access, held, find_indicator(access, key))
    tell_what_was_replaced(request, form)
    return _go_on(request, access, held, indicator, forward=True)


def _undo(
    request: HttpRequest, access: Access, session: CommitteeSession, indicator: Indicator
) -> HttpResponse:
    """Takes back the reader's last save of the row."""
    try:
        undo_row(indicator, revision=number_posted(request), by=access.writer)
    except (NotUndoable, Conflict):
        form = _form(find_indicator(access, indicator.key), data={})
        form.add_error("text", _("It cannot be undone any more: the row was saved or released again since."))
        return _refuse(request, access, session, indicator.key, form, status=409)
    return _go_on(request, access, session, find_indicator(access, indicator.key), forward=False)


@require_POST
@for_releasing
def release_session(request: HttpRequest, access: Access, session: str) -> HttpResponse:
    """Releases the entries of the session as the page showed them, all in one step."""
    held = find_session(access.programme.group_id, session)
    shown = set(request.POST.get("shown", "").split())
    own = [entry for entry in unreleased(access.programme) if entry.session_id == held.pk]
    chosen = [entry for entry in own if f"{entry.key}-{entry.revision}" in shown]
    try:
        done = (
            release(access.programme, chosen, by=access.writer, session=held)
            if len(chosen) == len(shown)
            else None
        )
    except Conflict:
        done = None
    if done is None:
        messages.error(
            request, _("Nothing was released: an entry was changed or released meanwhile. Look again.")
        )
    else:
        message = ngettext("%(number)s entry is released.", "%(number)s entries are released.", len(chosen))
        messages.success(request, message % {"number": len(chosen)})
    return HttpResponseRedirect(_address(access, held, view_of(request)) + "#review-end")


def _address(access: Access, session: CommitteeSession, *queries: str) -> str:
    query = "&".join(part for part in queries if part)
    address = reverse("programmes:session", args=[access.programme.slug, session.slug])
    return f"{address}?{query}" if query else address


def _page(
    request: HttpRequest,
    whole: Review,
    parameters: Any,
    *,
    key: str = "",
    changed: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `changed` replaces what the row with this key shows (a refused form)."""
    chosen = MatrixFilter(parameters, whole.tree)
    chosen.form.fields.pop("at")  # an update is of today: what it writes may speak of a later day
    matching = {row.key for row in filter_tree(whole.tree, chosen.criteria).indicators}
    shown = [item for item in whole.rows if item.line.row.key in matching or item.line.row.key == key]
    query = query_of(parameters, chosen.form)
    items = [
        {
            "item": item,
            "form": _empty_form(item.line.row),
            "differences": None,
        }
        | (changed if changed and item.line.row.key == key else {})
        for item in shown
    ]
    context = {
        **whole.context(),
        "items": items,
        "filter": chosen,
        "filtered": bool(chosen.criteria),
        "counts": counts(item.line.row for item in whole.rows),
        "shown": len(shown),
        "total": len(whole.rows),
        "query": query,
        "address": _address(whole.access, whole.session),
    }
    return render(request, "programmes/session_page.html", context, status=status)


def _go_on(
    request: HttpRequest, access: Access, session: CommitteeSession, indicator: Indicator, *, forward: bool
) -> HttpResponse:
    """The row as it is now, with the progress of the update beside it; without htmx the page, at the next row."""
    whole = Review.of(access, session)
    draft = f"{indicator.key}@{session.slug}"
    if is_htmx(request):
        response = _part(request, whole, indicator.key, _form(indicator), status=200)
        # Before the row comes back, so that its saved words are not taken for a draft.
        trigger_client_event(response, "draft-saved", {"draft": draft})
        details = {"key": indicator.key, "forward": forward}
        return trigger_client_event(response, "review-saved", details, after="settle")
    parameters = QueryDict(view_of(request))
    shown = {
        row.key for row in filter_tree(whole.tree, MatrixFilter(parameters, whole.tree).criteria).indicators
    }
    following = _next(whole.rows, shown, indicator.key) if forward else indicator.key
    place = f"r-{following}" if following else "review-end"
    return HttpResponseRedirect(
        f"{_address(access, session, view_of(request), urlencode({'saved': draft}))}#{place}"
    )


def _next(rows: list[ReviewLine], shown: set[str], key: str) -> str:
    """The next row that is not done, from the start again after the last; "" where all are."""
    keys = [item.line.row.key for item in rows]
    here = keys.index(key) + 1 if key in keys else 0
    ordered = rows[here:] + rows[:here]
    return next((item.line.row.key for item in ordered if not item.done and item.line.row.key in shown), "")


def _refuse(
    request: HttpRequest,
    access: Access,
    session: CommitteeSession,
    key: str,
    form: ReviewForm,
    *,
    status: int,
    differences: list[Difference] | None = None,
) -> HttpResponse:
    whole = Review.of(access, session)
    if is_htmx(request):
        return _part(request, whole, key, form, status=status, differences=differences)
    changed = {"form": form, "differences": differences}
    return _page(request, whole, QueryDict(view_of(request)), key=key, changed=changed, status=status)


def _part(
    request: HttpRequest,
    whole: Review,
    key: str,
    form: ReviewForm,
    *,
    status: int,
    differences: list[Difference] | None = None,
) -> HttpResponse:
    context = {
        **whole.context(),
        "item": whole.item(key),
        "form": form,
        "differences": differences,
        "query": view_of(request),
        "part": True,
    }
    return render(request, "programmes/session_part.html", context, status=status)


def _conflict(
    request: HttpRequest, access: Access, session: CommitteeSession, indicator: Indicator
) -> HttpResponse:
    """Base, theirs and mine; the form keeps my words, for the row as it is now."""
    revision = number_posted(request)
    base = base_values(indicator, revision) if revision else None
    entries = list(indicator.progress.present().in_order().select_related("session"))
    theirs = form_values(indicator, {entry.key: entry for entry in entries})
    mine = {name: request.POST[name] for name in TYPED if name in request.POST}
    form = _form(indicator, initial=mine)
    differences = _differences(base, theirs, mine.get("text", ""))
    return _refuse(request, access, session, indicator.key, form, status=409, differences=differences)


def _form(indicator: Indicator, **given: Any) -> ReviewForm:
    return ReviewForm(indicator.key, indicator.revision, indicator.timeline_phrase, indicator.unit, **given)


def _empty_form(row: Row) -> ReviewForm:
    return ReviewForm(row.key, row.revision, row.timeline.phrase, row.unit or "")


def _differences(base: dict[str, str] | None, theirs: dict[str, str], typed: str) -> list[Difference]:
    """What they changed, beside what I typed: an entry they added or reworded, and the row's own words."""
    entries = [
        name for name in {**theirs, **(base or {})} if name.startswith("entry-") and name.endswith("-text")
    ]
    labels = {"text": _("Performance indicator"), "timeline_phrase": _("Timeline")}
    labels |= dict.fromkeys(entries, _("Progress"))
    return changes_beside(base, theirs, dict.fromkeys(entries, typed), labels)
