"""The forms of a programme's structure: the words of a node of each level, a reason, a list to paste, a programme."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models import Organization, Person
from programmes.content.numbering import bare_number
from programmes.filters import QuickSelect
from programmes.forms.rows import TidyField
from programmes.models import StrategicActivity, WorkProgramme
from programmes.selectors.programmes import officers_for
from wco_tracker.lib import text
from wco_tracker.lib.forms import LineField
from wco_tracker.lib.list_marks import without_marks
from wco_tracker.lib.models import LONG, SHORT

MOST_LINES = 200


def lines_of(pasted: str) -> list[str]:
    """The lines of a pasted list that hold words, without their bullets and numbers."""
    return without_marks(text.tidy(pasted).split("\n"))


class NodeForm(forms.Form):
    """The words of one node."""

    def __init__(self, data: Any = None, *, programme: WorkProgramme, initial: Any = None) -> None:
        self.programme = programme
        super().__init__(data, initial=initial)

    @property
    def columns(self) -> dict[str, Any]:
        """The values that differ from those the form was made with, by column; only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}

    @property
    def cleaned_columns(self) -> dict[str, Any]:
        """All values by column, for a new node."""
        return self.cleaned_data | self.columns


class SectionForm(NodeForm):
    """A table: its printed heading, number and quote, and the activity it is for."""

    # First, for the cursor stands in it: the number is short and would cut a heading that is typed there.
    heading = TidyField(rows=2, limit=LONG, label=_("Heading"))
    number = LineField(
        label=pgettext_lazy("of a section", "Number"),
        required=False,
        max_length=10,
        help_text=_("As printed, such as “11”."),
    )
    quote = TidyField(rows=3, limit=LONG, label=_("Quote"), required=False)
    activity = forms.ModelChoiceField(
        StrategicActivity.objects.none(),
        label=_("Strategic activity"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activities = StrategicActivity.objects.filter(goal__plan=self.programme.plan_id or 0)
        self.fields["activity"].queryset = activities.order_by("goal__position", "position", "pk")  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Without the full stop after it, which references bring along."""
        return bare_number(self.cleaned_data["number"])


class TopicForm(NodeForm):
    """A topic: its title, and who leads it."""

    title = TidyField(rows=2, limit=SHORT, label=_("Title"))
    title_printed = TidyField(
        rows=2,
        limit=SHORT,
        label=_("Title as printed"),
        required=False,
        help_text=_("Only where it differs from the title."),
    )
    lead = forms.ModelChoiceField(
        Organization.objects.all(), label=_("Lead"), required=False, empty_label=_("None")
    )
    officer = forms.ModelChoiceField(
        Person.objects.none(), label=_("Officer"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = officers_for(self.programme, timezone.localdate())
        self.fields["officer"].queryset = officers  # type: ignore[attr-defined]


class TaskForm(NodeForm):
    """A task: its text and the items under it."""

    text = TidyField(rows=3, limit=LONG, label=_("Task"))
    sub_items = TidyField(
        rows=3, limit=LONG, label=_("Sub-items"), required=False, help_text=_("One on each line.")
    )

    def clean_sub_items(self) -> list[str]:
        """Its lines as a list."""
        return lines_of(self.cleaned_data["sub_items"])


class IndicatorForm(NodeForm):
    """A performance indicator and its timeline."""

    text = TidyField(rows=3, limit=LONG, label=_("Performance indicator"))
    timeline_phrase = TidyField(rows=1, limit=SHORT, label=_("Timeline"), required=False)


NODE_FORMS: dict[str, type[NodeForm]] = {
    "section": SectionForm,
    "topic": TopicForm,
    "task": TaskForm,
    "indicator": IndicatorForm,
}


def texts_of(node: Any, level: str) -> dict[str, Any]:
    """A node, or a history row of one, as the values of its form."""
    values: dict[str, Any] = {}
    for name in NODE_FORMS[level].base_fields:
        value = getattr(node, f"{name}_id" if name in ("activity", "lead", "officer") else name)
        if name == "title_printed" and value == node.title:
            value = ""
        values[name] = "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return values


class WithdrawForm(forms.Form):
    """Why a node is withdrawn."""

    why = TidyField(
        rows=2,
        limit=SHORT,
        label=_("Reason"),
        help_text=_("It is shown in the history of the row."),
    )


class PasteForm(forms.Form):
    """A list, a task on each line."""

    tasks = TidyField(
        rows=10,
        limit=100_000,
        label=_("Tasks"),
        help_text=_("One on each line. Bullets and numbers at the beginning of a line are taken off."),
    )

    def clean_tasks(self) -> list[str]:
        """The lines, each short enough for a task."""
        lines = lines_of(self.cleaned_data["tasks"])
        if not lines:
            raise ValidationError(_("There is no line with text in it."))
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("These are %(number)s lines; at most %(most)s can be pasted at once."),
                params={"number": len(lines), "most": MOST_LINES},
            )
        for number, line in enumerate(lines, 1):
            if len(line) > LONG:
                raise ValidationError(_("Line %(number)s is too long for a task."), params={"number": number})
        return lines


class MoveForm(forms.Form):
    """Where a node is to stand."""

    place = forms.ChoiceField(label=_("New place"), widget=QuickSelect)

    def __init__(self, data: Any = None, *, places: Any) -> None:
        super().__init__(data)
        choices = [group for name, options in places for group in ([(name, options)] if name else options)]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
