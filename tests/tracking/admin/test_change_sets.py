"""The administration's list of changes says in words where a change was made, and leads there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.actions.programmes import new_programme
from tracking.models import ChangeSet

LIST = reverse("admin:tracking_changeset_changelist")
SLUGS = ("first", "second")


@pytest.fixture
def changes(ptc: Any, officer: Any) -> None:
    """Two programmes, each with the change that made it."""
    for slug in SLUGS:
        new_programme(
            group=ptc, title=f"The <{slug}>", slug=slug, period="2019-2022", visibility="public", by=officer
        )


def test_a_programme_is_named_by_its_title_and_led_to(
    changes: None, administrator: Any, as_user: Callable[[Any], Any]
) -> None:
    link = '<a href="/programmes/first/">The &lt;first&gt;</a>'
    browser = as_user(administrator)
    assert link in browser.get(LIST).content.decode()
    change = ChangeSet.objects.get(container="programme/first")
    page = browser.get(reverse("admin:tracking_changeset_change", args=[change.pk])).content.decode()
    assert link in page


@pytest.mark.parametrize("container", ["programme/gone", "nothing/first", "first"])
def test_what_is_gone_or_of_no_known_kind_keeps_its_bare_name(
    changes: None, administrator: Any, as_user: Callable[[Any], Any], container: str
) -> None:
    ChangeSet.objects.create(kind=ChangeSet.Kind.EDITED, container=container)
    assert f'field-place">{container}<' in as_user(administrator).get(LIST).content.decode()


def test_statements_do_not_grow_with_changes_and_containers(
    changes: None, administrator: Any, as_user: Callable[[Any], Any]
) -> None:
    browser, counted = as_user(administrator), []
    for more in (0, 30):
        ChangeSet.objects.bulk_create(
            ChangeSet(kind=ChangeSet.Kind.EDITED, container=f"programme/{SLUGS[number % 2]}")
            for number in range(more)
        )
        with CaptureQueriesContext(connection) as statements:
            browser.get(LIST)
        counted.append(len(statements))
    assert counted[0] == counted[1]
