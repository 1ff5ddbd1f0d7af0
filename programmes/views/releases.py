"""Releasing progress entries to Members and the public: one by one, or all of a session."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.actions.release import Release, last_releases, recall, release, unreleased
from programmes.models import ProgressEntry
from programmes.selectors.access import Access
from programmes.selectors.programmes import row_references
from programmes.views.access import for_releasing
from tracking.actions.writing import Conflict
from wco_tracker.lib.http import number_posted


@for_releasing
def release_entries(request: HttpRequest, access: Access) -> HttpResponse:
    """The entries that are internal, session by session, with a button for each and for all of a session."""
    waiting = unreleased(access.programme)
    made = last_releases(access.programme)
    if request.method == "POST":
        if "recall" in request.POST:
            return _recall(request, access, made)
        return _release(request, access, waiting)
    refs = row_references(access.programme)
    for entry in waiting:
        entry.ref = refs.get(entry.indicator.key, "")  # type: ignore[attr-defined]
    waiting.sort(key=_session_order)
    groups = [
        {
            "slug": slug,
            "name": str(entries[0].session) if entries[0].session else _("No session named"),
            "entries": entries,
        }
        for slug, entries in ((slug, list(items)) for slug, items in groupby(waiting, key=_session_slug))
    ]
    context = {"access": access, "programme": access.programme, "groups": groups, "made": made}
    return render(request, "programmes/release_page.html", context)


def _recall(request: HttpRequest, access: Access, made: list[Release]) -> HttpResponse:
    """Recalls a release as the page showed it."""
    change = number_posted(request, "recall")
    entries = next((item.entries for item in made if item.done.pk == change), [])
    try:
        done = recall(access.programme, entries, by=access.writer)
    except Conflict:
        done = None
    if done is None:
        messages.error(
            request, _("Nothing was recalled: its entries were changed or released meanwhile. Look again.")
        )
    else:
        message = ngettext("%(number)s entry is recalled.", "%(number)s entries are recalled.", len(entries))
        messages.success(request, message % {"number": len(entries)})
    return redirect("programmes:release", access.programme.slug)


def _session_order(entry: ProgressEntry) -> tuple[str, str]:
    return (entry.session.held_on if entry.session else "", _session_slug(entry))


def _session_slug(entry: ProgressEntry) -> str:
    return entry.session.slug if entry.session else ""


def _release(request: HttpRequest, access: Access, waiting: list[ProgressEntry]) -> HttpResponse:
    """Releases the entries as the page showed them (key and revision); one that changed since goes on waiting."""
    shown = set(request.POST.getlist("shown"))
    chosen = [entry for entry in waiting if f"{entry.key}-{entry.revision}" in shown]
    session = chosen[0].session if chosen and "session" in request.POST else None
    try:
        done = release(access.programme, chosen, by=access.writer, session=session)
    except Conflict:
        done = None
    if done is None:
        messages.error(
            request, _("Nothing was released: the entry was changed or released meanwhile. Look again.")
        )
    else:
        number = len(chosen)
        messages.success(
            request,
            ngettext("%(number)s entry is released.", "%(number)s entries are released.", number)
            % {"number": number},
        )
    return redirect("programmes:release", access.programme.slug)
