"""A backup is proved by restoring it, on both databases."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programmes.actions.import_programme import import_programme
from programmes.importing import interchange
from programmes.models import WorkProgramme
from tests.programmes.importing.test_interchange import small
from tests.rows import create
from wco_tracker import backups

# In a transaction of the test nothing would be there for another process.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(ptc: Any) -> WorkProgramme:
    """A small programme."""
    import_programme(interchange.read(small()), by=None)
    return WorkProgramme.objects.get(slug="small")


@pytest.fixture
def file(programme: WorkProgramme, tmp_path: Path) -> Path:
    """A backup of it."""
    call_command("backup", tmp_path / "one.backup", verbosity=0)
    return tmp_path / "one.backup"


def databases() -> set[str]:
    """What a proof made and did not drop."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tracker_proof_%'")
        return {name for (name,) in cursor.fetchall()}


def amend(file: Path, **more: Any) -> None:
    note = backups.note_beside(file)
    said = json.loads(note.read_text())
    for name, value in more.items():
        said[name] = {**said[name], **value} if isinstance(value, dict) else value
    note.write_text(json.dumps(said))


def test_it_is_proved_even_after_the_original_moved_on(
    file: Path, programme: WorkProgramme, capsys: pytest.CaptureFixture[str]
) -> None:
    WorkProgramme.objects.filter(pk=programme.pk).update(title="Changed since")
    before = databases()
    call_command("prove_backup", file)
    said = capsys.readouterr().out
    assert "1 programmes, the JSON of each byte for byte as then" in said
    assert "The backup is proved." in said
    assert databases() == before
    assert WorkProgramme.objects.get().title == "Changed since"
    assert file.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"one.backup", "one.backup.json"}


def test_what_is_missing_in_it_is_named(file: Path) -> None:
    before = databases()
    amend(file, tables={"groups_group": 7}, proofs={"programmes": {"small": "another", "lost": "one"}})
    with pytest.raises(CommandError) as refused:
        call_command("prove_backup", file)
    said = str(refused.value)
    assert "table groups_group: 7 when the backup was made, 1 restored" in said
    assert "programme small: another when" in said
    assert "programme lost: one when the backup was made, None restored" in said
    assert "NOT proved" in said
    assert databases() == before


@pytest.mark.parametrize(
    "note",
    ["", "[]", "null", "{}", "not JSON", '{"format": "wco-tracker/backup"}', "[" * 100_000, "\x00", '{"a":'],
)
def test_a_broken_note_is_told(file: Path, note: str) -> None:
    backups.note_beside(file).write_text(note)
    with pytest.raises(CommandError, match="NOT proved"):
        call_command("prove_backup", file)


def test_a_note_without_one_part_is_told(file: Path) -> None:
    whole = json.loads(backups.note_beside(file).read_text())
    for name in whole:
        part = {key: value for key, value in whole.items() if key != name}
        backups.note_beside(file).write_text(json.dumps(part))
        if name == "pending":
            continue
        with pytest.raises(CommandError, match="NOT proved"):
            call_command("prove_backup", file)


@pytest.mark.parametrize(
    "wrong",
    [
        {"proofs": 5},
        {"proofs": {"programmes": 5}},
        {"proofs": {"programmes": {"small": 5}}},
        {"tables": []},
        {"tables": {"groups_group": "many"}},
        {"made_at": None},
        {"database": ["sqlite"]},
        {"format": "another"},
    ],
)
def test_a_note_with_something_else_in_a_part_is_told(file: Path, wrong: dict[str, Any]) -> None:
    whole = json.loads(backups.note_beside(file).read_text())
    backups.note_beside(file).write_text(json.dumps(whole | wrong))
    with pytest.raises(CommandError, match=rf"whole note of a backup: {next(iter(wrong))}"):
        call_command("prove_backup", file)


@pytest.mark.parametrize("place", ["", ".", "/dev/null", "/no/such/file"])
def test_what_is_no_backup_is_told(db: None, place: str) -> None:
    with pytest.raises(CommandError, match="NOT proved"):
        call_command("prove_backup", Path(place))


@pytest.mark.parametrize("place", ["", "/dev/null", "."])
def test_a_place_that_is_no_file_is_left_alone(programme: WorkProgramme, place: str) -> None:
    with pytest.raises(CommandError, match=r"Name a file|not a file"):
        call_command("backup", Path(place), verbosity=0)
    with pytest.raises(CommandError, match="not a file"):
        call_command("export_programme", "small", "--format", "csv", "--output", place)
    assert Path("/dev/null").is_char_device()


def test_a_damaged_file_is_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(CommandError, match="is damaged"):
        call_command("prove_backup", file)


def test_a_file_that_cannot_be_restored_leaves_no_database_behind(file: Path) -> None:
    file.write_bytes(
        file.read_bytes()[:-3000] if connection.vendor == "postgresql" else b"SQLite format 3\0" * 99
    )
    amend(file, sha256=backups._fingerprint(file))
    before = databases()
    with pytest.raises(CommandError, match=r"pg_restore failed|damaged"):
        call_command("prove_backup", file)
    assert databases() == before


def test_a_place_that_cannot_be_written_is_told(programme: WorkProgramme, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", tmp_path / "taken" / "one.backup")


@pytest.mark.postgres
def test_a_missing_pg_dump_is_told_with_a_way_out(
    programme: WorkProgramme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        CommandError, match=r"pg_dump is missing\. On Debian: apt-get install postgresql-client"
    ):
        call_command("backup", tmp_path / "one.backup")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_the_note_is_of_the_same_moment_as_the_dump(
    programme: WorkProgramme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from groups.models import Group

    run = backups._run

    def meanwhile(*arguments: Any, **more: Any) -> None:
        if arguments[0] == "pg_dump":
            with ThreadPoolExecutor(1) as other:
                other.submit(_add_group).result()
        run(*arguments, **more)

    def _add_group() -> None:
        create(Group, slug="late", name="Late", kind=Group.Kind.COMMITTEE)
        connection.close()

    monkeypatch.setattr(backups, "_run", meanwhile)
    call_command("backup", tmp_path / "one.backup", verbosity=0)
    call_command("prove_backup", tmp_path / "one.backup", verbosity=0)
    assert Group.objects.filter(slug="late").exists()
