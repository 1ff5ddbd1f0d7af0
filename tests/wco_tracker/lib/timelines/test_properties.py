import re
from calendar import monthrange
from datetime import date
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wco_tracker.lib.dates import first_day, is_partial_date, last_day, precision, read_partial_date
from wco_tracker.lib.timelines import KINDS, LONGEST, PRECISIONS, RECURRENCES, read

ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
WORDS = st.sampled_from(
    [*ENGLISH, *FRENCH, "2014", "2016", "15", "1er", "29/06", "xx/04/2023", "2016-2019", "by", "before",
    "avant",
     "fin", "end of", "d'ici", "à", "au", "to", "and", "et", "-", "(", ")", "()", ",", ".", "if", "or",
     "mid-", "Q1", "first", "quarter", "half", "spring", "PTC", "sessions", "each", "next", "subsequent",
     "Annual", "Ongoing", "within 12 months", "as appropriate", "from", "between", "thereafter",
     "at the latest", "\n", "before the", "last", "of", "²", "é", "\x00", "zzz"]
)  # fmt: skip
PHRASES = st.one_of(st.text(), st.lists(WORDS, max_size=8).map(" ".join))
YEARS = st.integers(1900, 2199)
MONTHS = st.integers(1, 12)


@given(PHRASES)
@example("x" * (LONGEST + 1))
@example("((" * 900)
@example("\ud800")
def test_any_text_is_read_into_a_sound_meaning_and_kept_untouched(phrase):
    meant = read(phrase)
    assert meant.phrase == phrase
    assert meant.kind in KINDS
    assert meant.precision in (None, *PRECISIONS)
    assert meant.recurrence in (None, *RECURRENCES)
    assert (meant.kind == "by_date") == (meant.due_on is not None) == (meant.precision is not None)
    assert (meant.due_on is None) == (meant.derived is None)


@given(PHRASES)
def test_no_day_is_invented_without_a_year_in_the_phrase(phrase):
    due_on = read(phrase).due_on
    if due_on is not None:
        years = {int(year) for year in re.findall("(?:19|20|21)[0-9]{2}", phrase)}
        assert {due_on.year, due_on.year + 1} & years  # "before 2015" is due in 2014


@given(
    st.sampled_from(["{}", "by {}", "d'ici {}", "end of {}", "fin {}", "({}", "{} (if required)"]),
    YEARS,
    MONTHS,
)
def test_a_month_reads_to_its_last_day_in_both_languages(frame, year, month):
    for names in (ENGLISH, FRENCH):
        meant = read(frame.format(f"{names[month - 1]} {year}"))
        expected = None if frame == "({}" else date(year, month, monthrange(year, month)[1])
        assert meant.due_on == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_reads_the_same_in_every_writing(day):
    french, english = FRENCH[day.month - 1], ENGLISH[day.month - 1]
    for phrase in (f"{day.day} {english} {day.year}", f"le {day.day} {french} {day.year}", f"{day:%d/%m/%Y}"):
        assert read(phrase).due_on == day


@pytest.mark.parametrize(
    "piece",
    ["if ", "after ", "(", "()", "and ", "January ", "2014 ", "2014-", "a - ", "x", " - ", "l'", "or 1"],
)
def test_the_longest_phrases_are_read_in_a_moment(piece):
    started = process_time()
    read((piece * LONGEST)[:LONGEST])
    read(("June 2015 " + piece * LONGEST)[:LONGEST])
    assert process_time() - started < 0.5


@given(st.dates())
def test_a_stored_partial_date_is_its_own_first_and_last_day(day):
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day
    assert read_partial_date(day.isoformat()) == day.isoformat()
    month = day.isoformat()[:7]
    assert first_day(month) <= day <= last_day(month)
    assert first_day(month[:4]) <= day <= last_day(month[:4])
    assert (precision(month[:4]), precision(month), precision(day.isoformat())) == ("year", "month", "day")


@given(st.text())
@example("2014-00")
@example("2014-10-00")
@example("2014\n")
@example("٢٠١٤")
def test_what_a_person_types_is_stored_as_a_partial_date_or_refused(typed):
    try:
        stored = read_partial_date(typed)
    except ValueError:
        return
    assert is_partial_date(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [(" 2014 ", "2014"), ("2014-3", "2014-03"), ("2014/10/5", "2014-10-05"), ("31/10/2014", "2014-10-31"),
     ("10/2014", "2014-10"), ("1.3.2014", "2014-03-01")],
)  # fmt: skip
def test_usual_writings_of_a_partial_date_are_normalised(typed, stored):
    assert read_partial_date(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "14", "2014-13", "2014-02-30", "0000", "2014-0", "October 2014", "2014-10-"]
)
def test_what_is_no_partial_date_is_refused_with_what_to_write(typed):
    with pytest.raises(ValueError, match="2014, 2014-10 or 2014-10-31"):
        read_partial_date(typed)


@pytest.mark.parametrize(
    "text", ["2014-3", " 2014", "2014-00", "2014-10-00", "2014-02-30", "2014\n", "31/10/2014"]
)
def test_only_the_stored_form_is_a_partial_date(text):
    assert not is_partial_date(text)
