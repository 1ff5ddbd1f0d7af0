"""Proves a backup by restoring it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wco_tracker import backups


class Command(BaseCommand):
    """`prove_backup [FILE]`: the present database is not touched."""

    help = "Restores a backup into a fresh database, compares it with what it must hold, and drops it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("file", type=Path, nargs="?", help="else the latest in VAR_DIR/backups")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what was proved."""
        file = options["file"] or max((settings.VAR_DIR / "backups").glob("*.backup"), default=None)
        if file is None:
            raise CommandError("There is no backup yet. Make one: manage.py backup")
        try:
            note = backups.prove(file)
        except backups.BackupFailed as error:
            raise CommandError(f"{error}\nThe backup is NOT proved.") from error
        write = self.stdout.write
        write(f"{file}, made at {note['made_at']}, was restored into a fresh database, dropped since:")
        write(
            f"- {len(note['tables'])} tables with {sum(note['tables'].values()):,} rows, each as many as then"
        )
        for proof, number in backups.proved(note):
            write(f"- {number} {proof.many}, {proof.compared}")
        write("- no migration is missing: this version can run on it")
        write(self.style.SUCCESS("The backup is proved."))
