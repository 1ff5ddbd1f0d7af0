"""The list of programmes."""

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from groups.models import User
from programmes.models import WorkProgramme
from programmes.presenters.home import can_edit_anything
from programmes.tables import ProgrammeTable
from wco_tracker.lib.text import folded_text, folded_words

PRESENT = Q(
    sections__withdrawn_at=None,
    sections__topics__withdrawn_at=None,
    sections__topics__tasks__withdrawn_at=None,
    sections__topics__tasks__indicators__withdrawn_at=None,
)


class ProgrammeFilter(django_filters.FilterSet):
    """By group, status and words of the title."""

    title = django_filters.CharFilter(method="with_words", label=_("Title contains"), max_length=200)

    class Meta:
        model = WorkProgramme
        fields = ["title", "status"]

    def with_words(self, rows: QuerySet[WorkProgramme], name: str, typed: str) -> QuerySet[WorkProgramme]:
        """As the search compares: the databases themselves know accents and case each in another way."""
        words = folded_words(typed)
        titles = WorkProgramme.objects.values_list("pk", name)
        found = [pk for pk, title in titles if all(word in folded_text(title) for word in words)]
        return rows.filter(pk__in=found)


def programme_list(request: HttpRequest) -> HttpResponse:
    """The programmes that the reader may see."""
    seen = WorkProgramme.objects.visible_to(request.user).select_related("group")
    counted = seen.annotate(rows=Count("sections__topics__tasks__indicators", filter=PRESENT))
    chosen = ProgrammeFilter(request.GET, queryset=counted)
    table = ProgrammeTable(chosen.qs if chosen.is_valid() else counted.none())
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    may_start = isinstance(request.user, User) and can_edit_anything(request.user)
    return render(
        request,
        "programmes/programme_list_page.html",
        {"table": table, "filter": chosen, "may_start": may_start},
    )
