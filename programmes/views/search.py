"""The search page: a row's reference leads to the row; words are found in all programmes one may see."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from programmes.models import Indicator, WorkProgramme
from programmes.models.programmes import ProgrammeQuerySet
from programmes.selectors import search as selector
from programmes.selectors.programmes import row_references
from wco_tracker.lib.http import query_of

REFERENCE = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,5}")
MOST_WORDS = 12  # each costs the database a comparison at every level; a box holds no more anyway
LAST_PAGE = 200
KINDS = [
    ("topic", _("Topics")),
    ("task", _("Tasks")),
    ("indicator", _("Performance Indicators")),
    ("progress", _("Progress")),
]


class SearchForm(forms.Form):
    """Where to search; a forged choice is shown beside its field and limits nothing."""

    q = forms.CharField(required=False)
    programme = forms.ChoiceField(label=_("Work programme"), required=False)
    kind = forms.MultipleChoiceField(label=_("Kind"), choices=KINDS, required=False)

    def __init__(self, data: Any, seen: list[WorkProgramme]) -> None:
        super().__init__(data)
        choices = [("", _("Any programme")), *((programme.slug, programme.title) for programme in seen)]
        self.fields["programme"].choices = choices  # type: ignore[attr-defined]


def search(request: HttpRequest) -> HttpResponse:
    """A reference of one visible programme leads straight to its row; of several, to a choice."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    programmes = WorkProgramme.objects.visible_to(request.user)
    form = SearchForm(request.GET, list(programmes))
    form.is_valid()
    if slug := form.cleaned_data.get("programme"):
        programmes = programmes.filter(slug=slug)
    words, page, more = selector.words_of(asked)[:MOST_WORDS], _page(request), False
    if REFERENCE.fullmatch(asked):
        rows = _by_reference(asked, programmes)
        if len(rows) == 1:
            programme = rows[0].task.topic.section.programme
            return redirect(f"{programme.get_absolute_url()}#r-{rows[0].key}")
        hits = selector.hits_of(rows)
    else:
        kinds = form.cleaned_data.get("kind") or selector.KINDS
        hits, more = selector.find(words, programmes, request.user, kinds, page)
    context = {
        "asked": asked,
        "form": form,
        "chosen": form.cleaned_data.get("kind") or [],
        "programmes": selector.grouped(hits, words),
        "first": (page - 1) * selector.PAGE + 1,
        "last": (page - 1) * selector.PAGE + len(hits),
        "number": len(hits),
        "page": page,
        "more": more and page < LAST_PAGE,
        "query": query_of(request.GET, form),
        "kinds": {
            "topic": _("Topic"),
            "task": _("Task"),
            "indicator": _("Indicator"),
            "progress": _("Progress"),
        },
    }
    return render(request, "programmes/search_page.html", context)


def _page(request: HttpRequest) -> int:
    """The page that the address names; the first where it names none, or one that cannot be."""
    asked = request.GET.get("page", "")
    return min(int(asked), LAST_PAGE) if re.fullmatch(r"[1-9][0-9]{0,5}", asked) else 1


def _by_reference(reference: str, seen: ProgrammeQuerySet) -> list[Indicator]:
    keys = []
    for programme in seen.filter(
        Q(sections__number=reference.split(".")[0]) | Q(sections__number="")
    ).distinct():
        references = row_references(programme)
        keys += [key for key, ref in references.items() if ref == reference]
    rows = Indicator.objects.filter(key__in=keys).select_related("task__topic__section__programme")
    above = "task__topic__section__programme"
    live = selector.liveliness(f"{above}__status")
    return list(rows.order_by(f"{above}__training", live, f"-{above}__period", "pk"))
