"""Dates in templates as the pages write them: `date:"j F Y"` has no way to write the French "1er mars 2014"."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from wco_tracker.lib import date_words
from wco_tracker.lib.dates import is_partial_date

register = template.Library()
register.filter("day", date_words.day, expects_localtime=True)


@register.filter
def partial(value: str | None) -> str:
    """A stored partial date in words; "" for anything else, such as what was mistyped in a form shown again."""
    return date_words.partial(value) if value and is_partial_date(value) else ""


@register.filter(expects_localtime=True)
def moment(value: datetime) -> str:
    """A moment in the reader's time zone: "31 March 2014, 14:30"."""
    return f"{date_words.day(value)}, {date_format(value, 'H:i')}"
