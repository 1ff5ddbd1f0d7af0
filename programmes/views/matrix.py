"""The matrix of a programme, and the page of one topic."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from programmes.actions.rows import UNRELEASED_STATUSES, added_entry, last_save, newer_state
from programmes.content import Criteria, ProgrammeContent, filter_tree, find_row
from programmes.filters import MatrixFilter, requested_day
from programmes.labels import standing_tags, states, undated_explained
from programmes.models import Indicator, Topic
from programmes.presenters import matrix as presenter
from programmes.presenters.downloads import FORMATS
from programmes.presenters.history import history_of_node, withdrawals
from programmes.presenters.outline import rows_below
from programmes.presenters.page_cache import cached_parts, key_of
from programmes.presenters.search import REFERENCE
from programmes.selectors.access import Access
from programmes.selectors.references import row_reference
from programmes.selectors.trees import read_tree
from programmes.views.access import for_reading
from wco_tracker.lib import clock
from wco_tracker.lib.http import is_htmx, query_of, wants_part
from wco_tracker.lib.registry import render_panels, topic_panels

PARTS = ("head", "body")
CACHED = ("query", "parts")  # of the context: what may be cached for every reader with the same rights


@for_reading
def matrix(request: HttpRequest, access: Access) -> HttpResponse:
    """A programme as its tables, filtered and judged as the address says; a reference in place of words jumps there."""
    if place := _jump(request, access):
        return HttpResponseClientRedirect(place) if is_htmx(request) else redirect(place)
    if saved := request.GET.get("saved", ""):
        context = matrix_context(request, access, request.GET)
        context["saved"] = saved_bar(access, saved, context["tree"])
    else:
        context = kept_context(request, access)
    if not wants_part(request, "programme"):
        return render(request, "programmes/matrix_page.html", context)
    response = render(request, "programmes/matrix.html", context)
    response["HX-Push-Url"] = address_of(access, context["query"])
    return response


def _jump(request: HttpRequest, access: Access) -> str:
    """Where the row or topic stands whose reference was typed as words; "" for anything else."""
    typed = request.GET.get("words", "").strip(" .").casefold()
    if not REFERENCE.fullmatch(typed):
        return ""
    tree = read_tree(access, at=requested_day(request.GET))
    for topic in tree.topics:
        if topic.ref.casefold() == typed:
            return reverse("programmes:topic", args=[access.programme.slug, topic.key])
        for row in topic.indicators:
            if row.ref.casefold() == typed:
                return f"{access.programme.get_absolute_url()}#r-{row.key}"
    return ""


def address_of(access: Access, query: str) -> str:
    """The matrix's own address, with nothing in it that says nothing."""
    return access.programme.get_absolute_url() + (f"?{query}" if query else "")


def kept_context(request: HttpRequest, access: Access) -> dict[str, Any]:
    """What the matrix template takes, its parts finished before where nothing that they show changed since."""

    def make() -> dict[str, Any]:
        made = matrix_context(request, access, request.GET)
        return {name: made[name] for name in CACHED}

    key = key_of(access, request.GET, clock.today())
    return {"programme": access.programme, **cached_parts(key, make)}


def matrix_context(request: HttpRequest, access: Access, parameters: Any) -> dict[str, Any]:
    """What the matrix template takes; `parameters` hold the filter's fields."""
    at = requested_day(parameters)
    tree = read_tree(access, at=at)
    chosen = MatrixFilter(parameters, tree)
    criteria = chosen.criteria
    filtered = filter_tree(tree, criteria)
    everything = replace(criteria, standings=frozenset())
    query = query_of(parameters, chosen.form)
    context = {
        "access": access,
        "programme": access.programme,
        "tree": filtered,
        "facts": presenter.facts(access.programme, tree.steps),
        "counts": presenter.counts(filter_tree(tree, everything).indicators),
        "bars": presenter.bars(tree.sections),
        "total": sum(1 for _row in tree.indicators),
        "shown": sum(1 for _row in filtered.indicators),
        "filter": chosen,
        "filtered": bool(criteria),
        "has_tables": any(section.topics for section in filtered.sections),
        "fewer_columns": bool(chosen.hidden),
        "query": query,
        "judged": presenter.judged_words(tree, at, clock.today()),
        "matrix": presenter.render_matrix(filtered, access, query, chosen.hidden),
        "formats": FORMATS,
        "undated": undated_explained() if any(row.undated for row in tree.indicators) else "",
        "tags": standing_tags(),
        "introduction": [introduction_part(text) for text in tree.introduction],
    }
    return {**context, "parts": finished_parts(context)}


