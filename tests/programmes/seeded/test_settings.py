"""A programme's own settings on a page of ours, and a new programme that starts from an earlier one."""

from collections.abc import Callable
from typing import Any

import pytest

from groups.models import Group
from programmes.models import WorkProgramme
from programmes.selectors.programmes import load_whole
from tests.html import flat

pytestmark = pytest.mark.django_db
ADDRESS = "/programmes/ptc-adopted/settings/"


@pytest.fixture
def browser(officer: Any, adopted: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's."""
    return as_user(officer)


def typed(browser: Any, **changed: str) -> dict[str, str]:
    form = browser.get(ADDRESS).context["form"]
    revision = str(WorkProgramme.objects.get(slug="ptc-adopted").revision)
    return {**form.initial, "revision": revision, **changed}


def test_title_period_and_introduction_are_changed(browser: Any, adopted: Any, officer: Any) -> None:
    text = "## First\r\n\r\nOne paragraph.\r\n\r\n- a bullet"
    answer = browser.post(
        ADDRESS,
        typed(browser, title="Another title", period="2016-2020", ends_on="June 2020", introduction=text),
    )
    assert answer.status_code == 302
    adopted.refresh_from_db()
    assert (adopted.title, adopted.period, adopted.ends_on) == ("Another title", "2016-2020", "2020-06")
    assert adopted.introduction == ["## First", "One paragraph.", "- a bullet"]
    page = flat(browser.get(adopted.get_absolute_url()))
    assert "Another title" in page
    assert "a bullet" in page
    assert officer.person.name in flat(browser.get(ADDRESS))


def test_a_new_status_is_a_step_with_its_day_and_body(browser: Any, adopted: Any) -> None:
    steps = len(adopted.steps)
    browser.post(
        ADDRESS,
        typed(browser, status="closed", step_on="30 June 2019", step_by="Permanent Technical Committee"),
    )
    adopted.refresh_from_db()
    assert (adopted.status, len(adopted.steps)) == ("closed", steps + 1)
    assert adopted.steps[-1]["on"] == "2019-06-30"
    assert adopted.steps[-1]["by"] == "Permanent Technical Committee"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"step_on": "2019"}, "The status did not change."),
        ({"starts_on": "2020", "ends_on": "2019"}, "ends before it starts"),
        ({"title": " "}, "This field is required."),
        ({"ends_on": "some day"}, "is not a date"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    browser: Any, adopted: Any, changed: dict[str, str], said: str
) -> None:
    answer = browser.post(ADDRESS, typed(browser, introduction="Typed for an hour", **changed))
    assert answer.status_code == 422
    assert said in flat(answer)
    assert "Typed for an hour" in flat(answer)
    adopted.refresh_from_db()
    assert adopted.revision == 1


def test_a_save_by_somebody_else_is_a_conflict(
    browser: Any, adopted: Any, administrator: Any, as_user: Callable[[Any], Any]
) -> None:
    mine = typed(browser, title="Mine", period="2016-2021")
    as_user(administrator).post(ADDRESS, typed(browser, title="Theirs"))
    answer = browser.post(ADDRESS, mine)
    assert answer.status_code == 409
    page = flat(answer)
    assert "Theirs" in page
    assert answer.context["form"]["title"].value() == "Mine"
    assert answer.context["form"]["period"].value() == "2016-2021"


def test_the_limits_stand_in_the_readers_language(browser: Any) -> None:
    browser.cookies["django_language"] = "fr"
    page = browser.get(ADDRESS).content.decode()
    assert "At most" not in page


def test_nothing_changed_writes_nothing(browser: Any, adopted: Any) -> None:
    browser.post(ADDRESS, typed(browser))
    adopted.refresh_from_db()
    assert adopted.revision == 1


def test_a_new_programme_starts_from_an_earlier_one(browser: Any, closed: Any) -> None:
    form = {
        "group": str(closed.group_id),
        "earlier": str(closed.pk),
        "title": "Work programme 2022-2025",
        "slug": "ptc-2022-2025",
        "period": "2022-2025",
        "language": "en",
        "visibility": "secretariat",
    }
    assert browser.post("/programmes/new/", form).status_code == 302
    made = load_whole(WorkProgramme.objects.get(slug="ptc-2022-2025"))
    before = load_whole(closed)
    assert (made.title, made.period, made.status) == ("Work programme 2022-2025", "2022-2025", "draft")
    assert [topic.title for topic in made.topics] == [topic.title for topic in before.topics]
    assert [row.text for row in made.indicators] == [row.text for row in before.indicators]
    assert not any(row.progress for row in made.indicators)
    assert {row.key for row in made.indicators}.isdisjoint(row.key for row in before.indicators)
    for later, earlier in zip(made.topics, before.topics, strict=True):
        assert [(link.programme, link.key) for link in later.continues] == [(closed.slug, earlier.key)]


def test_a_programme_that_one_may_not_see_cannot_be_started_from(
    browser: Any, closed: Any, officer: Any
) -> None:
    other = Group.objects.get(slug="ec")
    WorkProgramme.objects.filter(pk=closed.pk).update(visibility="secretariat", group=other)
    offered = browser.get("/programmes/new/").context["form"].fields["earlier"].queryset
    assert closed not in offered
