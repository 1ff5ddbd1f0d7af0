"""The newest entry is the one that speaks of the latest time, however late another was typed."""

from datetime import date

import pytest

from programmes.content import Entry, in_time_order, judge, newest_setter
from tests.programmes.trees import one_row


def entries(*given: tuple[str | None, str | None]) -> list[Entry]:
    return [Entry(f"e{n}", f"Entry {n}", on, sets_state=state) for n, (on, state) in enumerate(given)]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ([("2017-12", "achieved"), ("2017-03", "in_progress")], "achieved"),
        ([("2017-12", "achieved"), ("2017-03", "in_progress"), (None, "discontinued")], "discontinued"),
        ([("2017-03", "in_progress"), (None, "achieved"), ("2017-02", "partly_achieved")], "achieved"),
        (
            [("2017", "achieved"), ("2017-11", "in_progress")],
            "achieved",
        ),  # some day of 2017, its last perhaps
        ([("2017-12-31", "in_progress"), ("2017", "achieved")], "achieved"),  # of one day the one typed later
        ([("2017-12", "achieved"), ("2018-01", None)], "achieved"),
        ([(None, "in_progress"), (None, "achieved")], "achieved"),
    ],
)
def test_the_state_is_that_of_the_newest_entry(
    given: list[tuple[str | None, str | None]], state: str
) -> None:
    tree = one_row(entries(*given))
    (row,) = judge(tree, date(2019, 1, 1), []).indicators
    assert row.state == state
    setter = newest_setter(row.progress)
    assert setter is not None
    assert setter.sets_state == state


def test_an_entry_that_speaks_of_a_later_time_does_not_count_yet() -> None:
    tree = one_row(entries(("2017-12", "achieved"), ("2017-03", "in_progress")))
    (row,) = judge(tree, date(2017, 6, 1), []).indicators
    assert row.state == "in_progress"


def test_entries_of_one_day_stay_in_the_order_in_which_they_were_typed() -> None:
    given = entries(("2018", None), ("2017-05", None), ("2018-12-31", None), (None, None))
    assert [entry.key for entry in in_time_order(given)] == ["e1", "e0", "e2", "e3"]
    assert newest_setter(given) is None
