"""What the search page finds in programmes: rows by words, and by their reference ("11.2.3")."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.models import Indicator, WorkProgramme
from programmes.models.programmes import ProgrammeQuerySet
from programmes.selectors import search as selector
from programmes.selectors.programmes import row_references
from wco_tracker.lib.search import Found, Query

REFERENCE = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,5}")
TEMPLATE = "programmes/search_results.html"
ROW = "task__topic__section__programme"


class ProgrammeSearch:
    """Topics, tasks, indicators and progress of the programmes that the reader may see."""

    kinds = [
        ("topic", _("Topics")),
        ("task", _("Tasks")),
        ("indicator", _("Performance Indicators")),
        ("progress", _("Progress")),
    ]

    def fields(self, reader: Any) -> Mapping[str, forms.Field]:
        """One of the programmes: one statement."""
        seen = WorkProgramme.objects.visible_to(reader)
        choices = [("", _("Any programme")), *((programme.slug, programme.title) for programme in seen)]
        return {"programme": forms.ChoiceField(label=_("Work programme"), choices=choices, required=False)}

    def look_up(self, query: Query) -> Found | None:
        """The rows with a reference, each of its own programme, those that the committee works by first."""
        if not REFERENCE.fullmatch(query.typed):
            return None
        rows = rows_with(query.typed, _programmes(query))
        if not rows:
            return _shown([], query)
        first = rows[0]
        address = f"{first.task.topic.section.programme.get_absolute_url()}#r-{first.key}"
        return _shown(selector.hits_of(rows), query, address=address)

    def find(self, query: Query, start: int, most: int) -> Found:
        """Rows in which a word stands, and all others in them or above them, in the documents' order."""
        kinds = cast(Sequence[selector.Kind], query.kinds)
        hits, more = selector.find(
            query.words, _programmes(query), query.reader, kinds, start=start, most=most
        )
        return _shown(hits, query, more=more)

    def count(self, query: Query) -> int:
        """One statement."""
        kinds = cast(Sequence[selector.Kind], query.kinds)
        return selector.count(query.words, _programmes(query), query.reader, kinds)


def rows_with(reference: str, programmes: ProgrammeQuerySet) -> list[Indicator]:
    """The present rows with a reference, at most one of each programme."""
    number = reference.partition(".")[0]
    keys = []
    for programme in programmes.filter(Q(sections__number=number) | Q(sections__number="")).distinct():
        keys += [key for key, ref in row_references(programme).items() if ref == reference]
    rows = Indicator.objects.filter(key__in=keys).select_related(ROW)
    live = selector.liveliness(f"{ROW}__status")
    return list(rows.order_by(f"{ROW}__training", live, f"-{ROW}__period", "pk"))


def _programmes(query: Query) -> ProgrammeQuerySet:
    seen = WorkProgramme.objects.visible_to(query.reader)
    slug = query.fields.get("programme")
    return seen.filter(slug=slug) if slug else seen


def _address(hit: selector.Hit) -> str:
    """Where a task or a row is shown in the tables; a topic's own page is the template's."""
    programme = hit.topic.section.programme.get_absolute_url()
    if hit.indicator:
        return f"{programme}#r-{hit.indicator.key}"
    return f"{programme}#t-{hit.topic.key}" if hit.kind == "task" else ""


def _shown(hits: list[selector.Hit], query: Query, *, more: bool = False, address: str = "") -> Found:
    words = {
        "topic": gettext("Topic"),
        "task": gettext("Task"),
        "indicator": gettext("Indicator"),
        "progress": gettext("Progress"),
    }
    for hit in hits:
        hit.label = words[hit.kind]
        hit.address = _address(hit)
    context = {"programmes": selector.grouped(hits, query.words), "topic": words["topic"]}
    return Found(len(hits), TEMPLATE, context, more=more, address=address)
