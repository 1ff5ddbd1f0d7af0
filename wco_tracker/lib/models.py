"""Abstract bases that the applications share; this module makes no table of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wco_tracker.lib import text
from wco_tracker.lib.dates import is_partial_date
from wco_tracker.lib.keys import PATTERN, new_key

SHORT, LONG = text.SHORT, text.LONG


def no_control_characters(value: str) -> None:
    """Refuses what no Word file can hold, and says where it stands."""
    if found := text.forbidden_character(value):
        raise ValidationError(
            _("Line %(line)s holds an invisible control character (%(code)s). Remove it and save again."),
            params={"line": found[0], "code": found[1]},
            code="control_character",
        )


def partial_date(value: str) -> None:
    """A date as precise as the text it was read from: 2014, 2014-10 or 2014-10-31."""
    if not is_partial_date(value):
        raise ValidationError(
            _("“%(value)s” is not a date. Write 2014, 2014-10 or 2014-10-31."),
            params={"value": value},
            code="partial_date",
        )


class PartialDateField(models.CharField):
    """A date as precise as its source; empty where nothing is recorded."""

    default_validators = [partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class Keyed(models.Model):
    """A row with a name outside the database."""

    key = models.CharField(
        _("key"),
        max_length=10,
        unique=True,
        default=new_key,
        editable=False,
        validators=[RegexValidator(rf"^{PATTERN.pattern}\Z")],
    )

    class Meta:
        abstract = True


class Revisioned(models.Model):
    """A row that two people can edit: a save names the revision it saw (architecture.md, Writing)."""

    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    class Meta:
        abstract = True


class Positioned(models.Model):
    """A row with a place among its siblings: sparse, not unique, ordered together with the primary key."""

    position = models.IntegerField(_("position"), default=0, editable=False)

    class Meta:
        abstract = True


class Timelined(models.Model):
    """A phrase as printed and, beside it, what the reader of timelines made of it (lib.timelines)."""

    timeline_phrase = models.CharField(
        _("timeline"), max_length=SHORT, blank=True, validators=[no_control_characters]
    )
    timeline_kind = models.CharField(max_length=12, default="unread", editable=False)
    timeline_due_on = models.DateField(_("due on"), null=True, blank=True, editable=False, db_index=True)
    timeline_precision = models.CharField(max_length=12, blank=True, editable=False)
    timeline_recurrence = models.CharField(max_length=12, blank=True, editable=False)
    timeline_condition = models.CharField(max_length=SHORT, blank=True, editable=False)
    timeline_derived = models.CharField(max_length=30, blank=True, editable=False)

    class Meta:
        abstract = True
