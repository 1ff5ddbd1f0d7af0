"""Two rows of 2013-2016 are achieved and no text says when: everywhere it is said, and nowhere guessed."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from programmes.content import count_standings
from programmes.presenters.matrix import counts
from programmes.selectors.access import open_programme
from programmes.selectors.trees import read_tree
from tests.html import flat
from tests.programmes.exports.pdf_reading import Reading
from tests.programmes.seeded.test_filters import plain

pytestmark = pytest.mark.django_db
UNDATED = ["3.1.1", "6.1.3"]
EXPORT = "/programmes/ptc-2013-2016/export"


def test_an_achieved_row_without_a_day_is_told_apart_and_counted_as_achieved(closed: Any) -> None:
    tree = read_tree(open_programme(None, closed.slug))
    undated = [row for row in tree.indicators if row.undated]
    assert [row.ref for row in undated] == UNDATED
    assert {row.standing for row in undated} == {"achieved"}
    shown = next(count for count in counts(tree.indicators) if count.name == "achieved")
    assert shown.number == count_standings(tree.indicators)["achieved"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Achieved, date not recorded"), ("fr", "Réalisé, date non indiquée")],
)
def test_the_tag_says_so_in_the_matrix_and_its_legend(
    language: str, words: str, db: None, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(None)
    browser.cookies["django_language"] = language
    page = flat(browser.get("/programmes/ptc-2013-2016/"))
    assert page.count(f"</svg>{words}</span>") == len(UNDATED) + 1
    row = page[page.index('data-ref="3.1.1"') :]
    assert words in row[: row.index("</tr>")]
    filtered = plain(browser.get("/programmes/ptc-2013-2016/?standing=achieved").content.decode())
    assert words in filtered


def test_a_row_that_gets_a_day_is_judged_by_it(closed: Any, officer: Any) -> None:
    from programmes.models import ProgressEntry

    tree = read_tree(open_programme(None, closed.slug))
    row = next(row for row in tree.indicators if row.ref == "3.1.1")
    entry = next(entry for entry in row.progress if entry.sets_state)
    released = {**(entry.released_as or {}), "reported_on": "2016-03"}
    ProgressEntry.objects.filter(key=entry.key).update(reported_on="2016-03", released_as=released)
    row = next(row for row in read_tree(open_programme(None, closed.slug)).indicators if row.ref == "3.1.1")
    assert (row.standing, row.tag, row.undated) == ("achieved_late", "achieved_late", False)


def test_the_files_say_so_too(db: None, as_user: Callable[[Any], Any]) -> None:
    browser = as_user(None)
    lines = list(csv.reader(io.StringIO(browser.get(f"{EXPORT}/csv/").content.decode("utf-8-sig"))))
    assert [line[1] for line in lines if line[7] == "Achieved, date not recorded"] == UNDATED
    book = load_workbook(io.BytesIO(browser.get(f"{EXPORT}/xlsx/").content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert cells.count("Achieved, date not recorded") == len(UNDATED)
    pdf = Reading(browser.get(f"{EXPORT}/pdf/").content)
    assert pdf.text(pdf.root).count("Achieved,datenotrecorded") == len(UNDATED)
