"""Dates in templates as the pages say them: `date:"j F Y"` has no way to write the French "1er mars 2014"."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from programmes.labels import day

register = template.Library()
register.filter("day", day, expects_localtime=True)


@register.filter(expects_localtime=True)
def moment(value: datetime) -> str:
    """A moment in the reader's time zone: "31 March 2014, 14:30"."""
    return f"{day(value)}, {date_format(value, 'H:i')}"
