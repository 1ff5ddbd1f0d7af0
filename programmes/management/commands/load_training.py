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
from programmes.exports.interchange import as_dict
from programmes.importing import interchange
from programmes.importing.training import training_copy
from programmes.importing.training_form import read_recipe
from programmes.models import WorkProgramme
from wco_tracker.lib.interchange import Unreadable, read_file

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
        try:
            self._load()
        except Unreadable as error:
            raise CommandError("\n".join(error.faults)) from error

    def _load(self) -> None:
        recipe = read_file(FIXTURES / "training" / "ptc-2016-2019.json", read_recipe)
        slug = recipe["programme"]["slug"]
        if WorkProgramme.objects.filter(slug=slug).exists():
            self.stdout.write("Training copy: nothing to do.")
            return
        original = read_file(FIXTURES / "programmes" / f"{recipe['source']}.json", _read_original)
        tree = interchange.from_value(training_copy(original, recipe))
        with transaction.atomic():
            import_groups(
                [read_file(FIXTURES / "training" / "group.json", read_group)],
                read_file(FIXTURES / "training" / "sessions.json", read_sessions),
            )
            import_programme(tree, by=None, file=f"{recipe['source']}.json")
        entries = sum(len(row.progress) for row in tree.indicators)
        self.stdout.write(
            f"Training copy: {tree.title} imported as “{slug}”, with {entries} invented progress entries, "
            f"each marked as such. Seen with TRACKER_TODAY={DAY} its rows are overdue, due soon and stale."
        )


def _read_original(data: bytes) -> dict[str, Any]:
    """The programme with every name and key, whatever its file leaves out."""
    return as_dict(interchange.read(data))
