"""The day a programme is judged on, and which entries count on it."""

from datetime import date, timedelta
from typing import Any

import pytest

from programmes.content import count_standings, find_row
from programmes.selectors.access import access_to
from programmes.selectors.trees import read_tree
from tests.programmes.seeded.test_rows import add
from wco_tracker.lib import clock

pytestmark = pytest.mark.django_db


def shown(reader: Any, programme: Any, row: Any, at: date | None = None) -> Any:
    found = find_row(read_tree(access_to(reader, programme), at=at), row.key)
    assert found
    return found[3]


def test_an_entry_of_a_later_day_is_shown_but_does_not_count_yet(
    adopted: Any, row: Any, officer: Any
) -> None:
    before = shown(officer, adopted, row).standing
    later = clock.today() + timedelta(days=40)
    add(row, officer, "To be reported", reported_on=later.isoformat(), sets_state="not_needed")
    now = shown(officer, adopted, row)
    assert (now.standing, now.state, now.progress[-1].text) == (before, None, "To be reported")
    assert shown(officer, adopted, row, at=later).standing == "not_needed"


def test_without_a_day_the_counts_are_those_of_today(adopted: Any, row: Any, officer: Any) -> None:
    later = clock.today() + timedelta(days=40)
    add(row, officer, "To be reported", reported_on=later.isoformat(), sets_state="not_needed")
    access = access_to(officer, adopted)
    unnamed, named = (count_standings(read_tree(access, at=at).indicators) for at in (None, clock.today()))
    assert unnamed == named


def test_a_month_that_has_begun_counts(adopted: Any, row: Any, officer: Any) -> None:
    add(row, officer, "Not needed", reported_on=f"{clock.today():%Y-%m}", sets_state="not_needed")
    assert shown(officer, adopted, row).standing == "not_needed"


def test_a_concluded_programme_is_judged_by_all_that_was_reported(closed: Any, officer: Any) -> None:
    from tests.programmes.seeded.conftest import first_row

    row = first_row(closed)
    add(row, officer, "Found to be needless", reported_on="2017-01", sets_state="not_needed")
    assert shown(officer, closed, row).standing == "not_needed"
    assert shown(officer, closed, row, at=date(2016, 12, 31)).standing != "not_needed"
