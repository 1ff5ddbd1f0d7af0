"""Charts of a programme, each with the same numbers as a table."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from programmes.content import filter_tree
from programmes.filters import requested_day
from programmes.forms.saved_views import ChartsFilter
from programmes.presenters import charts as drawn
from programmes.presenters import matrix
from programmes.selectors.access import Access
from programmes.selectors.compare_dates import Move, moves, read_two_days
from programmes.views.access import for_reading
from wco_tracker.lib import clock
from wco_tracker.lib.http import query_of


@for_reading
def charts(request: HttpRequest, access: Access) -> HttpResponse:
    """Standing by Strategic Activity, due dates over the period, and what moved since a date."""
    at = requested_day(request.GET)
    days = read_two_days(access, at=at, since=_since(request.GET))
    chosen = ChartsFilter(request.GET, days.tree)
    filtered = filter_tree(days.tree, chosen.criteria)
    shown = [drawn.standings_by_activity(filtered), drawn.due_dates(filtered, days.day)]
    moved: list[Move] = []
    if days.then and days.since:
        moved = moves(filtered, days.then, days.now)
        shown.append(drawn.moved(filtered, days.then, moved, days.since, days.day))
    context = {
        "access": access,
        "programme": access.programme,
        "filter": chosen,
        "filtered": bool(chosen.criteria),
        "counts": matrix.counts(days.tree.indicators),
        "query": query_of(request.GET, chosen.form),
        "judged": matrix.judged_words(days.tree, at, clock.today()),
        "since": days.since,
        "shown": sum(1 for _row in filtered.indicators),
        "total": sum(1 for _row in days.tree.indicators),
        "charts": shown,
        "moves": drawn.moved_rows(moved),
    }
    return render(request, "programmes/charts_page.html", context)


def _since(parameters: Any) -> date | None:
    """The earlier day that the address names; None where it names none or no real one (the filter says so)."""
    return requested_day({"at": parameters.get("since")})
