"""One account for each role, for trying things out."""

import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from groups.models import Group, Membership, Organization, Person, User
from groups.permissions import Role
from tracking.actions import writing
from tracking.models import ChangeSet, Tracked

GROUPS = ("ptc", "ptc-training")


class Account(NamedTuple):
    """A demonstration account; without a role it is in no group."""

    name: str
    role: Role | None = None
    is_staff: bool = False
    is_superuser: bool = False

    @property
    def email(self) -> str:
        """Its login."""
        return f"{self.name}@example.org"


ACCOUNTS = (
    Account("officer", Role.OFFICER, is_staff=True),
    Account("chair", Role.CHAIR),
    Account("vice-chair", Role.VICE_CHAIR),
    Account("facilitator", Role.FACILITATOR),
    Account("delegate", Role.DELEGATE),
    Account("observer", Role.OBSERVER),
    Account("stranger"),
    Account("administrator", is_staff=True, is_superuser=True),
)


class Command(BaseCommand):
    """Makes the accounts that are missing; their passwords are stored in a file only its owner can read."""

    help = "Makes demonstration accounts, on the default SQLite file only, and prints their passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses any database but the default one."""
        if not settings.ON_DEFAULT_DATABASE:
            raise CommandError(
                "Demonstration accounts are made on the default SQLite file only, and this is another "
                "database. Make accounts with: manage.py createsuperuser"
            )
        path = settings.VAR_DIR / "demo-accounts.txt"
        passwords = _read(path)
        with transaction.atomic():
            groups = list(Group.objects.filter(slug__in=GROUPS))
            if not groups:
                raise CommandError("There is no group to be in yet. Run first: manage.py load_seeds")
            for account in ACCOUNTS:
                _make(account, groups, passwords)
        _write(path, passwords)
        if options["verbosity"]:
            self.stdout.write(f"Demonstration accounts (stored in {path}):")
            self.stdout.write(path.read_text(), ending="")


def _make(account: Account, groups: list[Group], passwords: dict[str, str]) -> None:
    """Makes the account and what it lacks; a password is set only for one whose password is not known."""
    user = User.objects.filter(email=account.email).select_related("person").first()
    if user is None:
        user = User(email=account.email, is_staff=account.is_staff, is_superuser=account.is_superuser)
        user.person = Person(name=f"Demonstration {account.name}")
        _create(user.person)
        passwords.setdefault(account.email, secrets.token_urlsafe(9))
        user.set_password(passwords[account.email])
        user.save()
    elif account.email not in passwords:
        passwords[account.email] = secrets.token_urlsafe(9)
        user.set_password(passwords[account.email])
        user.save(update_fields=["password"])
    if account.role:
        organization = _customs() if account.role == Role.DELEGATE else None
        for group in groups:
            held = {"person": user.person, "role": account.role, "organization": organization}
            if not Membership.objects.filter(group=group, **held).exists():
                _create(Membership(group=group, **held))


def _customs() -> Organization:
    name = "Demonstration Customs"
    found = Organization.objects.filter(name=name).first()
    if found is None:
        found = Organization(name=name, kind=Organization.Kind.MEMBER)
        _create(found)
    return found


def _create(row: Tracked) -> None:
    with writing.change(by=None, kind=ChangeSet.Kind.ADDED, container=row.container_name) as change_set:
        writing.create(row, change_set=change_set)


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return {line.split()[0]: line.split()[1] for line in lines if line.strip()}


def _write(path: Path, passwords: dict[str, str]) -> None:
    """Replaces the file in one step; nobody else can read it at any time."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{email:30} {password}\n" for email, password in passwords.items())
    new.replace(path)
