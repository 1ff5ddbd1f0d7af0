"""The first page of a delegate and of a chair: what is due before the next session, and what the last one brought."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import CommitteeSession, Group, Membership
from programmes.models import Indicator
from tests.programmes.seeded.test_released import INTERNAL
from tests.programmes.seeded.test_rows import add
from tests.rows import create, delete

pytestmark = pytest.mark.django_db
MEMBERS = ["delegate", "chair", "vice_chair", "facilitator", "observer"]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    """Between two sessions of the adopted programme."""
    settings.TRACKER_TODAY = date(2017, 11, 10)


@pytest.fixture
def sessions(adopted: Any) -> None:
    """The last one, the next one, and one after it."""
    for slug, held_on in (("ptc-217-218", "2017-10"), ("ptc-219-220", "2018-03"), ("ptc-221-222", "2018-10")):
        create(CommitteeSession, slug=slug, held_on=held_on).groups.add(adopted.group)


def hand_of(page: Any) -> Any:
    return next(each for each in page.context["hand"] if each.programme.slug == "ptc-adopted")


@pytest.mark.parametrize("who", MEMBERS)
def test_a_member_sees_what_is_due_before_the_next_session(
    who: str, sessions: None, adopted: Any, as_user: Callable[[Any], Any], request: Any
) -> None:
    page = as_user(request.getfixturevalue(who)).get("/")
    hand = hand_of(page)
    assert (hand.between.following, hand.between.last) == ("March 2018", "October 2017")
    said = page.content.decode()
    assert "Before the next session" in said
    assert "/programmes/ptc-adopted/charts/?since=2017-10-01" in said
    assert "/programmes/ptc-adopted/export/docx/" in said
    limit = date(2018, 3, 31)
    rows = Indicator.objects.filter(task__topic__section__programme=adopted, timeline_due_on__lte=limit)
    assert hand.due_number == rows.count() > len(hand.due) == 5
    assert hand.overdue == rows.filter(timeline_due_on__lt=date(2017, 11, 10)).count()
    first = rows.filter(timeline_due_on__gte=date(2017, 11, 10)).order_by("timeline_due_on").first()
    assert hand.due[0].standing in ("due_soon", "on_time")
    assert Indicator.objects.get(key=hand.due[0].key).timeline_due_on == first.timeline_due_on
    for row in hand.due:
        assert f"#r-{row.key}" in said


def test_it_lists_what_was_reported_at_the_last_session_as_the_reader_may_see_it(
    sessions: None, row: Any, officer: Any, delegate: Any, chair: Any, as_user: Callable[[Any], Any]
) -> None:
    from programmes.actions.release import release

    told = add(row, officer, "Endorsed in October", session="ptc-217-218")
    release(row.task.topic.section.programme, [told], by=officer)
    add(row, officer, INTERNAL, session="ptc-217-218")
    old = row.task.topic.section.topics.exclude(pk=row.task.topic_id).first()
    add(Indicator.objects.filter(task__topic=old).first(), officer, "Of long ago", reported_on="2017-09")
    for user, words in ((delegate, "Endorsed in October"), (chair, INTERNAL)):
        page = as_user(user).get("/")
        assert ("Internal until released" in page.content.decode()) is (words == INTERNAL)
        hand = hand_of(page)
        assert [(each.key, each.beside) for each in hand.reported] == [(row.key, words)]


def test_without_a_next_session_it_is_what_is_due_in_sixty_days(
    adopted: Any, delegate: Any, as_user: Callable[[Any], Any]
) -> None:
    delete(CommitteeSession.objects.filter(held_on__gte="2017-11"))
    page = as_user(delegate).get("/")
    assert hand_of(page).between.following == ""
    assert "Due in the next 60 days" in page.content.decode()


def test_a_draft_has_nothing_due_and_a_concluded_one_is_not_listed(
    draft: Any, delegate: Any, as_user: Callable[[Any], Any]
) -> None:
    hand = as_user(delegate).get("/").context["hand"]
    assert [(each.programme.slug, each.adopted) for each in hand] == [
        ("ptc-adopted", True),
        (draft.slug, False),
    ]
    assert not hand[1].due


@pytest.mark.parametrize("who", ["nobody", "stranger", "officer", "administrator"])
def test_others_have_a_first_page_without_it(
    who: str, sessions: None, as_user: Callable[[Any], Any], request: Any
) -> None:
    assert "hand" not in as_user(request.getfixturevalue(who)).get("/").context


def test_a_member_of_another_group_does_not_get_it(stranger: Any, as_user: Callable[[Any], Any]) -> None:
    create(Membership, group=Group.objects.get(slug="ec"), person=stranger.person, role="delegate")
    assert "hand" not in as_user(stranger).get("/").context


def test_a_session_that_the_reader_may_not_see_is_not_named(
    sessions: None, delegate: Any, as_user: Callable[[Any], Any]
) -> None:
    assert hand_of(as_user(delegate).get("/")).between.following == "March 2018"
    CommitteeSession.objects.filter(slug="ptc-219-220").update(visibility="secretariat")
    assert hand_of(as_user(delegate).get("/")).between.following == "October 2018"


def test_it_costs_two_statements_however_many_sessions_there_are(
    sessions: None, adopted: Any, delegate: Any, stranger: Any, as_user: Callable[[Any], Any]
) -> None:
    counted = []
    for more in (0, 30):
        for number in range(more):
            made = create(CommitteeSession, slug=f"more-{number}", held_on="2016-01")
            made.groups.add(adopted.group)
        for user in (stranger, delegate):
            browser = as_user(user)
            browser.get("/")
            with CaptureQueriesContext(connection) as statements:
                browser.get("/")
            counted.append(len(statements))
    assert counted[1] == counted[0] + 2  # programmes of the person's groups, sessions of the groups
    assert counted[:2] == counted[2:]
