"""The search box: a row's reference leads to the row; words find rows of the programmes one may see."""

import re

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from programmes.models import Indicator, WorkProgramme
from programmes.models.programmes import ProgrammeQuerySet
from programmes.models.rows import NodeQuerySet
from programmes.queries import row_references

REFERENCE = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,5}")
MOST = 50  # rows that one answer shows


def search(request: HttpRequest) -> HttpResponse:
    """A reference of one visible programme leads straight to its row; of several, to a choice."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    seen = WorkProgramme.objects.visible_to(request.user)
    found = _by_reference(asked, seen) if REFERENCE.fullmatch(asked) else _by_words(asked, seen)
    if len(found) == 1 and REFERENCE.fullmatch(asked):
        programme = found[0].task.topic.section.programme
        return redirect(f"{programme.get_absolute_url()}#r-{found[0].key}")
    context = {"asked": asked, "found": found[:MOST], "more": len(found) > MOST, "most": MOST}
    return render(request, "programmes/search_page.html", context)


def _by_reference(reference: str, seen: ProgrammeQuerySet) -> list[Indicator]:
    keys = []
    for programme in seen.filter(
        Q(sections__number=reference.split(".")[0]) | Q(sections__number="")
    ).distinct():
        references = row_references(programme)
        keys += [key for key, ref in references.items() if ref == reference]
    return list(_rows().filter(key__in=keys))


def _by_words(words: str, seen: ProgrammeQuerySet) -> list[Indicator]:
    rows = _rows().filter(task__topic__section__programme__in=seen)
    for word in words.split():
        rows = rows.filter(
            Q(text__icontains=word) | Q(task__text__icontains=word) | Q(task__topic__title__icontains=word)
        )
    return list(rows[: MOST + 1]) if words else []


def _rows() -> NodeQuerySet:
    present = Indicator.objects.present().filter(
        task__withdrawn_at=None, task__topic__withdrawn_at=None, task__topic__section__withdrawn_at=None
    )
    return present.select_related("task__topic__section__programme__group").order_by(
        "-task__topic__section__programme__period",
        "task__topic__section__position",
        "task__topic__position",
        "task__position",
        "position",
        "pk",
    )
