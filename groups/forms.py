"""Forms about a person's own account."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import User

# Places people know, "Europe/Brussels"; left out are old names and names for machines.
CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def time_zones() -> list[tuple[str, str]]:
    """What can be chosen: UTC, then the places by name."""
    places = sorted(name for name in available_timezones() if name.partition("/")[0] in CONTINENTS)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places if "/" in name)]


class AccountForm(forms.ModelForm):
    """How the tracker speaks to this person."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Times in histories are shown in it.")
    )

    class Meta:
        model = User
        fields = ("language", "time_zone")
        labels = {"language": _("Language")}
        help_texts = {
            "language": _("Of pages and messages. Programmes stay in the language they are written in.")
        }
