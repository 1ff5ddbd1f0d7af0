"""Says what the database holds, for `prove_backup`."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from wco_tracker.backups import describe


class Command(BaseCommand):
    """Rows of every table, the fingerprints of each proof, migrations still to be run."""

    help = "Prints as JSON what the database holds."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads only."""
        self.stdout.write(json.dumps(describe()))
