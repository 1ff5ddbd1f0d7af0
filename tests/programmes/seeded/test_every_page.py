"""Statements of every page that is not in test_statements: the administration and the pages of accounts.

Each is counted with the seeds and again with ten times the rows. A page that is new must be pinned in one of the two.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from groups.actions.heartbeats import beat
from groups.models import CommitteeSession, Organization, OutgoingMail
from programmes.actions.import_programme import import_programme
from programmes.models import Indicator, SavedView, SessionReview
from tests.groups.sign_in.test_second_step import AUTHENTICATE, code_now, confirm, sign_in
from tests.programmes.seeded import test_statements
from tests.programmes.seeded.test_statements import adopted
from tests.rows import create
from tracking.actions import writing
from tracking.models import ChangeSet

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "A" * 32

# Of each table of the administration: list, form of a new row, row, its history, and deleting it.
# None: not offered (403).
ADMIN: dict[str, tuple[int | None, ...]] = {
    "tracking_changeset": (8, None, 27, 4, None),  # and the places of its containers
    "groups_committeesession": (6, 4, 13, 8, None),
    "groups_document": (7, 2, 14, 4, None),
    "groups_group": (5, 2, 4, 4, None),
    "groups_heartbeat": (5, None, 3, 4, None),
    "groups_organization": (6, 2, 3, 4, None),
    "groups_outgoingmail": (5, None, 3, 4, None),
    "groups_person": (6, 2, 4, 4, None),
    "groups_signinevent": (4, None, 5, 4, None),
    "groups_source": (6, 2, 5, 5, None),
    "groups_user": (5, 2, 4, 4, None),
    "mfa_authenticator": (5, None, 5, 4, 3),
    "programmes_savedview": (8, None, 5, 4, 3),
    "programmes_sessionreview": (5, None, 6, 5, None),
    "programmes_indicator": (6, 2, 7, 6, None),
    "programmes_programmesection": (6, 3, 6, 5, None),
    "programmes_strategicgoal": (6, 3, 5, 4, None),
    "programmes_strategicplan": (5, 2, 4, 4, None),
    "programmes_task": (6, 2, 7, 7, None),
    "programmes_topic": (6, 5, 12, 8, None),
    "programmes_workprogramme": (6, 5, 12, 4, None),
}
# Other pages of the administration, and of accounts for somebody with a second step who just confirmed it.
SIGNED_IN: dict[str, int] = {
    "account": 5,
    "jobs": 4,
    "account_logout": 2,
    "account_inactive": 2,
    "account_reauthenticate": 8,
    "account_change_password": 2,
    "mfa_index": 4,
    "mfa_deactivate_totp": 7,
    "mfa_view_recovery_codes": 6,
    "mfa_generate_recovery_codes": 6,
    "mfa_download_recovery_codes": 6,
    "admin:index": 3,
    "admin:app_list": 2,
    "admin:password_change_done": 2,
    "admin:autocomplete": 4,
    "admin:auth_user_password_change": 3,
}
# Pages for nobody in particular.
NOBODY: dict[str, int] = {
    "account_login": 0,
    "account_signup": 0,
    "account_email_verification_sent": 0,
    "account_confirm_email": 0,
    "account_reset_password": 0,
    "account_reset_password_done": 0,
    "account_reset_password_from_key": 1,
    "account_reset_password_from_key_done": 0,
    "health-live": 0,
    "health-ready": 1,
    "health-work": 1,
}
BETWEEN = {"mfa_authenticate": 3}  # the password was right, the code is asked for
BEFORE = {"mfa_activate_totp": 9}  # without a second step
ACTS = ("changelist", "add", "change", "history", "delete")
ARGUMENTS: dict[str, list[Any]] = {
    "account_reset_password_from_key": ["1", "x"],
    "account_confirm_email": ["no-such-key"],
    "admin:app_list": ["programmes"],
}
NO_PAGE = {
    "programmes:undo": "a post only",
    "programmes:import-confirm": "a post only",
    "programmes:bulk-undo": "a post only",
    "programmes:session-row": "a post only",
    "programmes:session-release": "a post only",
    "programmes:view-delete": "a post only",
    "job": "of nobody's in particular: tests/tracking/actions/test_jobs.py",
    "job-file": "a file",
    "language": "a post only",
    "programmes:row": "leads on to the matrix",
    "programmes:reference": "leads on to the row or topic",
    "programmes:view": "leads on to the matrix",
    "favicon": "leads on to the picture",
    "account_email": "leads on to the account",
    "account_confirm_login_code": "signing in by a code is off: leads on to the first page",
    "account_set_password": "leads on to changing it: everybody has one",
    "mfa_reauthenticate": "leads on to the code or the password",
    "admin:login": "leads on to signing in",
    "admin:logout": "a post only",
    "admin:password_change": "leads on to the account's own",
    "admin:jsi18n": "words for scripts; asks only who it is",
}


def names(patterns: Any, space: str = "") -> Iterator[str]:
    """Every address that has a name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


