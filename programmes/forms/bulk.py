"""The form of new values for several rows: each part leaves the rows unchanged until something is chosen in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Person
from programmes.actions.bulk import BulkValues
from programmes.actions.rows import EntryValues
from programmes.forms.rows import TidyField
from programmes.labels import states
from wco_tracker.lib.forms import PartialDateFormField
from wco_tracker.lib.models import LONG, SHORT

LEAVE = ("", _("Leave as it is"))
NOBODY, NAMED = "nobody", "="  # a value of the officer's field; before a name, which may be anything


class BulkForm(forms.Form):
    """What to set; valid only if it sets something."""

    timeline = forms.ChoiceField(
        label=_("Timeline"), required=False, choices=[LEAVE, ("set", _("Change to:"))]
    )
    timeline_phrase = TidyField(rows=1, limit=SHORT, label=_("New timeline"), required=False)
    officer = forms.ChoiceField(
        label=_("Officer"), required=False, help_text=_("Of the topic, and so of all its rows.")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        help_text=_(
            "A progress entry records the new status. Without a text of its own, it says the status and nothing else."
        ),
    )
    text = TidyField(rows=3, limit=LONG, label=_("New progress entry"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    reported_on = PartialDateFormField(label=_("Date it refers to"))

    def __init__(
        self, people: Iterable[Person], sessions: Sequence[tuple[str, str]], data: Any = None
    ) -> None:
        super().__init__(data, auto_id="set_%s")  # the filter above has fields of the same names
        self.people = {person.name: person for person in people}
        named = [(NAMED + name, name) for name in self.people]
        self.fields["officer"].choices = [LEAVE, (NOBODY, _("Nobody")), *named]  # type: ignore[attr-defined]
        self.fields["state"].choices = [LEAVE, *states().items()]  # type: ignore[attr-defined]
        self.fields["session"].choices = [("", _("No session")), *sessions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Words without the choice that uses them are refused, and so is a form that sets nothing."""
        typed = super().clean() or {}
        if typed.get("timeline_phrase") and not typed.get("timeline"):
            self.add_error("timeline", _("You wrote a timeline. Choose to set it, or clear it."))
        if (typed.get("session") or typed.get("reported_on")) and not (
            typed.get("text") or typed.get("state")
        ):
            self.add_error("text", _("Write what the progress is, or clear the fields beside it."))
        if not self.errors and not self.values:
            raise forms.ValidationError(_("No new value is chosen. Choose what to change."))
        return typed

    @property
    def values(self) -> BulkValues:
        """What was chosen; only of a form whose fields are valid."""
        typed = self.cleaned_data
        officer = typed["officer"]
        entry = EntryValues(typed["text"], typed["reported_on"], typed["session"], typed["state"])
        return BulkValues(
            timeline_phrase=typed["timeline_phrase"] if typed["timeline"] else None,
            sets_officer=bool(officer),
            officer=self.people[officer.removeprefix(NAMED)] if officer.startswith(NAMED) else None,
            entry=entry if entry.text or entry.sets_state else None,
        )
