"""A query that is compiled once gives what its queryset gives."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import CommitteeSession, Group, User
from tests.rows import create
from wco_tracker.lib.compiled_queries import CompiledQuery

DAYS = CommitteeSession.objects.order_by("slug").values_list("slug", "ends_on")


@pytest.fixture
def sessions(db: None) -> list[Any]:
    """Sessions, each on a day of its own."""
    return [
        create(CommitteeSession, slug=f"s-{place:03}", held_on="2020", ends_on=date(2020, 1, place % 28 + 1))
        for place in range(70)
    ]


@pytest.mark.parametrize("number", [1, 2, 70])
def test_any_number_of_ids_gives_each_row_once_and_in_order(sessions: list[Any], number: int) -> None:
    statement = CompiledQuery(DAYS, "pk")
    chosen = [session.pk for session in sessions[:number]]
    for _ in range(2):  # the second time it is written already
        assert list(statement.of(chosen)) == list(DAYS.filter(pk__in=chosen))


def test_values_are_read_as_django_reads_them(sessions: list[Any]) -> None:
    assert list(CompiledQuery(DAYS, "pk").of([sessions[0].pk])) == [("s-000", date(2020, 1, 1))]


def test_no_ids_give_no_rows(db: None) -> None:
    assert list(CompiledQuery(DAYS, "pk").of([])) == []


def test_a_value_of_its_own_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="no parameters but its ids"):
        CompiledQuery(Group.objects.filter(slug="ptc").values_list("pk"), "pk").of([1])


def test_a_session_that_is_over_signs_nobody_in(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("somebody@example.org"))
    address = reverse("account")
    assert client.get(address).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 302


@pytest.mark.postgres
def test_the_server_keeps_the_plan_of_what_is_asked_often(sessions: list[Any]) -> None:
    """Whatever the values; of a statement of Django's own too."""
    statement = CompiledQuery(DAYS, "pk")
    for session in sessions[:15]:
        list(statement.of([session.pk]))
        CommitteeSession.objects.filter(slug=session.slug).exists()
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0")
        kept = [text for (text,) in cursor.fetchall() if 'FROM "groups_committeesession"' in text]
    assert any("unnest($1" in text for text in kept)
    assert any('"slug" = $' in text for text in kept)
