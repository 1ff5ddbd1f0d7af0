"""Backups that prove themselves: what a backup must hold is noted in the moment it is made, beside it.

The live database moves on, so a restored one is compared with that note and not with what is there later.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.crypto import get_random_string
from psycopg import sql
from pydantic import BaseModel, ConfigDict, ValidationError

from wco_tracker.lib.registry import BackupProof, backup_proofs

FORMAT = "wco-tracker/backup"


class BackupFailed(Exception):
    """Words for the administrator; nothing half done is left behind."""


def note_beside(file: Path) -> Path:
    """Where the note about a backup stands."""
    return file.with_name(f"{file.name}.json")


def describe() -> dict[str, Any]:
    """What the database holds: rows of every table, the fingerprints of each proof, migrations still to be run."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {
        "tables": dict(_count_rows()),
        "proofs": {name: dict(proof.fingerprints()) for name, proof in backup_proofs.items()},
        "pending": [f"{migration.app_label} {migration.name}" for migration, _ in pending],
    }


def _count_rows() -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield table, cursor.fetchone()[0]


# --- making one ---------------------------------------------------------------------------------------------


def make(file: Path) -> dict[str, Any]:
    """Writes the backup and its note, both from one moment; returns the note. Raises BackupFailed."""
    if not file.name:
        raise BackupFailed("Name a file for the backup, or none for one in VAR_DIR/backups.")
    if file.exists() and not file.is_file():
        raise BackupFailed(f"{file} is not a file: it would be replaced. Name a file. No backup was made.")
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        )  # it holds everything: ours alone
        with transaction.atomic():
            note = _dump_postgres(part) if connection.vendor == "postgresql" else _copy_sqlite(part)
        note |= {"sha256": _fingerprint(part)}
        note_part = note_beside(part)
        note_part.write_text(json.dumps(note, indent=2) + "\n")
        note_part.replace(note_beside(file))
        part.replace(file)
    except OSError as error:
        raise BackupFailed(f"{file}: {error.strerror}. No backup was made.") from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise BackupFailed(f"{file}: {error}. No backup was made.") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return note


def _dump_postgres(part: Path) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    note = _note()
    _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={part}")
    return note


def _copy_sqlite(part: Path) -> dict[str, Any]:
    """Our transaction keeps writers waiting meanwhile; SQLite's own copying takes what is still in the log too."""
    note = _note()
    original = Path(str(connection.settings_dict["NAME"]))
    with closing(_read_only(original)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # all in one file
    return note


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)


def _note() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        **describe(),
    }


def _fingerprint(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


# --- proving one --------------------------------------------------------------------------------------------


def prove(file: Path) -> dict[str, Any]:
    """Restores the backup into a fresh database, compares it with its note and drops it; returns the note.

    Raises BackupFailed with every difference.
    """
    if not file.name:
        raise BackupFailed("Name the file of a backup, or none for the latest in VAR_DIR/backups.")
    if file.exists() and not file.is_file():
        raise BackupFailed(f"{file} is not a file.")
    note = _read_note(note_beside(file))
    try:
        fingerprint = _fingerprint(file)
    except OSError as error:
        raise BackupFailed(f"{file} cannot be read: {error.strerror}.") from error
    if fingerprint != note["sha256"]:
        raise BackupFailed(f"{file} is damaged: it is not the file that was written.")
    if note["database"] != connection.vendor:
        raise BackupFailed(f"{file} is of {note['database']}; this system runs on {connection.vendor}.")
    with _restored(file) as address:
        found = _describe_elsewhere(address)
    if faults := [*_differences(note, found), *_pending(found)]:
        raise BackupFailed("\n".join(faults))
    return note


class _Note(BaseModel):
    """What stands beside a backup."""

    model_config = ConfigDict(strict=True)

    format: Literal["wco-tracker/backup"]
    made_at: str
    database: str
    sha256: str
    tables: dict[str, int]
    proofs: dict[str, dict[str, str]]


def _read_note(file: Path) -> dict[str, Any]:
    """Raises BackupFailed for a note that is missing, or that somebody cut or changed."""
    try:
        return _Note.model_validate_json(file.read_bytes()).model_dump()
    except OSError as error:
        raise BackupFailed(f"{file}, the note of the backup, cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise BackupFailed(f"{file} is not the whole note of a backup: {place}: {first['msg']}.") from error


def proved(note: dict[str, Any]) -> list[tuple[BackupProof, int]]:
    """The proofs that a note holds, each with the number of its fingerprints."""
    return [
        (proof, len(note["proofs"][name])) for name, proof in backup_proofs.items() if name in note["proofs"]
    ]


def _differences(note: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    yield from _compare("table", note["tables"], found["tables"])
    for name, proof in backup_proofs.items():
        yield from _compare(proof.one, note["proofs"].get(name, {}), found["proofs"].get(name, {}))


def _compare(what: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{what} {name}: {before.get(name)} when the backup was made, {after.get(name)} restored"


def _pending(found: dict[str, Any]) -> Iterator[str]:
    for name in found["pending"]:
        yield f"migration {name} is missing: the backup is of an older version, prove it with that one"


@contextmanager
def _restored(file: Path) -> Iterator[str]:
    """The address of a fresh database made from the backup; it is gone afterwards."""
    if connection.vendor == "postgresql":
        with _fresh_postgres() as name:
            _run("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", str(file), database=name)
            yield _address(name)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "restored.sqlite3"
        shutil.copyfile(file, copy)
        try:
            with closing(_read_only(copy)) as database:
                state = database.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            state = str(error)
        if state != "ok":
            raise BackupFailed(f"{file} is damaged: {state}")
        yield f"sqlite:///{copy}"


@contextmanager
def _fresh_postgres() -> Iterator[str]:
    name = f"tracker_proof_{get_random_string(8, 'abcdefghijklmnopqrstuvwxyz')}"
    parameters = {**connection.get_connection_params(), "autocommit": True}
    for ours in ("pool", "cursor_factory", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    try:
        with closing(psycopg.connect(**parameters)) as server:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            try:
                yield name
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BackupFailed(f"A fresh database cannot be made: {error}") from error


def _address(name: str) -> str:
    """The address of another database of the same server, for DATABASE_URL."""
    ours = connection.settings_dict
    user = f"{quote(ours['USER'], safe='')}:{quote(ours['PASSWORD'], safe='')}"
    host = f"{quote(ours['HOST'], safe='')}:{ours['PORT'] or 5432}"
    more = {key: value for key, value in ours["OPTIONS"].items() if key.startswith("ssl")}
    return f"postgres://{user}@{host}/{name}" + (f"?{urlencode(more)}" if more else "")


def _describe_elsewhere(address: str) -> dict[str, Any]:
    """What `describe` says in a process of its own, whose database is the restored one."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "wco_tracker.settings",
    }
    command = [sys.executable, "manage.py", "describe_database"]
    done = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(f"The restored database cannot be read: {done.stderr.strip()[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(program: str, *arguments: str, database: str | None = None) -> None:
    """A program of PostgreSQL, which gets the password by the environment."""
    if not shutil.which(program):
        raise BackupFailed(f"{program} is missing. On Debian: apt-get install postgresql-client")
    connect, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])  # type: ignore[attr-defined]
    *server, name = connect[1:]
    command = [program, *server, f"--dbname={database or name}", "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-2000:]}")
