"""The 32 distinct phrases of the Timeline columns of PC0461E1, Annexes I and II, as they stand there."""

from datetime import date

import pytest

from wco_tracker.lib.timelines import Timeline, read

BY_MONTH = [
    ("March 2014", date(2014, 3, 31)),
    ("April 2014", date(2014, 4, 30)),
    ("June 2014", date(2014, 6, 30)),
    ("November\n2014", date(2014, 11, 30)),
    ("December\n2014", date(2014, 12, 31)),
    ("March \n2015", date(2015, 3, 31)),
    ("June 2015", date(2015, 6, 30)),
    ("November\n2015", date(2015, 11, 30)),
    ("December\n2015", date(2015, 12, 31)),
    ("March   2016", date(2016, 3, 31)),
    ("November\n2016", date(2016, 11, 30)),
    ("October 2016", date(2016, 10, 31)),
    ("December 2016", date(2016, 12, 31)),
    ("Arpil 2017", date(2017, 4, 30)),
    ("April  2017", date(2017, 4, 30)),
    ("May 2017", date(2017, 5, 31)),
    ("June 2017", date(2017, 6, 30)),
    ("July 2017", date(2017, 7, 31)),
    ("September\n2017", date(2017, 9, 30)),
    ("October\n2017", date(2017, 10, 31)),
    ("November 2017", date(2017, 11, 30)),
    ("December\n2017", date(2017, 12, 31)),
    ("March 2018", date(2018, 3, 31)),
    ("May 2018", date(2018, 5, 31)),
    ("December\n2018", date(2018, 12, 31)),
]
WITHOUT_A_DAY = [
    ("Ongoing", "ongoing", None),
    ("On-going", "ongoing", None),
    ("Continuous", "ongoing", None),
    ("Annual", "periodic", "annual"),
    ("Periodically", "periodic", "periodic"),
]
WITH_A_CONDITION = [
    (
        "March\n2014 (and\nsubsequent\nPTCs as\nappropriate)",
        date(2014, 3, 31),
        "each_session",
        "and subsequent PTCs as appropriate",
    ),
    ("June 2015\n(if updating\nis required)", date(2015, 6, 30), None, "if updating is required"),
]


@pytest.mark.parametrize(("phrase", "due_on"), BY_MONTH)
def test_a_month_of_the_programmes_is_due_on_its_last_day(phrase, due_on):
    assert read(phrase) == Timeline(phrase, "by_date", due_on, "month", None, None, "last_day_of_month")


@pytest.mark.parametrize(("phrase", "kind", "recurrence"), WITHOUT_A_DAY)
def test_a_word_of_the_programmes_has_no_day(phrase, kind, recurrence):
    assert read(phrase) == Timeline(phrase, kind, None, None, recurrence, None, None)


@pytest.mark.parametrize(("phrase", "due_on", "recurrence", "condition"), WITH_A_CONDITION)
def test_a_bracket_of_the_programmes_is_a_condition(phrase, due_on, recurrence, condition):
    meant = Timeline(phrase, "by_date", due_on, "month", recurrence, condition, "last_day_of_month")
    assert read(phrase) == meant


def test_all_32_phrases_are_in_these_tables():
    phrases = [row[0] for table in (BY_MONTH, WITHOUT_A_DAY, WITH_A_CONDITION) for row in table]
    assert len({" ".join(phrase.split()) for phrase in phrases}) == 32
