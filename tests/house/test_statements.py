"""A statement that is put together once gives what its queryset gives."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from groups.models import CommitteeSession, Group
from wco_tracker.lib.statements import Statement

DAYS = CommitteeSession.objects.order_by("slug").values_list("slug", "ends_on")


@pytest.fixture
def sessions(db: None) -> list[Any]:
    """Sessions, each on a day of its own."""
    return [
        CommitteeSession.objects.create(
            slug=f"s-{place:03}", held_on="2020", ends_on=date(2020, 1, place % 28 + 1)
        )
        for place in range(70)
    ]


@pytest.mark.parametrize("number", [1, 2, 70])
def test_any_number_of_ids_gives_each_row_once_and_in_order(sessions: list[Any], number: int) -> None:
    statement = Statement(DAYS, "pk")
    chosen = [session.pk for session in sessions[:number]]
    for _ in range(2):  # the second time it is written already
        assert list(statement.of(chosen)) == list(DAYS.filter(pk__in=chosen))


def test_values_are_read_as_django_reads_them(sessions: list[Any]) -> None:
    assert list(Statement(DAYS, "pk").of([sessions[0].pk])) == [("s-000", date(2020, 1, 1))]


def test_no_ids_give_no_rows(db: None) -> None:
    assert list(Statement(DAYS, "pk").of([])) == []


def test_a_value_of_its_own_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="no parameters but its ids"):
        Statement(Group.objects.filter(slug="ptc").values_list("pk"), "pk").of([1])


@pytest.mark.postgres
def test_the_server_keeps_the_plan_of_what_was_asked_five_times(sessions: list[Any]) -> None:
    """Whatever the values; a statement of Django's own too."""
    statement = Statement(DAYS, "pk")
    for session in sessions[:7]:
        list(statement.of([session.pk]))
        CommitteeSession.objects.filter(slug=session.slug).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [text for (text,) in cursor.fetchall() if 'FROM "groups_committeesession"' in text]
    assert any("unnest($1" in text for text in planned)
    assert any('"slug" = $' in text for text in planned)