WARM: set[str] = set()  # addresses that were asked for


def count(browser: Any, address: str, status: int = 200) -> int:
    """Its statements, once what is kept for good was asked for: content types and the like."""
    if address not in WARM:
        WARM.add(address)
        browser.get(address)
    with CaptureQueriesContext(connection) as statements:
        response = browser.get(address)
    assert response.status_code == status, (address, response.status_code)
    assert_not_stored(response, address)
    return len(statements)


def assert_not_stored(response: Any, address: str) -> None:
    """A browser that several people use keeps no page of one who was signed in."""
    if "sessionid" in response.wsgi_request.COOKIES and response.wsgi_request.user.is_authenticated:
        assert "no-store" in response.headers["Cache-Control"], address
        assert "private" in response.headers["Cache-Control"], address


def table(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def of_table(browser: Any, model: Any) -> tuple[int | None, ...]:
    """What the pages of the table's first row cost."""
    pk = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    found: list[int | None] = []
    for act in ACTS:
        address = reverse(f"admin:{table(model)}_{act}", args=[] if act in ACTS[:2] else [pk])
        offered = browser.get(address).status_code != 403
        WARM.add(address)
        found.append(count(browser, address) if offered else None)
    return tuple(found)


@pytest.fixture
def browser(administrator: Any) -> Client:
    """The administrator's, with a second step that was set up and confirmed."""
    TOTP.activate(administrator, SECRET)
    RecoveryCodes.activate(administrator)
    beat("beat", at=timezone.now())
    OutgoingMail.objects.create(to="me@example.org", subject="Your password was changed", text="It was.")
    if not Organization.objects.exists():
        create(Organization, name="World Customs Organization")
    row = Indicator.objects.select_related("task__topic__section__programme").order_by("pk").first()
    assert row
    programme = row.task.topic.section.programme
    SavedView.objects.create(programme=programme, owner=administrator, name="Mine")
    with writing.change(by=administrator, kind=ChangeSet.Kind.EDITED, container=programme) as change_set:
        session = CommitteeSession.objects.earliest("pk")
        SessionReview.objects.create(session=session, indicator=row, change_set=change_set)
    client = Client()
    sign_in(client, administrator)
    client.post(AUTHENTICATE, {"code": code_now(SECRET)})
    confirm(client)
    return client


def address_of(name: str) -> str:
    if name == "admin:autocomplete":
        return reverse(name) + "?app_label=programmes&model_name=topic&field_name=officer"
    return reverse(name, args=ARGUMENTS.get(name, []))


def measured(browser: Client, administrator: Any, officer: Any) -> tuple[Any, ...]:
    ARGUMENTS["admin:auth_user_password_change"] = [administrator.pk]
    waiting = Client()
    sign_in(waiting, administrator)
    without = Client()
    sign_in(without, officer)
    confirm(without)
    return (
        {table(model): of_table(browser, model) for model in admin.site._registry},
        {name: count(browser, address_of(name)) for name in SIGNED_IN},
        {name: count(Client(), address_of(name)) for name in NOBODY},
        {name: count(waiting, address_of(name)) for name in BETWEEN},
        {name: count(without, address_of(name)) for name in BEFORE},
    )


def test_statements_are_pinned_and_no_more_for_ten_times_the_rows(
    browser: Client, administrator: Any, officer: Any
) -> None:
    for rows in (0, 10):
        if rows:
            import_programme(adopted(rows), by=None)
        assert measured(browser, administrator, officer) == (ADMIN, SIGNED_IN, NOBODY, BETWEEN, BEFORE), rows


def test_every_page_is_pinned() -> None:
    known = {*SIGNED_IN, *NOBODY, *BETWEEN, *BEFORE, *NO_PAGE, *test_statements.NAMES}
    known |= {f"admin:{name}_{act}" for name in ADMIN for act in ACTS}
    assert set(names(get_resolver().url_patterns)) == known
