"""Demonstration accounts are made on the default database and nowhere else."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from groups.management.commands.create_demo_accounts import ACCOUNTS
from groups.models import Membership, Person, User
from groups.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path, ptc: Any) -> Path:
    """Settings as with the default database; the file of passwords."""
    settings.ON_DEFAULT_DATABASE, settings.VAR_DIR = True, tmp_path
    return tmp_path / "demo-accounts.txt"


def make() -> str:
    """Runs the command and returns what it prints."""
    printed = StringIO()
    call_command("create_demo_accounts", stdout=printed)
    return printed.getvalue()


def test_any_other_database_is_refused(settings: Any, ptc: Any) -> None:
    settings.ON_DEFAULT_DATABASE = False
    with pytest.raises(CommandError, match="default SQLite file only"):
        make()
    assert not User.objects.exists()


def test_each_role_has_an_account_and_can_sign_in(demonstration: Path) -> None:
    printed = make()
    passwords = dict(line.split() for line in demonstration.read_text().splitlines())
    assert {account.role for account in ACCOUNTS} == {*Role, None}
    for account in ACCOUNTS:
        assert f"{account.email:30} {passwords[account.email]}" in printed
    assert Client().login(email="chair@example.org", password=passwords["chair@example.org"])


def test_only_officers_and_administrators_open_the_administration(demonstration: Path) -> None:
    make()
    staff = User.objects.filter(is_staff=True).order_by("email")
    assert [user.email for user in staff] == ["administrator@example.org", "officer@example.org"]
    assert [user.email for user in staff if user.is_superuser] == ["administrator@example.org"]
    assert not Membership.objects.filter(person__user__email="stranger@example.org").exists()


def test_the_delegate_speaks_for_an_administration(demonstration: Path) -> None:
    make()
    assert str(Membership.objects.get(role=Role.DELEGATE).organization) == "Demonstration Customs"


def test_a_second_run_changes_nothing(demonstration: Path) -> None:
    make()
    before = demonstration.read_text(), list(User.objects.values()), Person.objects.count()
    make()
    after = demonstration.read_text(), list(User.objects.values()), Person.objects.count()
    assert after == before


def test_a_lost_file_gives_new_passwords(demonstration: Path) -> None:
    make()
    demonstration.unlink()
    make()
    passwords = dict(line.split() for line in demonstration.read_text().splitlines())
    assert Client().login(email="officer@example.org", password=passwords["officer@example.org"])


def test_nobody_else_can_read_the_passwords(demonstration: Path) -> None:
    make()
    assert demonstration.stat().st_mode & 0o777 == 0o600


def test_it_says_what_to_do_first_where_there_is_no_group(settings: Any, tmp_path: Path) -> None:
    settings.ON_DEFAULT_DATABASE, settings.VAR_DIR = True, tmp_path
    with pytest.raises(CommandError, match="load_seeds"):
        make()
