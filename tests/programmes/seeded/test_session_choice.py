"""Which sessions a new entry can name, which one it starts with, and where one is added."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from groups.models import CommitteeSession
from programmes.models import ProgressEntry
from tests.programmes.seeded.conftest import first_row
from tests.programmes.seeded.test_bad_input import address, typed
from tests.rows import create

pytestmark = pytest.mark.django_db


def add_session(group: Any, slug: str, held_on: str) -> CommitteeSession:
    session = create(CommitteeSession, slug=slug, held_on=held_on)
    session.groups.add(group)
    return session


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's."""
    return as_user(officer)


def suggested(browser: Any, row: Any) -> str:
    return str(browser.get(address(row, slug=row.programme_slug)).context["form"]["new-session"].value())


@pytest.fixture
def row(adopted: Any) -> Any:
    """The first row of the adopted programme."""
    row = first_row(adopted)
    row.programme_slug = adopted.slug
    return row


def test_a_new_entry_starts_with_the_latest_session_that_has_begun(
    browser: Any, row: Any, adopted: Any, settings: Any
) -> None:
    add_session(adopted.group, "ptc-217-218", "2017-10")
    add_session(adopted.group, "ptc-219-220", "2018-03")
    settings.TRACKER_TODAY = date(2017, 11, 1)
    assert suggested(browser, row) == "ptc-217-218"
    settings.TRACKER_TODAY = date(2018, 3, 1)
    assert suggested(browser, row) == "ptc-219-220"


def test_the_next_entry_starts_with_the_session_that_the_last_one_named(
    browser: Any, row: Any, adopted: Any
) -> None:
    add_session(adopted.group, "ptc-217-218", "2017-10")
    browser.post(address(row), typed(row, **{"new-text": "Reported", "new-session": "ptc-2016-03"}))
    assert suggested(browser, row) == "ptc-2016-03"


def test_a_session_that_was_just_added_is_the_one_suggested(
    browser: Any, row: Any, adopted: Any, officer: Any
) -> None:
    officer.is_staff = True
    officer.save()
    browser.post(address(row), typed(row, **{"new-text": "Reported", "new-session": "ptc-2016-03"}))
    page = browser.get(address(row))
    add = page.context["add_session"]
    assert f'href="{add.replace("&", "&amp;")}"' in page.content.decode()
    sent = {"groups": [adopted.group_id], "held_on": "March 2012", "visibility": "public", "_save": "Save"}
    assert browser.post(add, sent).url == address(row)
    assert suggested(browser, row) == "ptc-2012-03"


def test_a_session_after_the_period_can_be_named(browser: Any, closed: Any) -> None:
    row = first_row(closed)
    add_session(closed.group, "ptc-after", "2019-10")
    sent = typed(row, **{"new-text": "The last report", "new-session": "ptc-after"})
    assert browser.post(address(row, slug=closed.slug), sent).status_code == 302
    assert ProgressEntry.objects.get(text="The last report").session.slug == "ptc-after"


def test_the_suggested_session_alone_is_no_entry(browser: Any, row: Any) -> None:
    session = suggested(browser, row)
    assert session
    before = ProgressEntry.objects.count()
    saved = browser.post(address(row), typed(row, **{"new-session": session, "text": "Reworded"}))
    assert saved.status_code == 302
    assert ProgressEntry.objects.count() == before
    other = CommitteeSession.objects.exclude(slug=session).filter(
        groups=row.task.topic.section.programme.group
    )
    refused = browser.post(address(row), typed(row, **{"new-session": other.first().slug}))
    assert refused.status_code == 422
    assert refused.context["form"].errors["new-text"]


def test_only_who_may_add_a_session_is_led_to_it(browser: Any, row: Any, adopted: Any, officer: Any) -> None:
    officer.is_staff = False  # does not enter the administration
    officer.save()
    assert not browser.get(address(row)).context["add_session"]
    sessions = reverse("programmes:sessions", args=[adopted.slug])
    assert "Add a session" not in browser.get(sessions).content.decode()
    officer.is_staff = True
    officer.save()
    page = browser.get(sessions)
    assert page.context["add_session"].endswith("next=%2Fprogrammes%2Fptc-adopted%2Fsession%2F")
    assert "Add a session" in page.content.decode()
