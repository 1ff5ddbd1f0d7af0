"""The filters of a matrix: fields in the address, answered by `content.filter_tree` on the tree."""

from datetime import date, datetime
from html import escape
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from programmes.content import Criteria, ProgrammeContent
from programmes.exports.columns import COLUMNS, HIDEABLE
from programmes.labels import columns, kinds, standings
from programmes.models import WorkProgramme
from wco_tracker.lib.date_words import day


class QuickSelect(forms.Select):
    """A select of hundreds of options, in groups or without, without a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same HTML as Django's own."""
        chosen = {str(item) for item in self.format_value(value)}
        options = [
            f'  <optgroup label="{escape(str(key))}">\n{_options(label, chosen)}  </optgroup>\n'
            if isinstance(label, list)
            else _options([(key, label)], chosen)
            for key, label in self.choices
        ]
        made = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return mark_safe(f"<select{made}>\n{''.join(options)}</select>")  # all that is put in is escaped


class QuickDate(forms.DateInput):
    """A field for a day, without a template for it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same HTML as Django's own, its attributes in another order."""
        given = {"type": "date", "name": name, "value": self.format_value(value), **(attrs or {})}
        return mark_safe(f"<input{flatatt(self.build_attrs(self.attrs, given))}>")  # flatatt escapes


def _options(options: list[tuple[Any, Any]], chosen: set[str]) -> str:
    marks = {True: " selected", False: ""}
    return "".join(
        [
            f'  <option value="{escape(str(key))}"{marks[str(key) in chosen]}>{escape(str(words))}</option>\n'
            for key, words in options
        ]
    )


CHOICES = {"section", "topic", "standing", "timeline", "officer", "columns"}
LEAVE_ROWS = {"section", "topic", "standing", "timeline", "officer", "words", "at"}  # what chooses rows
GONE = _("This choice is not, or no longer, in this programme.")
_FORMS: dict[type["MatrixFilter"], type[forms.Form]] = {}


class MatrixFilter(django_filters.FilterSet):
    """Section, topic, standing, kind of timeline, officer and words; and the day to judge at.

    What does not fit a field (a topic or an officer that is gone, a day that is none) leaves no row, and a sentence
    says so: all rows would be a wrong answer.
    """

    section = django_filters.ChoiceFilter(
        widget=QuickSelect, label=_("Section"), empty_label=_("Any section")
    )
    topic = django_filters.ChoiceFilter(widget=QuickSelect, label=_("Topic"), empty_label=_("Any topic"))
    standing = django_filters.MultipleChoiceFilter(label=_("Standing"))
    timeline = django_filters.ChoiceFilter(
        widget=QuickSelect, label=_("Timeline"), empty_label=_("Any timeline")
    )
    officer = django_filters.ChoiceFilter(
        widget=QuickSelect, label=_("Officer"), empty_label=_("Any officer")
    )
    words = django_filters.CharFilter(label=_("Contains"), max_length=200)
    at = django_filters.DateFilter(label=_("Status as at"), widget=QuickDate, input_formats=["%Y-%m-%d"])

    # "-progress" in the address leaves the column Progress out.
    columns = django_filters.MultipleChoiceFilter(label=_("Hide"))

    def __init__(self, data: Any, tree: ProgrammeContent) -> None:
        super().__init__(data, queryset=WorkProgramme.objects.none())
        fields = self.form.fields
        fields["section"].choices = [(section.key, section.name) for section in tree.sections]
        fields["topic"].choices = [(topic.key, topic.name) for topic in tree.topics]
        fields["standing"].choices = list(standings().items())
        fields["timeline"].choices = list(kinds().items())
        named = dict(zip(COLUMNS, columns(), strict=True))
        fields["columns"].choices = [(f"-{name}", named[name]) for name in HIDEABLE]
        # By key: a name does not belong into an address that is shared.
        officers = {topic.officer_key: topic.officer for topic in tree.topics if topic.officer}
        fields["officer"].choices = sorted(officers.items(), key=itemgetter(1))
        if not officers and not (data or {}).get("officer"):
            del fields["officer"]
        for name in CHOICES & fields.keys():
            fields[name].error_messages["invalid_choice"] = GONE

    def get_form_class(self) -> type[forms.Form]:
        """The form, which is the same for every programme and made once; its choices are each instance's own."""
        kind = type(self)
        if kind not in _FORMS:
            _FORMS[kind] = super().get_form_class()
        return _FORMS[kind]

    @property
    def hidden(self) -> frozenset[str]:
        """The columns that the address leaves out."""
        self.form.is_valid()
        return frozenset(name.removeprefix("-") for name in self.form.cleaned_data.get("columns") or ())

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand one after another, without ticks and words."""
        return [field for field in self.form if field.name not in ("standing", "words", "columns")]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The fields that leave rows out or move the day, with what they are set to in words."""
        self.form.is_valid()
        named = {name: dict(getattr(self.form.fields[name], "choices", ())) for name in self.form.fields}
        return [
            (str(self.form.fields[name].label), _in_words(value, named[name]))
            for name, value in self.form.cleaned_data.items()
            if value and name in named and name != "columns"
        ]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What does not fit its field: (the field's label, why)."""
        return [
            (str(self.form.fields[name].label), why)
            for name, errors in self.form.errors.items()
            for why in errors
        ]

    @property
    def criteria(self) -> Criteria:
        """The criteria that the address names."""
        self.form.is_valid()
        chosen = self.form.cleaned_data
        if LEAVE_ROWS & self.form.errors.keys():
            return Criteria(nothing=True)
        return Criteria(
            section=chosen.get("section") or "",
            topic=chosen.get("topic") or "",
            standings=frozenset(chosen.get("standing") or ()),
            kind=chosen.get("timeline") or "",
            officer=chosen.get("officer") or "",
            words=chosen.get("words") or "",
        )


def _in_words(value: Any, choices: dict[Any, Any]) -> str:
    """One value or several, as the form names them."""
    if isinstance(value, date):
        return day(value)
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(each, each)) for each in values)


def known_query(query: str) -> str:
    """The query of an address with the filter's own fields only, those that say something, in its order."""
    parameters = QueryDict(query.removeprefix("?"))
    return urlencode(
        [(name, value) for name in MatrixFilter.base_filters for value in parameters.getlist(name) if value]
    )


def requested_day(parameters: Any) -> date | None:
    """The day to judge at that an address names; None where it names none or no real one (the filter says so)."""
    try:
        return datetime.strptime(parameters.get("at") or "", "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None