def finished_parts(context: dict[str, Any]) -> dict[str, SafeString]:
    """The page's parts by name. They are cached, so they know no request and no session."""
    return {name: render_to_string(f"programmes/matrix_{name}.html", context) for name in PARTS}


def saved_bar(access: Access, key: str, tree: ProgrammeContent) -> dict[str, Any] | None:
    """What the bar after a save says of the row with this key; None unless the reader can still undo that save."""
    if not (key and access.user and access.may_edit):
        return None
    row = (
        Indicator.objects.present()
        .filter(key=key, task__topic__section__programme=access.programme)
        .select_related("task__topic__section__programme")
        .first()
    )
    save = last_save(row, access.user) if row else None
    if row is None or save is None:
        return None
    entry = added_entry(save)
    return {
        "key": row.key,
        "ref": row_reference(row),
        "revision": row.revision,
        "shown": find_row(tree, row.key) is not None,
        "internal": entry is not None and access.programme.status in UNRELEASED_STATUSES,
        "newer_state": states().get(newer_state(row, entry), "") if entry else "",
    }


def introduction_part(text: str) -> tuple[str, str]:
    """A paragraph of an introduction: ("heading" | "bullet" | "text", its words)."""
    for mark, kind in (("## ", "heading"), ("- ", "bullet")):
        if text.startswith(mark):
            return kind, text.removeprefix(mark)
    return "text", text


@for_reading
def topic(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """One topic: its rows, and the panels of other apps; of a withdrawn one why it is gone."""
    at = requested_day(request.GET)
    tree = read_tree(access, at=at)
    filtered = filter_tree(tree, Criteria(topic=key))
    if not filtered.sections:
        return _withdrawn_topic(request, access, key)
    shown = next(filtered.topics)
    return render(
        request,
        "programmes/topic_page.html",
        {
            "access": access,
            "programme": access.programme,
            "topic": shown,
            "section": filtered.sections[0],
            "counts": presenter.counts(shown.indicators),
            "matrix": presenter.render_matrix(filtered, access),
            "entries": sum(len(row.progress) for row in shown.indicators),
            "panels": render_panels(topic_panels, shown, request),
            "judged": presenter.judged_words(tree, at, clock.today()),
            "saved": saved_bar(access, request.GET.get("saved", ""), filtered),
        },
    )


def topic_address(row: Indicator) -> str:
    """The page of the topic that a row belongs to."""
    topic = row.task.topic
    return reverse("programmes:topic", args=[topic.section.programme.slug, topic.key])


def _withdrawn_topic(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """The page of a topic that is in the tree no more: why, its rows, its panels and its history.

    Http404 if the programme never had it.
    """
    topics = (
        Topic.objects.in_container(access.programme)
        .with_ancestors()
        .select_related("section__programme", "withdrawn_by__person", "section__withdrawn_by__person")
    )
    found = topics.filter(key=key).first()
    if found is None:
        raise Http404(_("This programme has no such topic."))
    context = {
        "access": access,
        "programme": access.programme,
        "topic": found,
        "withdrawals": withdrawals(found, access),
        "rows": rows_below(found),
        "changes": history_of_node(found, access),
        "panels": render_panels(topic_panels, found, request),
    }
    return render(request, "programmes/withdrawn_topic_page.html", context)
