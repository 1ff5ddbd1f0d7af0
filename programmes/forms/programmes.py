"""The forms of a programme itself: a new one, and its title, period, introduction, visibility and status."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from groups.models import Group, User
from groups.models.containers import Visibility
from groups.permissions import Permission, groups_where
from programmes.content.addresses import is_reserved
from programmes.forms.rows import TidyField
from programmes.models import StrategicPlan, WorkProgramme
from wco_tracker.lib.dates import first_day, last_day
from wco_tracker.lib.forms import LineField, PartialDateFormField
from wco_tracker.lib.models import SHORT

SHORT_NAME = 50  # characters of a programme's name in addresses
NO_SHORT_NAME = _(
    "Write at most 50 characters: letters without accents, digits and hyphens, no spaces, "
    "such as ptc-2019-2022."
)
INTRODUCTION = 50_000  # characters


class NewProgrammeForm(forms.Form):
    """A new programme: whose it is, what it is called, and which earlier one it starts from."""

    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), empty_label=None)
    earlier = forms.ModelChoiceField(
        WorkProgramme.objects.none(),
        label=_("Start from"),
        required=False,
        empty_label=_("An empty programme"),
        help_text=_("Sections, topics, tasks, indicators and timelines are copied, without their progress."),
    )
    title = TidyField(rows=2, limit=SHORT, label=_("Title"))
    slug = forms.CharField(
        label=_("Web address"),
        widget=forms.TextInput(attrs={"maxlength": SHORT_NAME}),
        error_messages={"required": NO_SHORT_NAME},
        validators=[RegexValidator(rf"^[-a-zA-Z0-9_]{{1,{SHORT_NAME}}}\Z", NO_SHORT_NAME)],
        help_text=_("Letters, digits and hyphens, such as “ptc-2019-2022”. It cannot be changed later."),
    )
    period = LineField(
        label=_("Period"),
        max_length=30,
        required=False,
        help_text=_("Such as “2019-2022”."),
    )
    plan = forms.ModelChoiceField(
        StrategicPlan.objects.all(), label=_("Strategic plan"), required=False, empty_label=_("None")
    )
    language = forms.ChoiceField(label=_("Language of the content"), choices=settings.LANGUAGES)
    visibility = forms.ChoiceField(
        label=_("Visible to"),
        choices=Visibility.choices,
        initial=Visibility.SECRETARIAT,
        help_text=_("The chair sees a draft in any case."),
    )

    def __init__(self, data: Any = None, *, groups: Any, reader: User) -> None:
        super().__init__(data)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["earlier"].queryset = WorkProgramme.objects.visible_to(reader)  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Small letters, and a name that is free."""
        slug: str = self.cleaned_data["slug"].lower()
        if is_reserved(slug) or WorkProgramme.objects.filter(slug=slug).exists():
            raise ValidationError(_("This web address is taken. Choose another."))
        return slug


class SettingsForm(forms.Form):
    """What a programme says of itself. A new status is a step, with its day and the body that took it."""

    title = TidyField(rows=2, limit=SHORT, label=_("Title"))
    status = forms.ChoiceField(label=_("Status"), choices=WorkProgramme.Status.choices)
    step_on = PartialDateFormField(
        label=_("Step taken on"), help_text=_("Where the status changes, as precisely as it is known.")
    )
    step_by = LineField(
        label=_("Step taken by"),
        required=False,
        max_length=SHORT,
        help_text=_("Where the status changes: the body that took the step, such as “the Council”."),
    )
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)
    period = LineField(
        label=_("Period"), max_length=30, required=False, help_text=_("As printed, such as “2019-2022”.")
    )
    starts_on = PartialDateFormField(label=_("First day"))
    ends_on = PartialDateFormField(label=_("Last day"))
    introduction = TidyField(
        rows=10,
        limit=INTRODUCTION,
        label=_("Introduction"),
        required=False,
        help_text=_("An empty line stands between two paragraphs; “## ” begins a heading, “- ” a bullet."),
    )

    def clean_introduction(self) -> list[str]:
        """Its paragraphs."""
        parts = (part.strip() for part in self.cleaned_data["introduction"].split("\n\n"))
        return [part for part in parts if part]

    def clean(self) -> dict[str, Any]:
        """A day or a body needs a new status, and a period ends after it starts."""
        cleaned = super().clean() or {}
        if "status" not in self.changed_data:
            for name in ("step_on", "step_by"):
                if cleaned.get(name):
                    self.add_error(
                        name, _("The status did not change. Choose the new status, or clear this.")
                    )
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and last_day(end) < first_day(start):
            self.add_error("ends_on", _("The programme ends before it starts. Correct one of the two dates."))
        return cleaned


def settings_texts(programme: Any) -> dict[str, str]:
    """A programme, or a row of its history, as the texts of the form."""
    names = ("title", "status", "visibility", "period", "starts_on", "ends_on")
    texts = {name: str(getattr(programme, name)) for name in names}
    return texts | {"introduction": "\n\n".join(programme.introduction), "step_on": "", "step_by": ""}


def groups_served(user: User) -> Any:
    """The groups in which the person may start a programme."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.filter(pk__in=groups_where(user, Permission.EDIT_PROGRAMME))
