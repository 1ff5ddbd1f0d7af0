"""The form of one row: the indicator, its timeline, its progress entries and a new one, under one revision."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.actions.rows import UNRELEASED_STATUSES, EntryValues, RowValues, form_values
from programmes.forms.doubts import doubtful_achievements, doubtful_due_date
from programmes.labels import states
from programmes.models import Indicator, ProgressEntry, WorkProgramme
from wco_tracker.lib import timelines
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.forms import LineField, NumberField, PartialDateFormField, PastedField
from wco_tracker.lib.list_marks import without_bullet
from wco_tracker.lib.models import LONG, SHORT

ENTRY_FIELDS = ("text", "reported_on", "session", "sets_state", "number", "period")


def _at_most(limit: int) -> str:
    return gettext("At most %(limit)s characters.") % {"limit": number_format(limit, force_grouping=True)}


class TidyField(PastedField):
    """Text within its stated limit, in as many rows as it needs."""

    def __init__(self, *, rows: int, limit: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        kwargs.setdefault("help_text", lazy(_at_most, str)(limit))  # in the language of each reader
        super().__init__(max_length=limit, widget=widget, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # a longer paste is refused with words, not cut off

    def to_python(self, value: Any) -> str:
        """The text, without the bullet of a list that it was pasted from."""
        return without_bullet(super().to_python(value))


def number_field(label: Any, unit: str = "") -> NumberField:
    """A number of at most two decimals."""
    return NumberField(
        label=label,
        help_text=escape(unit),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class RowForm(forms.Form):
    """Made for one row as it is now; bound, it reads what was typed for the row as it was at `revision`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    sure = forms.BooleanField(label=_("It is right: save it so"), required=False)

    def __init__(
        self,
        indicator: Indicator,
        entries: Sequence[ProgressEntry],
        sessions: Sequence[tuple[str, str]],
        data: Any = None,
        initial: dict[str, str] | None = None,
        session: str = "",
    ) -> None:
        self.programme: WorkProgramme = indicator.container_object
        self.suggested = session  # of a new entry, unless another is chosen
        self.entries = {entry.key: entry for entry in entries}
        now = form_values(indicator, self.entries)
        super().__init__(
            data, initial={"revision": indicator.revision, "new-session": session, **now, **(initial or {})}
        )
        # One blank choice for a session that is none, and the row's own even if it is another group's.
        self._sessions = [("", _("No session")), *sessions]
        self.fields["text"] = TidyField(rows=3, limit=LONG, label=_("Performance indicator"))
        self.fields["timeline_phrase"] = TidyField(rows=1, limit=SHORT, label=_("Timeline"), required=False)
        self.fields["due_on"] = PartialDateFormField(
            label=_("Due date"),
            help_text=_("Only where the words of the timeline are not understood as you mean them."),
        )
        self.fields["target"] = number_field(_("Target"))
        self.fields["unit"] = self._short(_("Unit"), _("What is counted, such as “experts”."))
        if self.programme.status in UNRELEASED_STATUSES:  # only entries wait for their release
            public = _("Readers see this at once.")
            for name in ("text", "timeline_phrase", "due_on", "target", "unit"):
                field = self.fields[name]
                field.help_text = f"{field.help_text} {public}".strip()
        for key in self.entries:
            self._add_entry(f"entry-{key}-", required=True, unit=indicator.unit)
        self._add_entry("new-", required=False, unit=indicator.unit)

    def _short(self, label: Any, help_text: Any = "") -> LineField:
        return LineField(label=label, required=False, max_length=60, help_text=help_text)

    def _add_entry(self, prefix: str, *, required: bool, unit: str) -> None:
        self.fields |= {
            prefix + "text": TidyField(
                rows=3,
                limit=LONG,
                label=_("Progress") if required else _("New progress entry"),
                required=required,
            ),
            prefix + "reported_on": PartialDateFormField(label=_("Date it refers to")),
            prefix + "session": forms.ChoiceField(label=_("Session"), choices=self._sessions, required=False),
            prefix + "sets_state": forms.ChoiceField(
                label=_("New status"),
                choices=[("", _("No change")), *states().items()],
                required=False,
            ),
            prefix + "number": number_field(_("Number"), unit),
            prefix + "period": self._short(_("Period")),
        }

    def clean(self) -> dict[str, Any]:
        """A new entry that has anything has a text; the session that was suggested is nothing typed."""
        cleaned = super().clean() or {}
        rest = [cleaned.get(f"new-{name}") for name in ENTRY_FIELDS if name != "text"]
        if (
            any(value not in (None, "", self.suggested) for value in rest)
            and not cleaned.get("new-text")
            and "new-text" not in self.errors
        ):
            self.add_error("new-text", _("Write what the progress is, or clear the fields beside it."))
        self.doubts = list(self._doubts(cleaned))
        if self.doubts and not cleaned.get("sure"):
            self.add_error("sure", self.doubts)
        return cleaned

    def _doubts(self, cleaned: dict[str, Any]) -> Iterator[str]:
        """What of the typed values is asked about; what stood there before is not."""
        if {"timeline_phrase", "due_on"} & set(self.changed_data):
            given = cleaned.get("due_on")
            due = last_day(given) if given else timelines.read(cleaned.get("timeline_phrase") or "").due_on
            yield from doubtful_due_date(self.programme, due)
        prefixes = ["new-", *(f"entry-{key}-" for key in self.entries)]
        changed = [
            one for one in prefixes if {one + "sets_state", one + "reported_on"} & set(self.changed_data)
        ]
        yield from doubtful_achievements(
            (cleaned.get(one + "sets_state") or "", cleaned.get(one + "reported_on") or "") for one in changed
        )

    @property
    def values(self) -> RowValues:
        """What was typed; only of a valid form."""
        typed = self.cleaned_data
        return RowValues(
            text=typed["text"],
            timeline_phrase=typed["timeline_phrase"],
            due_on=typed["due_on"],
            target=hundredths(typed["target"]),
            unit=typed["unit"],
            entries={key: self._entry(f"entry-{key}-") for key in self.entries},
            new=self._entry("new-") if typed["new-text"] else None,
        )

    def _entry(self, prefix: str) -> EntryValues:
        values = {name: self.cleaned_data[prefix + name] for name in ENTRY_FIELDS}
        return EntryValues(**{**values, "number": hundredths(values["number"])})

    @property
    def entry_rows(self) -> Iterator[dict[str, Any]]:
        """The existing entries with their fields, and whether one of these is refused; for the template."""
        for key, entry in self.entries.items():
            fields = self._bound(f"entry-{key}-")
            yield {"entry": entry, "has_errors": any(field.errors for field in fields.values()), **fields}

    @property
    def row_has_errors(self) -> bool:
        """Whether a field of the row itself is refused; these stand folded."""
        return any(name in self.errors for name in ("text", "timeline_phrase", "due_on", "target", "unit"))

    @property
    def new_row(self) -> dict[str, BoundField]:
        """The fields of the new entry, for the template."""
        return self._bound("new-")

    def _bound(self, prefix: str) -> dict[str, BoundField]:
        return {name: self[prefix + name] for name in ENTRY_FIELDS}


def hundredths(number: Decimal | None) -> Decimal | None:
    """A number as it is stored."""
    return None if number is None else number.quantize(Decimal("0.01"))
