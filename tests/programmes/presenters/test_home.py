"""The cards of programmes on the first page: what each reader sees, and that more programmes cost no more."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import CommitteeSession, Group, Membership
from programmes.actions.import_programme import import_programme
from programmes.actions.rows import RowValues, save_row
from programmes.importing import interchange
from programmes.models import Indicator, ProgressEntry, WorkProgramme
from programmes.presenters.home import MOST
from programmes.signals import raise_those
from tests.rows import create

pytestmark = pytest.mark.django_db
ROLES = ["nobody", "delegate", "chair", "officer", "administrator"]
TREE = 4  # statements: sections, rows, entries, days of sessions


def put(slug: str, **fields: Any) -> WorkProgramme:
    """An adopted programme of two rows: the first overdue with an internal entry, the second not understood."""
    rows = [
        {"text": "Late", "timeline": {"phrase": "March 2017"}, "progress": [{"text": "Begun"}]},
        {"text": "Unclear", "timeline": {"phrase": "to be advised"}},
    ]
    topics = [{"title": "T", "tasks": [{"text": "Do", "indicators": rows}]}]
    value = {
        "format": "wco-tracker/programme",
        "version": 1,
        "slug": slug,
        "group": "ptc",
        "title": f"Title of {slug}",
        "status": "adopted",
        "visibility": "public",
        "sections": [{"number": "1", "heading": "H", "topics": topics}],
        **fields,
    }
    import_programme(interchange.read(json.dumps(value).encode()), by=None)
    return WorkProgramme.objects.get(slug=slug)


@pytest.fixture(autouse=True)
def _today(settings: Any, ptc: Any) -> None:
    settings.TRACKER_TODAY = date(2018, 3, 1)
    create(CommitteeSession, slug="ptc-x", held_on="2017-10").groups.add(ptc)


def cost(browser: Any) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert browser.get("/").status_code == 200
    return len(statements)


@pytest.mark.parametrize("who", ROLES)
def test_thirty_programmes_cost_what_three_cost_and_a_bounded_number_where_nothing_is_cached(
    who: str, as_user: Callable[[Any], Any], request: pytest.FixtureRequest
) -> None:
    browser = as_user(request.getfixturevalue(who))
    warm, cold = {}, {}
    for first, number in ((0, 3), (3, 7), (7, 30)):
        for each in range(first, number):
            put(f"p-{each}", period=f"20{each:02}-2099")
        caches["pages"].clear()
        cold[number] = cost(browser)
        warm[number] = cost(browser)
    assert warm[3] == warm[7] == warm[30] <= 9
    assert cold[7] == cold[30] <= warm[30] + 2 * MOST * TREE


def test_the_newest_programmes_have_a_card_and_the_others_are_in_the_list(
    as_user: Callable[[Any], Any],
) -> None:
    browser = as_user(None)
    for number in range(MOST):
        put(f"p-{number}", period=f"201{number}-2020")
    assert "All work programmes" not in browser.get("/").content.decode()
    put("p-newest", period="2019-2022")
    page = browser.get("/")
    shown = [programme.slug for programme, _figures in page.context["cards"]]
    assert shown == ["p-newest", "p-5", "p-4", "p-3", "p-2", "p-1"]
    assert "All work programmes" in page.content.decode()


def test_without_a_programme_it_says_so(as_user: Callable[[Any], Any]) -> None:
    assert "No work programme is open to you yet" in as_user(None).get("/").content.decode()


def counts(page: Any) -> list[str]:
    (_programme, figures), *_others = page.context["cards"]
    return [count.words for count in figures.counts]


def labels(page: Any) -> list[str]:
    (_programme, figures), *_others = page.context["cards"]
    return [count.label for count in figures.counts]


def test_a_card_follows_what_changes_and_the_day(as_user: Callable[[Any], Any], settings: Any) -> None:
    programme, browser = put("p"), as_user(None)
    before = counts(browser.get("/"))
    assert "1 Overdue" in before
    Indicator.objects.filter(text="Late").update(timeline_due_on=date(2018, 3, 20))
    assert counts(browser.get("/")) == before, "it is cached"
    raise_those(Q(pk=programme.pk))
    assert "1 Due soon" in counts(browser.get("/"))
    settings.TRACKER_TODAY = date(2018, 4, 1)
    assert "1 Overdue" in counts(browser.get("/"))


def test_the_cards_of_one_language_are_not_shown_in_another(as_user: Callable[[Any], Any]) -> None:
    put("p")
    browser = as_user(None)
    english = labels(browser.get("/"))
    french = labels(browser.get("/", headers={"Accept-Language": "fr"}))
    assert not set(english) & set(french)


# --- what needs an officer's eye ----------------------------------------------------------------


def pressing(page: Any) -> list[tuple[str, list[str], int, int]]:
    return [
        (item["programme"].slug, [count.name for count in item["counts"]], item["unread"], item["unreleased"])
        for item in page.context["attention"]
    ]


@pytest.mark.parametrize(
    ("who", "unreleased"), [("officer", 1), ("administrator", 1), ("chair", 0), ("vice_chair", 0)]
)
def test_who_sees_more_than_members_sees_what_presses_in_adopted_programmes(
    who: str, unreleased: int, as_user: Callable[[Any], Any], request: pytest.FixtureRequest
) -> None:
    put("p")
    put("closed", status="closed", steps=[{"status": "closed", "on": "2017-06"}])
    page = as_user(request.getfixturevalue(who)).get("/")
    rows = {slug: rest for slug, *rest in pressing(page)}
    assert rows["p"] == [["overdue"], 1, unreleased]
    said = page.content.decode()
    assert ("/programmes/p/release/" in said) is bool(unreleased)
    assert "1 timeline not understood" in said
    # Of a concluded programme nothing presses but what waits to be released.
    assert rows.get("closed") == ([[], 0, 1] if unreleased else None)


@pytest.mark.parametrize("who", ["nobody", "stranger", "delegate", "facilitator", "observer"])
def test_others_are_not_shown_what_presses(
    who: str, as_user: Callable[[Any], Any], request: pytest.FixtureRequest
) -> None:
    put("p")
    assert "attention" not in as_user(request.getfixturevalue(who)).get("/").context


def test_an_officer_of_another_group_is_not_shown_what_presses_here(
    stranger: Any, as_user: Callable[[Any], Any]
) -> None:
    other = create(Group, slug="ec", name="Enforcement Committee", kind=Group.Kind.COMMITTEE)
    create(Membership, group=other, person=stranger.person, role="officer")
    put("p")
    assert "attention" not in as_user(stranger).get("/").context


@pytest.mark.parametrize("level", ["", "indicator", "indicator.task", "indicator.task.topic"])
def test_withdrawn_entries_are_not_counted_as_waiting(
    level: str, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    put("p")
    node: Any = ProgressEntry.objects.get()
    for name in filter(None, level.split(".")):
        node = getattr(node, name)
    type(node).objects.filter(pk=node.pk).update(withdrawn_at=timezone.now())
    caches["pages"].clear()
    assert [unreleased for *_rest, unreleased in pressing(as_user(officer).get("/"))] == [0]


def test_the_rows_that_one_saved_last_lead_to_their_history(
    officer: Any, chair: Any, as_user: Callable[[Any], Any]
) -> None:
    put("p")
    row = Indicator.objects.select_related("task__topic__section__programme").get(text="Late")
    save_row(row, RowValues("Reworded", row.timeline_phrase), revision=row.revision, by=officer)
    page = as_user(officer).get("/").content.decode()
    assert "What you changed last" in page
    assert f'<a href="/programmes/p/rows/{row.key}/history/">Reworded</a>' in page
    assert "What you changed last" not in as_user(chair).get("/").content.decode()
