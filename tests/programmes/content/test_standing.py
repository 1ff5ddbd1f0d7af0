from dataclasses import replace
from datetime import date, timedelta

import pytest

from programmes.content.standing import DUE_SOON_DAYS, STANDINGS, Facts, standing

DUE = date(2017, 4, 30)
DATED = Facts("by_date", DUE, None, None, None, "adopted", "2016-07", None)
ONGOING = replace(DATED, kind="ongoing", due_on=None)
CLOSED = replace(DATED, programme_status="closed", closed_on="2019-06")
SESSIONS = [date(2016, 4, 5), date(2016, 10, 20), date(2017, 4, 7), date(2017, 10, 27)]
DAY = timedelta(days=1)
LIVE_OPEN_ENDED = ["ongoing", "periodic", "session"]


@pytest.mark.parametrize(
    ("state_on", "expected"),
    [
        ("2017-04-30", "achieved"),
        ("2017-05-01", "achieved_late"),
        ("2017-04", "achieved"),
        ("2017-05", "achieved_late"),
        ("2017", "achieved"),  # some day of 2017: not certainly late
        ("2018", "achieved_late"),
        (None, "achieved"),
    ],
)
def test_an_achievement_is_late_only_when_it_certainly_is(state_on, expected):
    assert standing(replace(DATED, state="achieved", state_on=state_on), DUE, SESSIONS) == expected


def test_an_achievement_without_a_due_day_is_never_late():
    assert standing(replace(ONGOING, state="achieved", state_on="2030"), DUE, SESSIONS) == "achieved"


@pytest.mark.parametrize("state", ["not_needed", "discontinued"])
@pytest.mark.parametrize("facts", [DATED, ONGOING, CLOSED, replace(DATED, programme_status="draft")])
def test_a_settled_state_is_its_own_standing(facts, state):
    assert standing(replace(facts, state=state), date(2030, 1, 1), SESSIONS) == state


def test_an_achieved_indicator_stays_achieved_after_the_close():
    assert standing(replace(CLOSED, state="achieved"), date(2030, 1, 1), SESSIONS) == "achieved"


@pytest.mark.parametrize("status", ["draft", "submitted", "endorsed"])
def test_a_programme_that_is_not_adopted_is_planned_and_not_late(status):
    assert standing(replace(DATED, programme_status=status), date(2030, 1, 1), SESSIONS) == "planned"


def test_a_programme_is_planned_before_the_first_day_its_adoption_may_mean():
    assert standing(DATED, date(2016, 6, 30), []) == "planned"
    assert standing(DATED, date(2016, 7, 1), []) == "on_time"
    assert standing(replace(CLOSED, adopted_on="2016-07-14"), date(2016, 7, 13), []) == "planned"


def test_an_unknown_day_of_adoption_plans_nothing():
    assert standing(replace(DATED, adopted_on=None), date(2000, 1, 1), []) == "on_time"


@pytest.mark.parametrize("state", [None, "in_progress", "partly_achieved"])
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (DUE - (DUE_SOON_DAYS + 1) * DAY, "on_time"),
        (DUE - DUE_SOON_DAYS * DAY, "due_soon"),
        (DUE, "due_soon"),
        (DUE + DAY, "overdue"),
    ],
)
def test_an_open_indicator_is_due_soon_to_its_last_day_and_overdue_after_it(state, at, expected):
    assert standing(replace(DATED, state=state), at, SESSIONS) == expected


@pytest.mark.parametrize("kind", LIVE_OPEN_ENDED)
def test_an_open_ended_indicator_ran_to_the_end_of_a_closed_programme(kind):
    assert standing(replace(CLOSED, kind=kind, due_on=None), date(2019, 6, 30), []) == "ran_to_the_end"


@pytest.mark.parametrize(
    ("kind", "due_on"), [("by_date", DUE), ("conditional", None), ("unread", None), ("by_date", None)]
)
def test_any_other_open_indicator_is_open_at_the_close(kind, due_on):
    assert standing(replace(CLOSED, kind=kind, due_on=due_on), date(2019, 6, 30), []) == "open_at_close"


def test_a_closed_programme_is_live_before_the_last_day_its_close_may_mean():
    assert standing(CLOSED, date(2019, 6, 29), SESSIONS) == "overdue"
    assert standing(CLOSED, date(2019, 6, 30), SESSIONS) == "open_at_close"


def test_a_closed_programme_without_a_day_is_closed_at_any_time():
    assert standing(replace(CLOSED, closed_on=None), date(2017, 1, 1), SESSIONS) == "open_at_close"


@pytest.mark.parametrize("kind", ["unread", "ended"])
@pytest.mark.parametrize("at", [date(2016, 7, 15), date(2017, 4, 7), date(2030, 1, 1)])
def test_what_is_not_understood_has_no_date_and_is_never_on_track(kind, at):
    assert standing(replace(ONGOING, kind=kind, last_entry_on=None), at, SESSIONS) == "no_date"


@pytest.mark.parametrize("kind", [*LIVE_OPEN_ENDED, "conditional"])
@pytest.mark.parametrize(
    ("last_entry_on", "at", "expected"),
    [
        (date(2016, 10, 19), date(2017, 4, 6), "on_time"),
        (date(2016, 10, 19), date(2017, 4, 7), "stale"),
        (date(2016, 10, 20), date(2017, 4, 7), "on_time"),  # the entry speaks of the session itself
        (None, date(2017, 4, 6), "on_time"),
        (None, date(2017, 4, 7), "stale"),  # two sessions since the adoption in July 2016
    ],
)
def test_an_undated_indicator_is_stale_after_two_sessions_without_an_entry(kind, last_entry_on, at, expected):
    assert standing(replace(ONGOING, kind=kind, last_entry_on=last_entry_on), at, SESSIONS) == expected


def test_sessions_in_the_month_of_the_adoption_do_not_count():
    assert standing(replace(ONGOING, adopted_on="2016-10"), date(2017, 4, 7), SESSIONS) == "on_time"


def test_with_neither_entry_nor_adoption_every_session_counts():
    facts = replace(ONGOING, adopted_on=None)
    assert standing(facts, date(2016, 10, 19), SESSIONS) == "on_time"
    assert standing(facts, date(2016, 10, 20), SESSIONS) == "stale"


def test_an_undated_indicator_of_a_group_without_sessions_is_on_time():
    assert standing(ONGOING, date(2030, 1, 1), []) == "on_time"


def test_every_standing_can_be_reached():
    states = [
        ("achieved", "2017"),
        ("achieved", "2018"),
        ("not_needed", None),
        ("discontinued", None),
        (None, None),
    ]
    days = [date(2016, 1, 1), date(2016, 8, 1), date(2017, 4, 1), date(2017, 10, 27), date(2030, 1, 1)]
    reached = {
        standing(replace(facts, state=state, state_on=state_on), at, SESSIONS)
        for facts in (
            DATED,
            ONGOING,
            replace(ONGOING, kind="unread"),
            CLOSED,
            replace(CLOSED, kind="ongoing"),
        )
        for state, state_on in states
        for at in days
    }
    assert reached == set(STANDINGS)
