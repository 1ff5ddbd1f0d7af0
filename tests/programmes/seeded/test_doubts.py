"""A date years outside the programme, or an achievement in the future, is asked about and can be saved."""

from datetime import timedelta
from typing import Any

import pytest

from tests.programmes.seeded.test_rows import fresh
from wco_tracker.lib import clock

pytestmark = pytest.mark.django_db
LATER = (clock.today() + timedelta(days=400)).isoformat()


def post(browser: Any, row: Any, **typed: str) -> Any:
    address = f"/programmes/ptc-adopted/rows/{row.key}/edit/"
    form = browser.get(address).context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None}
    return browser.post(address, {**values, **typed})


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"timeline_phrase": "June 2108"}, "30 June 2108 lies years outside"),
        ({"timeline_phrase": "June 1918"}, "30 June 1918 lies years outside"),
        ({"due_on": "2108"}, "31 December 2108 lies years outside"),
        (
            {"new-text": "Done", "new-sets_state": "achieved", "new-reported_on": LATER},
            "which is still to come",
        ),
    ],
)
def test_a_doubtful_value_is_asked_about_and_saved_when_it_is_right(
    adopted: Any, row: Any, officer: Any, as_user: Any, typed: dict[str, str], asked: str
) -> None:
    browser, before = as_user(officer), fresh(row).revision
    answer = post(browser, row, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert asked in page
    assert 'name="sure"' in page
    for value in typed.values():
        assert value in page
    assert fresh(row).revision == before
    assert post(browser, row, **typed, sure="on").status_code == 302
    assert fresh(row).revision == before + 1


def test_what_stands_there_already_is_not_asked_about_again(
    adopted: Any, row: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    post(browser, row, timeline_phrase="June 2108", sure="on")
    assert post(browser, row, text="Reworded").status_code == 302
    assert 'name="sure"' not in browser.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/").content.decode()


def test_ordinary_dates_are_not_asked_about(adopted: Any, row: Any, officer: Any, as_user: Any) -> None:
    assert post(as_user(officer), row, timeline_phrase="June 2020").status_code == 302


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff\u00ad", "\u200e \u2060"])
def test_a_text_of_nothing_that_can_be_seen_is_empty(
    adopted: Any, row: Any, officer: Any, as_user: Any, invisible: str
) -> None:
    assert post(as_user(officer), row, text=invisible).status_code == 422


def test_a_session_to_come_says_so_and_is_offered_last(
    adopted: Any, row: Any, officer: Any, as_user: Any
) -> None:
    from groups.models import CommitteeSession
    from tests.rows import create

    session = create(CommitteeSession, slug="far-off", held_on="2199-03")
    session.groups.add(adopted.group)
    browser = as_user(officer)
    listed = browser.get("/programmes/ptc-adopted/session/").context["sessions"]
    assert listed[-1][0].slug == "far-off"
    assert listed[-1][1].endswith("(to come)")
    form = browser.get(f"/programmes/ptc-adopted/rows/{row.key}/edit/").context["form"]
    assert "(to come)" in dict(form.fields["new-session"].choices)["far-off"]
    assert form["new-session"].value() != "far-off"
