"""Fields that forms of every app share: words as they are pasted, and dates as they are typed."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wco_tracker.lib import text
from wco_tracker.lib.models import no_control_characters
from wco_tracker.lib.typed_dates import read_typed_date


class PastedField(forms.CharField):
    """Text that may come with a paste: tidied before its length is measured; `replaced` tells what that took."""

    default_validators = [no_control_characters]
    replaced: list[str] = []

    def to_python(self, value: Any) -> str:
        """The text, tidied."""
        return text.tidy(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        """The tidied text, checked."""
        self.replaced = text.pasted_characters(str(value or ""))
        return str(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A browser's line breaks are no change."""
        return super().has_changed(text.tidy(initial or ""), text.tidy(data or ""))


class LineField(PastedField):
    """One line: what parts lines in the paste is a space."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return " ".join(super().to_python(value).split("\n"))


def tell_what_was_replaced(request: HttpRequest, form: forms.BaseForm) -> None:
    """Says of a form that was taken which fields held invisible characters, and what became of them."""
    for name, field in form.fields.items():
        codes = getattr(field, "replaced", None)
        if not codes:
            continue
        messages.info(
            request,
            _(
                "“%(field)s” held invisible characters of a paste (%(codes)s). Those that part lines became line "
                "breaks or spaces, the others were left out; every word is kept."
            )
            % {"field": form[name].label, "codes": ", ".join(codes)},
        )


_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")


class NumberField(forms.DecimalField):
    """A number as people write it: "12.5" and "12,5", "1 000" and, where the reader's language is English, "1,000"."""

    # A plain field: one of type "number" drops what it does not understand.
    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        """The number; spaces of every kind part thousands."""
        typed = _SPACES.sub("", str(value)) if isinstance(value, str) else value
        if isinstance(typed, str) and "," in typed:
            thousands = _GROUPED.fullmatch(typed) and (get_language() or "en").startswith("en")
            typed = typed.replace(",", "") if thousands or "." in typed else typed.replace(",", ".")
        return super().to_python(typed)


class PartialDateFormField(forms.CharField):
    """A date as precise as it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "max_length": 30,
            "required": False,
            "help_text": gettext_lazy("2014, March 2014, 2014-03 or 31 March 2014"),
            **kwargs,
        }
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> str:
        """The date in its plain form; what is not one is refused with what to write."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return read_typed_date(typed)
        except ValueError as error:
            raise ValidationError(
                _("“%(typed)s” is not a date. Write 2014, March 2014, 2014-03 or 31 March 2014."),
                params={"typed": typed},
            ) from error
