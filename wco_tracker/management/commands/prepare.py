"""Everything between a checkout and a served page, in one process; a second run finds nothing to do."""

import hashlib
import json
import socket
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from wco_tracker.lib.locks import exclusive
from wco_tracker.lib.own_apps import own_apps

ROOT = settings.BASE_DIR
STATIC_SOURCES = ("static", "uv.lock")
SEED_ROOMS = ("actions", "content", "importing", "management")  # of each app: what loading the seeds runs
SEED_SOURCES = (
    "fixtures",
    "wco_tracker/lib",
    *(f"{app}/{room}" for app in own_apps() for room in SEED_ROOMS),
)


class Command(BaseCommand):
    """Migrates, collects the static files and loads the seeds, each only where its sources changed."""

    help = "Prepares the database, the static files, the seeds and, on the default database, a demonstration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The port to look at, where it is not the one of the settings."""
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepares, and prints the address and the accounts."""
        _require_free_port(options["port"])
        with exclusive(settings.VAR_DIR / "prepare.lock"):
            self._prepare()
        self._greet()

    def _prepare(self) -> None:
        prepared = settings.VAR_DIR / "prepared.json"
        before: dict[str, str] = json.loads(prepared.read_text()) if prepared.exists() else {}
        migrated = self._migrate()
        call_command("createcachetable", verbosity=0)  # nobody could sign in without
        static = _fingerprint(STATIC_SOURCES, settings.STORAGES["staticfiles"]["BACKEND"])
        if before.get("static") != static or not Path(settings.STATIC_ROOT).is_dir():
            self.stdout.write("Collecting the static files.")
            call_command("collectstatic", interactive=False, verbosity=0)
        seeds = _fingerprint(SEED_SOURCES, _database_name())
        if migrated or before.get("seeds") != seeds:
            self._load()
        elif settings.ON_DEFAULT_DATABASE and not (settings.VAR_DIR / "demo-accounts.txt").exists():
            call_command("create_demo_accounts", verbosity=0, stdout=self.stdout)
        new = prepared.with_suffix(".new")
        new.write_text(json.dumps({"static": static, "seeds": seeds}))
        new.replace(prepared)

    def _migrate(self) -> bool:
        """Whether there was something to migrate. A database of an older checkout is set aside first."""
        try:
            MigrationLoader(connection).check_consistent_history(connection)
        except InconsistentMigrationHistory as error:
            self._set_aside(error)
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self.stdout.write("Bringing the database up to date.")
        call_command("migrate", interactive=False, verbosity=0)
        return True

    def _set_aside(self, error: InconsistentMigrationHistory) -> None:
        """Moves the demonstration's database away, under a free name; any other database is left alone."""
        if not settings.ON_DEFAULT_DATABASE:
            raise CommandError(
                f"The database was made by an older WCO Tracker, whose tables this one cannot take over ({error}). "
                "Name another database in DATABASE_URL."
            ) from error
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        number = next(n for n in count(1) if not database.with_name(f"old-{n}-{database.name}").exists())
        old = database.with_name(f"old-{number}-{database.name}")
        for suffix in ("", "-wal", "-shm"):
            part = database.with_name(database.name + suffix)
            if part.exists():
                part.rename(old.with_name(old.name + suffix))
        (settings.VAR_DIR / "demo-accounts.txt").unlink(missing_ok=True)
        self.stdout.write(
            f"The database was made by an older checkout: it is now {old}, and a new one is made."
        )

    def _load(self) -> None:
        self.stdout.write("Loading the programmes.")
        call_command("load_seeds", stdout=self.stdout)
        if settings.ON_DEFAULT_DATABASE:
            call_command("load_training", stdout=self.stdout)
            call_command("create_demo_accounts", verbosity=0, stdout=self.stdout)

    def _greet(self) -> None:
        write = self.stdout.write
        if settings.ON_DEFAULT_DATABASE:
            prepared = settings.VAR_DIR / "demo-accounts.txt"
            write(
                f"Demonstration accounts, made because this is the default database (stored in {prepared}):"
            )
            write(prepared.read_text(), ending="")
            if settings.TRACKER_TODAY is None:
                write("To see deadlines in the training copy: TRACKER_TODAY=2018-03-01 make run")
        else:
            write(
                "This is not the default database: no demonstration accounts and no training copy were made."
            )
        write(self.style.SUCCESS(f"WCO Tracker: http://127.0.0.1:{settings.PORT}/"))


def _require_free_port(port: int) -> None:
    """Fails before anything is done where the address is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}): perhaps WCO Tracker runs already. "
                f"Stop the other program or choose another port: PORT={port + 1} make run"
            ) from error


def _database_name() -> str:
    database = settings.DATABASES["default"]
    return f"{database['ENGINE']} {database.get('HOST')} {database.get('PORT')} {database['NAME']}"


def _fingerprint(sources: Iterable[str], *more: str) -> str:
    """Changes with the content of any file under the sources; compiled files do not count."""
    digest = hashlib.sha256("\0".join(more).encode())
    for source in sources:
        top = ROOT / source
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()
