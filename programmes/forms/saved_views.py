"""The form of a saved view, and the filter of the charts."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.content import ProgrammeContent
from programmes.filters import MatrixFilter, QuickDate, known_query
from programmes.models import SavedView
from programmes.models.saved_views import LONGEST_QUERY
from programmes.selectors.access import Access
from wco_tracker.lib.forms import LineField


class SavedViewForm(forms.ModelForm):
    """A name, and whether the group sees it; sharing is for those who have a role in the group."""

    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)

    class Meta:
        model = SavedView
        fields = ["name", "query", "shared"]
        field_classes = {"name": LineField}
        labels = {"name": _("Name of the view"), "shared": _("Share it with the group")}

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("query", None)
        if not may_share(access):
            self.fields.pop("shared", None)

    def clean_name(self) -> str:
        """A name that no other of the person's views of the programme has."""
        view, name = self.instance, str(self.cleaned_data["name"])
        others = SavedView.objects.filter(programme=view.programme, owner=view.owner, name=name)
        if others.exclude(pk=view.pk).exists():
            raise forms.ValidationError(_("You have a view of this name here already."))
        return name

    def clean_query(self) -> str:
        """What the filter knows of it, and nothing else."""
        return known_query(self.cleaned_data["query"])


class ChartsFilter(MatrixFilter):
    """The matrix's filter without its columns, and the day since when moves are shown."""

    since = django_filters.DateFilter(label=_("Changed since"), widget=QuickDate, input_formats=["%Y-%m-%d"])

    def __init__(self, data: Any, tree: ProgrammeContent) -> None:
        super().__init__(data, tree)
        del self.form.fields["columns"]


def may_share(access: Access) -> bool:
    """Whether the person has a role in the programme's group, and so can share a view with it."""
    user = access.writer
    return user.is_superuser or access.programme.group_id in user.roles.groups
