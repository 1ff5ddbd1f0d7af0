"""Many rows at once: choose them, say what to set, look at what would change, apply it, take it back."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from groups.presenters.sessions import session_choices
from programmes.actions import bulk as acting
from programmes.content import ProgrammeContent, filter_tree
from programmes.filters import MatrixFilter, requested_day
from programmes.forms.bulk import BulkForm
from programmes.presenters.bulk_preview import preview
from programmes.presenters.matrix import counts, sessions_to_name
from programmes.presenters.session_review import lines
from programmes.selectors.access import Access
from programmes.selectors.programmes import officers_for
from programmes.selectors.trees import read_tree
from programmes.views.access import for_editing
from programmes.views.rows import view_of
from tracking.actions.undo import NotUndoable
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import query_of
from wco_tracker.lib.keys import PATTERN, is_key

SHOWN = re.compile(rf"({PATTERN.pattern})-(\d{{1,9}})")


@for_editing
def bulk(request: HttpRequest, access: Access) -> HttpResponse:
    """The rows with a box each and the form; posted: its preview, and from there the change itself."""
    posted = request.POST if request.method == "POST" else None
    parameters = QueryDict(view_of(request)) if posted is not None else request.GET
    tree = read_tree(access, at=requested_day(parameters))
    context = _context(access, parameters, tree, posted)
    form: BulkForm = context["form"]
    if posted is None:
        done = acting.find(access.programme, request.GET.get("done", ""), access.writer)
        return render(request, "programmes/bulk_page.html", {**context, "done": done})
    chosen = context["chosen"] = _chosen(posted, context["lines"])
    if not chosen or not form.is_valid() or posted.get("step") == "back":
        context["none_chosen"] = not chosen
        refused = not chosen or not form.is_valid()
        return render(request, "programmes/bulk_page.html", context, status=422 if refused else 200)
    if posted.get("step") == "apply":
        return _apply(request, access, context)
    planned = acting.plan(access.programme, chosen, form.values)
    sessions: Any = form.fields["session"]
    named = form.values.entry.session if form.values.entry else ""
    session = str(dict(sessions.choices)[named]) if named else ""
    context["preview"] = preview(access.programme, planned, form.values, tree, session)
    return render(request, "programmes/bulk_preview_page.html", context)


def _context(access: Access, parameters: Any, tree: ProgrammeContent, posted: Any) -> dict[str, Any]:
    chosen = MatrixFilter(parameters, tree)
    filtered = lines(filter_tree(tree, chosen.criteria))
    people = officers_for(access.programme, timezone.localdate())
    form = BulkForm(people, session_choices(sessions_to_name(access.programme, ())), data=posted)
    return {
        "access": access,
        "programme": access.programme,
        "filter": chosen,
        "filtered": bool(chosen.criteria),
        "query": query_of(parameters, chosen.form),
        "counts": counts(tree.indicators),
        "lines": filtered,
        "references": {row.key: row.ref for row in tree.indicators},
        "shown": len(filtered),
        "total": sum(1 for _row in tree.indicators),
        "address": reverse("programmes:bulk", args=[access.programme.slug]),
        "form": form,
        "chosen": set(),
    }


def _chosen(posted: QueryDict, filtered: list[Any]) -> set[str]:
    """The keys of the rows that were ticked, or of all that the filter shows."""
    if "all" in posted:
        return {line.row.key for line in filtered}
    keys = posted.getlist("row") + posted.get("chosen", "").split()
    return {key for key in keys if is_key(key)}


def _apply(request: HttpRequest, access: Access, context: dict[str, Any]) -> HttpResponse:
    """Writes what the preview showed; a row that was changed since is named above the form, which keeps its values."""
    shown = acting.Shown(_revisions(request, "shown_rows"), _revisions(request, "shown_topics"))
    try:
        done = acting.apply(access.programme, context["form"].values, shown, by=access.writer)
    except acting.Moved as moved:
        context["moved"] = [context["references"].get(key) or _("a withdrawn row") for key in moved.keys]
        return render(request, "programmes/bulk_page.html", context, status=409)
    query, address = context["query"], context["address"]
    if done is None:
        messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    number = len(shown.rows)
    message = ngettext("%(number)s row is changed.", "%(number)s rows are changed.", number)
    messages.success(request, message % {"number": number})
    tell_what_was_replaced(request, context["form"])
    back = "&".join(part for part in (query, urlencode({"done": done.at.isoformat()})) if part)
    return HttpResponseRedirect(f"{address}?{back}")


def _revisions(request: HttpRequest, name: str) -> dict[str, int]:
    return {key: int(revision) for key, revision in SHOWN.findall(request.POST.get(name, ""))}


@require_POST
@for_editing
def undo(request: HttpRequest, access: Access) -> HttpResponse:
    """Takes the reader's own change of many rows back, whole."""
    done = acting.find(access.programme, request.POST.get("done", ""), access.writer)
    try:
        if done is None:
            raise NotUndoable
        acting.undo(access.programme, done, by=access.writer)
        messages.success(request, _("The change of several rows is undone."))
    except NotUndoable:
        messages.error(request, _("This change cannot be undone any more."))
    except acting.Moved as moved:
        references = {row.key: row.ref for row in read_tree(access).indicators}
        named = ", ".join(references.get(key) or _("a withdrawn row") for key in moved.keys)
        messages.error(
            request,
            _("Nothing was undone: these rows were saved or released again since: %(rows)s.")
            % {"rows": named},
        )
    query = view_of(request)
    address = reverse("programmes:bulk", args=[access.programme.slug])
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
