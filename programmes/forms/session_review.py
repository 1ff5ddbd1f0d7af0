"""The short form of a row in the update after a session: what is new, the state that it sets, and the timeline."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from programmes.actions.rows import EntryValues, RowValues, given_due_date
from programmes.forms.rows import TidyField, hundredths, number_field
from programmes.labels import states
from programmes.models import Indicator
from wco_tracker.lib.forms import PartialDateFormField
from wco_tracker.lib.models import LONG, SHORT
from wco_tracker.lib.text import tidy

OF_THE_ENTRY = ("state", "number", "reported_on")


class ReviewForm(forms.Form):
    """A new entry for the session, which needs words, as every entry does; or another timeline alone."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = TidyField(rows=2, limit=LONG, label=_("New progress entry"), required=False, help_text="")
    state = forms.ChoiceField(label=_("New status"), required=False)
    number = number_field(_("Number"))
    reported_on = PartialDateFormField(
        label=_("Date it refers to"), help_text=_("Without one: the date of the session.")
    )
    timeline_phrase = TidyField(rows=1, limit=SHORT, label=_("Timeline"), required=False, help_text="")

    def __init__(
        self, key: str, revision: int, timeline: str, unit: str = "", data: Any = None, initial: Any = None
    ) -> None:
        """`timeline` and `unit` are the row's own."""
        self.timeline = timeline
        super().__init__(
            data,
            initial={"revision": revision, "timeline_phrase": timeline, **(initial or {})},
            auto_id=f"id_{key}_%s",
        )
        self.fields["state"].choices = [("", _("No change")), *states().items()]  # type: ignore[attr-defined]
        self.fields["number"].help_text = escape(unit)

    @property
    def more(self) -> list[Any]:
        """The fields that stand folded."""
        return [self[name] for name in ("number", "reported_on", "timeline_phrase")]

    @property
    def more_is_open(self) -> bool:
        """Whether one of the folded fields holds something typed, or is refused."""
        return any(field.errors for field in self.more) or any(
            (field.value() or "") != (field.initial if field.name == "timeline_phrase" else "")
            for field in self.more
        )

    def clean_timeline_phrase(self) -> str:
        """As typed; as it is where the form has no such field, or a browser alone made it differ."""
        typed: str = self.cleaned_data["timeline_phrase"]
        unchanged = "timeline_phrase" not in self.data or tidy(typed) == tidy(self.timeline)
        return self.timeline if unchanged else typed

    def clean(self) -> dict[str, Any]:
        """Without words there is nothing to save but another timeline."""
        cleaned = super().clean() or {}
        if cleaned.get("text") or "text" in self.errors:
            return cleaned
        same = cleaned.get("timeline_phrase", "") == self.timeline
        if same or any(cleaned.get(name) for name in OF_THE_ENTRY):
            self.add_error("text", _("Write what is new, or say that there is no change."))
        return cleaned

    def values(self, indicator: Indicator, session: str) -> RowValues:
        """The row as it is, with the new entry and the timeline; only of a valid form."""
        typed = self.cleaned_data
        same = typed["timeline_phrase"] == indicator.timeline_phrase
        new = EntryValues(
            typed["text"],
            reported_on=typed["reported_on"],
            session=session,
            sets_state=typed["state"],
            number=hundredths(typed["number"]),
        )
        return RowValues(
            text=indicator.text,
            timeline_phrase=typed["timeline_phrase"],
            due_on=given_due_date(indicator) if same else "",
            target=indicator.target,
            unit=indicator.unit,
            new=new if typed["text"] else None,
        )
