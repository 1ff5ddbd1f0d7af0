"""What a change set wrote, whatever the app: every history table points to it."""

from typing import Any

from django.apps import apps
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from tracking.models import ChangeLinked, ChangeSet

LISTED = 100  # rows of one table; an import writes hundreds


def rows_of(change_set: ChangeSet) -> SafeString:
    """A list of the rows: the kind of row, its own words, and how many more there are."""
    lines: list[tuple[str, str]] = []
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, ChangeLinked):
            continue
        records: Any = model._default_manager.filter(change_set=change_set)
        number = records.count()
        name = str(model.instance_type._meta.verbose_name)  # type: ignore[attr-defined]
        for record in records.order_by("history_id")[:LISTED]:
            lines.append((name, Truncator(str(record.instance)).chars(120)))
        if number > LISTED:
            lines.append((name, f"… + {number - LISTED}"))
    return format_html_join("", "<div>{} · {}</div>", lines)
