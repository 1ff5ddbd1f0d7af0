"""Puts the training copy in place: a programme one can practise on, with invented entries."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from groups.actions.import_groups import import_groups
from groups.importing.group_form import read_group
from groups.importing.sessions_form import read_sessions
from programmes.actions.import_programme import import_programme
from programmes.importing import interchange
from programmes.importing.training import training_copy
from programmes.models import WorkProgramme
from wco_tracker.lib.interchange import Unreadable, read_file, read_value

FIXTURES: Path = settings.BASE_DIR / "fixtures"
DAY = "2018-03-01"  # the day for which the invented entries were chosen


class Command(BaseCommand):
    """A copy that is there already is left as it is: somebody practises on it."""

    help = (
        "Puts a training copy of the PTC Work Programme 2016-2019 in place, adopted, with invented sessions and "
        "entries marked as such, in a group of its own. Nothing of the real committee is touched. "
        f"Set TRACKER_TODAY={DAY} to see its deadlines."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        recipe = _read("training/ptc-2016-2019.json")
        slug = recipe["programme"]["slug"]
        if WorkProgramme.objects.filter(slug=slug).exists():
            self.stdout.write("Training copy: nothing to do.")
            return
        try:
            tree = interchange.from_value(training_copy(_read(f"programmes/{recipe['source']}.json"), recipe))
            with transaction.atomic():
                import_groups(
                    [read_file(FIXTURES / "training" / "group.json", read_group)],
                    read_file(FIXTURES / "training" / "sessions.json", read_sessions),
                )
                import_programme(tree, by=None, file=f"{recipe['source']}.json")
        except Unreadable as error:
            raise CommandError("\n".join(error.faults)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        entries = sum(len(row.progress) for row in tree.indicators)
        self.stdout.write(
            f"Training copy: {tree.title} imported as “{slug}”, with {entries} invented progress entries, "
            f"each marked as such. Seen with TRACKER_TODAY={DAY} its rows are overdue, due soon and stale."
        )


def _read(name: str) -> dict[str, Any]:
    value: dict[str, Any] = read_file(FIXTURES / name, read_value)
    return value
