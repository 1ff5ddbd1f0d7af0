"""Writes everything the database holds into one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wco_tracker import backups


class Command(BaseCommand):
    """`backup [FILE]`: for `pg_restore` on PostgreSQL, a database on SQLite; a note of what it holds beside it."""

    help = "Writes a backup of the database, from one moment, while everybody works on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "file", type=Path, nargs="?", help="else one in VAR_DIR/backups with the time in its name"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what is in it."""
        name = f"tracker-{timezone.now():%Y%m%dT%H%M%SZ}.backup"
        file = options["file"] or settings.VAR_DIR / "backups" / name
        try:
            note = backups.make(file)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        parts = [
            f"{file.stat().st_size:,} bytes",
            f"{len(note['tables'])} tables",
            f"{sum(note['tables'].values()):,} rows",
            *(f"{number} {proof.many}" for proof, number in backups.proved(note)),
        ]
        self.stdout.write(f"{file}: {', '.join(parts)}. Prove it: manage.py prove_backup {file}")
