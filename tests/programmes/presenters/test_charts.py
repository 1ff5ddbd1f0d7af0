"""Charts of a programme: described, the same numbers as their tables, and what moved between two days."""

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.utils import timezone

from programmes.actions.rows import EntryValues, RowValues, save_row
from programmes.models import Indicator, WorkProgramme
from programmes.presenters import charts
from programmes.selectors import compare_dates
from programmes.selectors.access import access_to, open_programme
from programmes.selectors.trees import read_tree

SLUG = "ptc-2013-2016"
ADDRESS = f"/programmes/{SLUG}/charts/"
ON_TWO_DAYS = ADDRESS + "?at=2015-06-01&since=2014-10-01"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def programme(db: None) -> Any:
    """The concluded programme of the seeds."""
    call_command("load_seeds", verbosity=0)
    return WorkProgramme.objects.get(slug=SLUG)


@pytest.fixture
def ptc(programme: Any) -> Any:
    """The group of the seeds."""
    return programme.group


def drawings(page: str) -> list[Any]:
    found = re.findall(r'<svg class="plot".*?</svg>', page, re.DOTALL)
    return [
        ElementTree.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))
        for svg in found
    ]


def tables(page: str) -> list[list[list[str]]]:
    found = re.findall(r'<table class="list">(.*?)</table>', page, re.DOTALL)
    rows = [re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL) for table in found]
    return [[re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table[1:]] for table in rows]


def page_of(browser: Any, address: str = ON_TWO_DAYS) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_every_chart_has_a_title_and_a_description(programme: Any, as_user: Callable[[Any], Any]) -> None:
    page = page_of(as_user(None))
    found = drawings(page)
    assert len(found) == 3
    for drawing in found:
        named = [drawing.find(f"{SVG}{name}") for name in ("title", "desc")]
        assert all(len(item.text) > 10 for item in named)
        assert drawing.get("aria-labelledby").split() == [item.get("id") for item in named]
        assert drawing.get("role") == "img"
    assert "style=" not in page


def test_a_hatched_piece_points_to_a_pattern_of_its_chart(
    programme: Any, as_user: Callable[[Any], Any]
) -> None:
    hatched = 0
    for drawing in drawings(page_of(as_user(None))):
        patterns = {f"url(#{item.get('id')})" for item in drawing.iter(f"{SVG}pattern")}
        fills = [item.get("fill") for item in drawing.iter() if item.get("class") == "over"]
        assert set(fills) <= patterns
        hatched += len(fills)
    assert hatched


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["?at=2015-06-01&since=2014-10-01", "?words=data&since=2014-01-01", ""])
def test_a_chart_and_its_table_have_the_same_numbers(
    programme: Any, as_user: Callable[[Any], Any], query: str, language: str
) -> None:
    browser = as_user(None)
    browser.cookies["django_language"] = language
    page = page_of(browser, ADDRESS + query)
    for drawing, table in zip(drawings(page), tables(page), strict=True):
        drawn = [
            int(piece.find(f"{SVG}title").text.rpartition(" ")[2])
            for piece in drawing.iter(f"{SVG}rect")
            if piece.get("class", "").startswith("piece")
        ]
        cells = [[int(cell) for cell in row[1:]] for row in table]
        assert [number for row in cells for number in row[:-1] if number] == drawn
        totals = [
            int(item.text) for item in drawing.iter(f"{SVG}text") if item.get("class") in ("total", "above")
        ]
        assert totals == [row[-1] for row in cells if row[-1]]
        assert all(sum(row[:-1]) == row[-1] for row in cells)


def test_the_standings_add_up_to_the_rows_of_the_matrix(
    programme: Any, as_user: Callable[[Any], Any]
) -> None:
    assert sum(int(row[-1]) for row in tables(page_of(as_user(None)))[0]) == 61


def test_the_first_chart_is_called_what_it_counts_wherever_it_is_named(
    programme: Any, as_user: Callable[[Any], Any]
) -> None:
    page = page_of(as_user(None))
    first = drawings(page)[0]
    title, description = (first.find(f"{SVG}{name}").text for name in ("title", "desc"))
    assert title == "Standing by Strategic Activity"
    assert description.startswith("The standings of 61 performance indicators: ")
    assert f'aria-label="{title}"' in page
    assert f">{title}</h2>" in page
    assert "State by" not in page


def test_a_place_in_a_chart_is_a_number_of_css_in_every_language(
    programme: Any, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(None)
    browser.cookies["django_language"] = "fr"
    for drawing in drawings(page_of(browser)):
        for piece in drawing.iter(f"{SVG}rect"):
            for name in ("x", "y", "width", "height"):
                assert re.fullmatch(r"\d+(\.\d+)?%?", piece.get(name, "0"))


# --- due dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "number", "label"),
    [
        (date(2014, 11, 5), date(2015, 2, 1), 4, "2014-11"),
        (date(2013, 7, 1), date(2016, 6, 30), 12, "quarter 3 of 2013"),
        (date(2000, 1, 1), date(2030, 12, 31), 31, "2000"),
        (date(1, 1, 1), date(2100, 1, 1), 40, "1"),
        (date(9999, 1, 1), date(9999, 12, 31), 12, "9999-01"),
    ],
)
def test_a_period_is_cut_into_few_enough_spans(first: date, last: date, number: int, label: str) -> None:
    spans = charts._spans(first, last)
    assert (len(spans), spans[0].full) == (number, label)
    assert all((after.first - before.last).days == 1 for before, after in pairwise(spans))


