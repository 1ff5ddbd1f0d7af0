"""Lists of programmes."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.models import WorkProgramme
from wco_tracker.lib.date_words import partial


class ProgrammeTable(tables.Table):
    """One line a programme."""

    title = tables.Column(verbose_name=_("Work programme"), linkify=True)
    group = tables.Column(accessor="group__name", verbose_name=_("Group"))
    period = tables.Column(verbose_name=_("Period"))
    status = tables.Column(verbose_name=_("Status"))
    rows = tables.Column(
        verbose_name=_("Performance indicators"), attrs={"td": {"class": "number"}, "th": {"class": "number"}}
    )
    as_of = tables.Column(verbose_name=_("Text of"))

    class Meta:
        model = WorkProgramme
        fields = ("title", "group", "period", "status", "rows", "as_of")
        order_by = ("-period",)
        empty_text = _("No work programme is open to you. Sign in, or ask the secretariat.")
        attrs = {"class": "table list"}

    def render_title(self, record: WorkProgramme) -> Any:
        """With a mark on a training copy."""
        title = format_html('<span lang="{}">{}</span>', record.language, record.title)
        if not record.training:
            return title
        return format_html('{} <span class="training">{}</span>', title, _("Training copy"))

    def render_as_of(self, value: str) -> str:
        """In the reader's language."""
        return partial(value)
