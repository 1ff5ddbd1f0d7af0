"""The form that takes the file of a programme."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wco_tracker.lib.models import SHORT


class ImportForm(forms.Form):
    """A JSON file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=SHORT,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("A JSON file of a work programme, such as an export of this system."),
    )

    def clean_file(self) -> Any:
        """By its name a JSON file, and no larger than is taken."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".json"):
            raise ValidationError(_("Only a JSON file can be read; its name ends in .json."))
        if file.size > settings.IMPORT_UPLOAD_BYTES:
            raise ValidationError(too_large())
        return file


def too_large() -> str:
    """What is said of a file that is not taken in the browser."""
    words = _(
        "The file is too large: at most %(most)s can be imported here. An administrator can import a larger one."
    )
    return words % {"most": filesizeformat(settings.IMPORT_UPLOAD_BYTES)}
