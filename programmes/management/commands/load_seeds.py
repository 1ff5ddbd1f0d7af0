"""Puts the contents of the source documents in place, once."""

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
from programmes.models import WorkProgramme
from wco_tracker.lib.interchange import Unreadable, read_file

FIXTURES: Path = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    """A programme that is there already is left as it is: officers have worked in it since."""

    help = (
        "Puts the source documents' groups, sessions and programmes in place; a second run changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the fixtures in the order of their names, so that a topic's earlier one is there before it."""
        files = sorted((FIXTURES / "groups").glob("*.json"))
        try:
            with transaction.atomic():
                groups, sessions = import_groups(
                    [read_file(path, read_group) for path in files],
                    read_file(FIXTURES / "sessions.json", read_sessions),
                )
                programmes = [path.stem for path in self._programmes() if self._put(path)]
        except Unreadable as error:
            raise CommandError("\n".join(error.faults)) from error
        made = f"{groups} groups, {sessions} sessions, {len(programmes)} work programmes"
        self.stdout.write(
            f"Source documents: {made} imported."
            if groups or sessions or programmes
            else "Source documents: nothing to do."
        )

    def _programmes(self) -> list[Path]:
        return sorted((FIXTURES / "programmes").glob("*.json"))

    def _put(self, path: Path) -> bool:
        if WorkProgramme.objects.filter(slug=path.stem).exists():
            return False
        return bool(import_programme(read_file(path, interchange.read), by=None, file=path.name))
