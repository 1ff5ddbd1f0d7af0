"""Forms of the administration: they carry a row's revision, and a refused one keeps what was typed."""

from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracking.models import ChangeSet
from tracking.presenters.conflicts import last_change
from tracking.presenters.history import name_of
from wco_tracker.lib import text
from wco_tracker.lib.forms import PastedField


class TidyField(PastedField):
    """Tidied text; too long a one is refused with words, and the limit stands beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.max_length and not self.help_text:
            limit = number_format(self.max_length, force_grouping=True)
            self.help_text = _("At most %(limit)s characters.") % {"limit": limit}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut a longer paste off without a word."""
        return {"dir": "auto", "rows": 4} if isinstance(widget, forms.Textarea) else {"dir": "auto"}


class ParagraphsField(forms.CharField):
    """A list of texts as paragraphs: an empty line stands between two."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 80, "class": "vLargeTextField", "dir": "auto"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Leave an empty line between two."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        """The list as one text; typed text as it is."""
        return value if isinstance(value, str) else "\n\n".join(value or [])

    def to_python(self, value: Any) -> Any:
        """The texts that have any words."""
        parts = text.tidy(value or "").split("\n\n")
        return [part.strip() for part in parts if part.strip()]

    def clean(self, value: Any) -> Any:
        """The texts, and what of a paste was replaced in them."""
        self.replaced = text.pasted_characters(value or "")
        return super().clean(value)

    def run_validators(self, value: Any) -> None:
        """Each part by itself is a text: what a form posts and `tidy` leaves, a document can hold."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares the texts."""
        return self.to_python(self.prepare_value(initial)) != self.to_python(data or "")


class MergingForm(forms.ModelForm):
    """A form that can be shown again over a row that somebody else saved meanwhile."""

    def merge(self, base: models.Model | None) -> None:
        """Leaves what the person typed, takes theirs where the person changed nothing, and says where both did.

        `base` is the history row of what the person had before their eyes; None where it is not known.
        """
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, theirs in self.initial.items():
            if name not in self.fields:
                continue
            field, typed = self.fields[name], self[name].data
            if not field.has_changed(theirs, typed):
                continue
            before = _value(base, name)
            if base is not None and not field.has_changed(before, typed):
                _put(data, self.add_prefix(name), field.prepare_value(theirs))
            elif before != theirs:
                self.add_error(name, _("Saved meanwhile: “%(theirs)s”") % {"theirs": shown(field, theirs)})
        self.data = data


def _value(row: models.Model | None, name: str) -> Any:
    """A field of a history row; links to many rows have no history."""
    field: Any = (
        next((item for item in row._meta.concrete_fields if item.name == name), None) if row else None
    )
    return field.value_from_object(row) if field else None


def _put(data: Any, name: str, value: Any) -> None:
    """Puts a value into the data of a form as a browser would send it."""
    if isinstance(value, list | tuple):
        data.setlist(name, [str(getattr(item, "pk", item)) for item in value])
    elif value is None or value is False:
        data[name] = ""
    else:
        data[name] = "on" if value is True else str(value)


def shown(field: forms.Field, value: Any) -> str:
    """A field's value in words."""
    if value in (None, ""):
        return _("nothing")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(field.prepare_value(value))


class TrackedForm(MergingForm):
    """The form of a tracked row. What it was filled from is named by its hidden revision."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        label=gettext_lazy("Revision"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        """Refuses a form that was filled from another revision than the present one.

        Two that come at the same moment both pass here; `writing.claim` then refuses one of them.
        """
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("revision")
        if self.instance.pk and seen != self.instance.revision:
            self._refuse(seen)
        return cleaned

    def _refuse(self, seen: int | None) -> None:
        """Says who saved meanwhile, and holds the typed text ready to be saved over it."""
        records = self.instance.history.order_by("-history_id")
        base = records.filter(revision=seen).first() if seen else None
        self.add_error(None, _saved_meanwhile(last_change(self.instance)))
        self.merge(base)
        data: Any = self.data
        data[self.add_prefix("revision")] = str(self.instance.revision)
        self.instance.refused_at = seen or 0  # for the rows edited in this form


def _saved_meanwhile(change: ChangeSet | None) -> str:
    return _(
        "%(name)s saved this on %(when)s, after you had opened it. Nothing of yours is written yet, and nothing you "
        "typed is lost: it is below, with what they saved beside it. Save again to keep it so."
    ) % {
        "name": name_of(change.by if change else None),
        "when": date_format(localtime(change.at if change else None), "DATETIME_FORMAT"),
    }


class MergingFormSet(forms.BaseInlineFormSet):
    """Rows edited in their parent's form, under its revision: they are refused and kept together with it."""

    def clean(self) -> None:
        """Where the parent is refused, the rows keep what was typed too."""
        super().clean()
        seen = getattr(self.instance, "refused_at", None)
        if seen is None:
            return
        base = self.instance.history.filter(revision=seen).first() if seen else None
        forms_of_rows: Any = self.initial_forms
        for form in forms_of_rows:
            records = form.instance.history.order_by("-history_id")
            form.merge(records.filter(change_set__lte=base.change_set_id).first() if base else None)
            if getattr(form.instance, "withdrawn_at", None) and form.has_changed():
                form.add_error(
                    None, _("Withdrawn meanwhile. Save again, and it comes back with what you typed.")
                )