# --- what moved ---------------------------------------------------------------------------


def moved(programme: Any, user: Any, since: date, at: date | None = None) -> list[tuple[str, str, str]]:
    access = open_programme(user, programme.slug)
    days = compare_dates.read_two_days(access, at=at, since=since)
    assert days.then
    return [
        (move.now.ref, move.then.timeline.phrase, move.now.timeline.phrase)
        for move in compare_dates.moves(days.tree, days.then, days.now)
        if move.then.timeline != move.now.timeline
    ]


def a_row(programme: Any) -> Any:
    rows = Indicator.objects.filter(task__topic__section__programme=programme, timeline_kind="by_date")
    return rows.select_related("task__topic__section__programme").order_by("pk").first()


def test_a_row_moves_where_an_entry_after_the_earlier_day_changed_its_state(
    programme: Any, officer: Any
) -> None:
    row = a_row(programme)
    entry = EntryValues("Given up", reported_on="2015-05-01", sets_state="discontinued")
    save_row(
        row, RowValues(row.text, row.timeline_phrase, row.target, row.unit, new=entry), revision=1, by=officer
    )
    access = open_programme(officer, SLUG)
    for since, found in ((date(2015, 4, 30), True), (date(2015, 5, 1), False)):
        days = compare_dates.read_two_days(access, at=date(2015, 5, 2), since=since)
        assert days.then
        moves = {
            move.now.key: move.now.standing for move in compare_dates.moves(days.tree, days.then, days.now)
        }
        assert (moves.get(row.key) == "discontinued") is found


def test_an_entry_that_is_not_released_moves_nothing_for_readers_outside(
    programme: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    row = a_row(programme)
    entry = EntryValues("Given up", reported_on="2015-05-01", sets_state="discontinued")
    save_row(
        row, RowValues(row.text, row.timeline_phrase, row.target, row.unit, new=entry), revision=1, by=officer
    )
    address = ADDRESS + "?at=2015-05-02&since=2015-04-30"
    assert "Discontinued" in page_of(as_user(officer), address)
    assert "Discontinued" not in page_of(as_user(None), address)


def test_a_timeline_is_what_history_recorded_up_to_the_day(programme: Any, officer: Any) -> None:
    row = a_row(programme)
    before = row.timeline_phrase
    save_row(row, RowValues(row.text, "March 2020", row.target, row.unit), revision=1, by=officer)
    records = row.history.order_by("history_id")
    for record, year in zip(records, (2014, 2015), strict=True):
        moment = timezone.make_aware(datetime(year, 6, 1, 12))  # noqa: DTZ001
        type(record).objects.filter(pk=record.pk).update(history_date=moment)
    changed = [("1.1.1", before, "March 2020")] if row.key else []
    assert [move[1:] for move in moved(programme, officer, date(2015, 5, 31), date(2015, 6, 1))] == [
        move[1:] for move in changed
    ]
    assert moved(programme, officer, date(2015, 6, 1), date(2016, 1, 1)) == []
    assert moved(programme, officer, date(2014, 1, 1), date(2015, 5, 31)) == []


def test_without_a_day_it_shows_what_moved_since_the_session_before(programme: Any) -> None:
    access = open_programme(None, SLUG)
    days = compare_dates.read_two_days(access, at=date(2015, 6, 1), since=None)
    assert days.since
    assert date(2014, 1, 1) < days.since < date(2015, 6, 1)


@pytest.mark.parametrize(
    "query", ["?since=yesterday", "?at=x&since=2014-13-01", "?since=0001-01-01", "?words=xyzzy"]
)
def test_an_odd_address_is_answered_with_words(
    programme: Any, as_user: Callable[[Any], Any], query: str
) -> None:
    page_of(as_user(None), ADDRESS + query)


def test_an_empty_programme_says_what_will_be_there(programme: Any, as_user: Callable[[Any], Any]) -> None:
    from programmes.models import ProgrammeSection

    ProgrammeSection.objects.update(withdrawn_at=timezone.now())
    assert "Its charts will appear here." in page_of(as_user(None), ADDRESS)


def test_a_row_due_years_outside_the_period_leaves_the_chart_to_the_others(
    officer: Any, programme: WorkProgramme
) -> None:
    def chart() -> Any:
        return charts.due_dates(read_tree(access_to(officer, programme)), date(2018, 1, 1))

    before = chart()
    row = Indicator.objects.filter(task__topic__section__programme=programme).earliest("pk")
    for phrase in ("31 December 2108", "1 January 1918"):
        typed = RowValues(row.text, phrase, row.target, row.unit)
        save_row(row, typed, revision=row.revision, by=officer)
        after = chart()
        assert [column.full for column in after.columns] == [column.full for column in before.columns]
        assert "1 row is due years outside the period and is not drawn." in after.description
