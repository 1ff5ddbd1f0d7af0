"""The short form of a row in the update after a session: what is new, and the state that it sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.actions.rows import EntryValues, RowValues
from programmes.forms.rows import TidyField
from programmes.labels import states
from programmes.models import Indicator
from wco_tracker.lib.models import LONG


class ReviewForm(forms.Form):
    """A new entry for the session; it needs words, as every entry does."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = TidyField(rows=2, limit=LONG, label=_("New progress entry"), required=False, help_text="")
    state = forms.ChoiceField(label=_("New status"), required=False)

    def __init__(self, key: str, revision: int, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial={"revision": revision, **(initial or {})}, auto_id=f"id_{key}_%s")
        self.fields["state"].choices = [("", _("No change")), *states().items()]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """The words; without any there is nothing to save."""
        words: str = self.cleaned_data["text"]
        if not words:
            raise forms.ValidationError(_("Write what is new, or say that there is no change."))
        return words

    def values(self, indicator: Indicator, session: str) -> RowValues:
        """The row as it is, with the new entry; only of a valid form."""
        return RowValues(
            text=indicator.text,
            timeline_phrase=indicator.timeline_phrase,
            target=indicator.target,
            unit=indicator.unit,
            new=EntryValues(
                self.cleaned_data["text"], session=session, sets_state=self.cleaned_data["state"]
            ),
        )
