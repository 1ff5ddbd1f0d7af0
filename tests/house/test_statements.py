"""A statement that is put together once gives what its queryset gives."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.models import CommitteeSession, Document, Group, Person, User
from programmes.models import WorkProgramme
from wco_tracker.lib.compiled_queries import Finder, Statement
from wco_tracker.lib.sessions import SessionStore

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


def test_a_finder_gives_what_get_gives_with_what_it_names(db: None, django_assert_num_queries: Any) -> None:
    group = Group.objects.create(slug="ptc", name="Permanent Technical Committee", kind="committee")
    document = Document.objects.create(symbol="PC0407")
    WorkProgramme.objects.bulk_create(
        [
            WorkProgramme(slug="with", title="With", group=group, document=document, steps=[{"on": "2013"}]),
            WorkProgramme(slug="without", title="Without", group=group),
        ]
    )
    finder = Finder(WorkProgramme, "slug", "group", "document")
    for slug in ("with", "without"):
        got = WorkProgramme.objects.select_related("group", "document").get(slug=slug)
        with django_assert_num_queries(1):
            found = finder.find(slug)
            assert found
            for one, other in ((found, got), (found.group, got.group), (found.document, got.document)):
                assert type(one) is type(other)
                assert one is None or values_of(one) == values_of(other)


def values_of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_finder_asks_once_for_all_that_it_names(db: None, django_assert_num_queries: Any) -> None:
    person = Person.objects.create(name="Somebody")
    user = User.objects.create_user("somebody@example.org", person=person)
    with django_assert_num_queries(1) as asked:
        assert User.objects.get(pk=user.pk).person == person
    assert "LIMIT" not in asked[0]["sql"]  # which Django's own `get` has


def test_a_finder_finds_nothing_where_nothing_is(db: None) -> None:
    assert Finder(WorkProgramme, "slug", "group").find("none") is None
    for key in (0, -1, 10**6, 10**20):
        with pytest.raises(User.DoesNotExist):
            User.objects.get(pk=key)


def test_a_user_is_found_by_a_group_only_if_in_it(db: None) -> None:
    user = User.objects.create_user("somebody@example.org")
    group = AuthGroup.objects.create(name="Readers")
    with pytest.raises(User.DoesNotExist):
        group.user_set.get(pk=user.pk)
    group.user_set.add(user)
    assert group.user_set.get(pk=user.pk) == user


def test_a_session_that_is_over_signs_nobody_in(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("somebody@example.org"))
    assert isinstance(client.session, SessionStore)
    address = reverse("account")
    assert client.get(address).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 302


@pytest.mark.postgres
def test_the_server_keeps_the_plan_of_what_is_asked_often(sessions: list[Any]) -> None:
    """Whatever the values; of a statement of Django's own too."""
    statement = Statement(DAYS, "pk")
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
