"""The search page: a reference leads to its row; words are found in everything that one may see.

What can be found, apps say (`wco_tracker.lib.registry.search_providers`). Their rows follow one another: those of the
first provider, then those of the next.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wco_tracker.lib.http import query_of
from wco_tracker.lib.registry import search_providers
from wco_tracker.lib.search import Found, Query, SearchProvider
from wco_tracker.lib.text import folded_words

PAGE = 50  # rows of one page
MOST_WORDS = 12  # each costs the database a comparison at every level; a box holds no more anyway
LAST_PAGE = 200
ProviderQuery = tuple[SearchProvider, Query]  # a provider, and its query


class SearchForm(forms.Form):
    """Where to search; a choice that is gone is shown beside its field, and nothing is found."""

    q = forms.CharField(required=False)

    def __init__(self, data: Any, reader: Any) -> None:
        super().__init__(data)
        self.own_fields: dict[str, list[str]] = {}
        kinds: list[tuple[str, Any]] = []
        for name, provider in search_providers.items():
            fields = provider.fields(reader)
            self.own_fields[name] = list(fields)
            self.fields.update(fields)
            kinds += provider.kinds
        self.fields["kind"] = forms.MultipleChoiceField(label=_("Kind"), choices=kinds, required=False)


def search(request: HttpRequest) -> HttpResponse:
    """A reference of one visible row leads straight to it; of several, to a choice."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    form = SearchForm(request.GET, request.user)
    page, more = _page(request), False
    chosen_queries = queries(form, typed, request.user) if form.is_valid() else []
    parts = look_up(chosen_queries)
    if parts is None:
        parts, more = one_page(with_kinds(chosen_queries, form.cleaned_data.get("kind")), (page - 1) * PAGE)
    elif len(parts) == 1 and parts[0].number == 1:
        return redirect(parts[0].address)
    number = sum(part.number for part in parts)
    context = {
        "typed": typed,
        "form": form,
        "narrowing": [form[name] for names in form.own_fields.values() for name in names],
        "chosen": form.cleaned_data.get("kind") or [],
        "parts": parts,
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + number,
        "number": number,
        "page": page,
        "more": more and page < LAST_PAGE,
        "query": query_of(request.GET, form),
    }
    return render(request, "search/search_page.html", context)


def queries(form: SearchForm, typed: str, reader: Any) -> list[ProviderQuery]:
    """The query of each provider: nothing without words; one alone where a field that only it knows is filled in."""
    if not (words := folded_words(typed)[:MOST_WORDS]):
        return []
    values = {
        name: {field: form.cleaned_data[field] for field in fields if form.cleaned_data.get(field)}
        for name, fields in form.own_fields.items()
    }
    narrowed = any(values.values())
    return [
        (provider, Query(reader, typed, words, [kind for kind, _label in provider.kinds], values[name]))
        for name, provider in search_providers.items()
        if values[name] or not narrowed
    ]


def with_kinds(chosen_queries: Iterable[ProviderQuery], chosen: Iterable[str] | None) -> list[ProviderQuery]:
    """Limited to the kinds that were chosen, if any were; without providers that have none of them."""
    if not chosen:
        return list(chosen_queries)
    wanted = set(chosen)
    limited = [
        (provider, replace(query, kinds=[kind for kind in query.kinds if kind in wanted]))
        for provider, query in chosen_queries
    ]
    return [(provider, query) for provider, query in limited if query.kinds]


def look_up(chosen_queries: Iterable[ProviderQuery]) -> list[Found] | None:
    """The rows with the reference that was typed; None if it is no reference of any provider."""
    found = [part for provider, query in chosen_queries if (part := provider.look_up(query)) is not None]
    return [part for part in found if part.number] if found else None


def one_page(chosen_queries: Iterable[ProviderQuery], start: int) -> tuple[list[Found], bool]:
    """PAGE rows from a place on, provider after provider, and whether others follow.

    A provider counts its rows only where another one follows and this page begins after all of them.
    """
    parts: list[Found] = []
    room, rest = PAGE, list(chosen_queries)
    while rest:
        provider, query = rest.pop(0)
        if not room:
            if provider.count(query):
                return parts, True
            continue
        part = provider.find(query, start, room)
        if part.number:
            parts.append(part)
            room, start = room - part.number, 0
        elif start and rest:
            start = max(0, start - provider.count(query))
        if part.more:
            return parts, True
    return parts, False


def _page(request: HttpRequest) -> int:
    """The page that the address names; the first where it names none, or one that cannot be."""
    chosen_queries = request.GET.get("page", "")
    return min(int(chosen_queries), LAST_PAGE) if re.fullmatch(r"[1-9][0-9]{0,5}", chosen_queries) else 1
