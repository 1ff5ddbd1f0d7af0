"""What the search page finds in programmes: rows by words, and by their reference ("11.2.3")."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.labels import standing_tags
from programmes.models import Indicator, Topic, WorkProgramme
from programmes.models.programmes import ProgrammeQuerySet
from programmes.selectors import search as selector
from programmes.selectors.programmes import row_references
from programmes.selectors.references import references_of
from programmes.selectors.standings import tags_of
from wco_tracker.lib.search import Found, Query

# "11.2.3", "II.1.1" of a row and "11.2" of a topic, however a full stop ends it.
REFERENCE = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7})\.\d{1,4}(?:\.\d{1,5})?", re.IGNORECASE)
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
        """The rows or topics with a reference, of each programme one, those that the committee works by first."""
        reference = query.typed.strip(" .")
        if not REFERENCE.fullmatch(reference):
            return None
        if reference.count(".") == 1:
            topics = topics_with(reference, _programmes(query))
            if not topics:
                return None  # "2.5" may stand in a text
            address = reverse("programmes:topic", args=[topics[0].section.programme.slug, topics[0].key])
            return _shown(selector.hits_of_topics(topics), query, address=address)
        rows = rows_with(reference, _programmes(query))
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
    keys = []
    for programme in _with_section(reference, programmes):
        references = row_references(programme).items()
        keys += [key for key, ref in references if ref.casefold() == reference.casefold()]
    rows = Indicator.objects.filter(key__in=keys).select_related(ROW)
    live = selector.liveliness(f"{ROW}__status")
    return list(rows.order_by(f"{ROW}__training", live, f"-{ROW}__period", "pk"))


def topics_with(reference: str, programmes: ProgrammeQuerySet) -> list[Topic]:
    """The present topics with a reference, at most one of each programme."""
    live = selector.liveliness("section__programme__status")
    found = Topic.objects.present().filter(
        section__withdrawn_at=None, section__programme__in=_with_section(reference, programmes)
    )
    in_order = found.select_related("section__programme").order_by(
        "section__programme__training", live, "-section__programme__period", "position", "pk"
    )
    topics = list(in_order)
    references = references_of(topics)
    return [topic for topic in topics if references.get(topic.key, "").casefold() == reference.casefold()]


def _with_section(reference: str, programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """The programmes that have a section of that number, or one without a number."""
    number = reference.partition(".")[0]
    return programmes.filter(Q(sections__number__iexact=number) | Q(sections__number="")).distinct()


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
    rows = {hit.indicator.pk: hit.indicator for hit in hits if hit.indicator}
    standing, named = tags_of(list(rows.values()), query.reader), standing_tags()
    for hit in hits:
        hit.label = words[hit.kind]
        hit.address = _address(hit)
        if hit.indicator:
            hit.standing, tag = standing[hit.indicator.key]
            hit.standing_words = named[tag]
    context = {"programmes": selector.grouped(hits, query.words), "topic": words["topic"]}
    return Found(len(hits), TEMPLATE, context, more=more, address=address)
