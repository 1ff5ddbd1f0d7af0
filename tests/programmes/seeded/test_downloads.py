"""Taking a programme away in each form, from its page."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from programmes.actions.import_programme import import_programme
from programmes.exports.xlsx import TooManyRows
from programmes.importing import interchange
from programmes.models import Indicator, WorkProgramme
from programmes.presenters import downloads
from programmes.presenters.downloads import FORMATS
from tests.html import flat
from tests.programmes.exports.pdf_reading import Reading, squeezed
from tests.programmes.seeded.test_rows import add
from wco_tracker.lib.interchange import Unreadable
from wco_tracker.lib.typst import PdfNotMade

pytestmark = pytest.mark.django_db
PAGE = "/programmes/ptc-2013-2016/"
BEGINNINGS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "csv": b"\xef\xbb\xbf", "json": b"{"}


def test_every_form_has_its_test() -> None:
    assert set(BEGINNINGS) == set(FORMATS)


@pytest.mark.parametrize("form", sorted(BEGINNINGS))
def test_a_download_is_what_its_name_says(as_user: Callable[[Any], Any], form: str) -> None:
    response = as_user(None).get(f"{PAGE}export/{form}/")
    assert response.status_code == 200
    assert response.content.startswith(BEGINNINGS[form])
    assert response["Content-Type"] == FORMATS[form].media_type
    assert f'filename="ptc-2013-2016.{form}"' in response["Content-Disposition"]


def test_a_filtered_download_has_only_the_rows_shown_and_says_so(as_user: Callable[[Any], Any]) -> None:
    response = as_user(None).get(f"{PAGE}export/json/?standing=achieved_late")
    assert "ptc-2013-2016-part.json" in response["Content-Disposition"]
    rows = [
        row
        for section in json.loads(response.content)["sections"]
        for topic in section["topics"]
        for task in topic["tasks"]
        for row in task["indicators"]
    ]
    assert len(rows) == 4


def brought_back(data: bytes) -> Any:
    return import_programme(interchange.read(data), by=None)


@pytest.mark.parametrize("query", ["?standing=achieved_late", "?at=2014-01-01"])
def test_a_part_of_a_programme_never_replaces_it(as_user: Callable[[Any], Any], query: str) -> None:
    data = as_user(None).get(f"{PAGE}export/json/{query}").content
    before = Indicator.objects.present().count()
    with pytest.raises(Unreadable, match="only a part of the programme"):
        brought_back(data)
    assert Indicator.objects.present().count() == before
    assert not brought_back(as_user(None).get(f"{PAGE}export/json/").content)


def test_what_a_delegate_takes_does_not_withdraw_what_is_internal(
    as_user: Callable[[Any], Any], row: Any, adopted: Any, officer: Any, delegate: Any
) -> None:
    address = "/programmes/ptc-adopted/export/json/"
    add(row, officer, "Internal words")
    data = as_user(delegate).get(address).content
    assert json.loads(data)["extract"] == "released entries only"
    with pytest.raises(Unreadable, match="released entries only"):
        brought_back(data)
    assert "extract" not in json.loads(as_user(officer).get(address).content)


def test_a_file_without_the_entries_says_nothing_of_internal_ones(
    as_user: Callable[[Any], Any], row: Any, adopted: Any, officer: Any
) -> None:
    add(row, officer, "Internal words")
    for query, told in (("", True), ("?columns=-progress", False)):
        response = as_user(officer).get(f"/programmes/ptc-adopted/export/docx/{query}")
        assert ("internal" in response["Content-Disposition"]) is told
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            text = archive.read("word/document.xml").decode()
        assert ("Holds entries that are internal" in text) is told


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_an_entry_that_is_internal_is_marked_as_such_for_an_officer_and_not_there_for_a_delegate(
    as_user: Callable[[Any], Any], row: Any, adopted: Any, officer: Any, delegate: Any, form: str
) -> None:
    add(row, officer, "Words within")
    for reader, sees in ((officer, True), (delegate, False)):
        said = words_of(as_user(reader).get(f"/programmes/ptc-adopted/export/{form}/").content, form)
        assert ("Wordswithin[Internaluntilreleased]" in said) is sees
        assert ("Wordswithin" in said) is sees


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
@pytest.mark.parametrize(
    ("slug", "query", "told", "never"),
    [
        ("ptc-adopted", "", "Standings as of 1 March 2018", "Status as at"),
        ("ptc-2013-2016", "", "Standings as of 31 July 2016", "Status as at"),
        ("ptc-adopted", "?at=2017-05-02", "Status as at 2 May 2017.", "Standings as of"),
        ("ptc-adopted", "?columns=-timeline", "", "Standings as of"),
    ],
)
def test_a_file_that_shows_standings_names_the_day_they_are_judged_at(
    as_user: Callable[[Any], Any],
    adopted: Any,
    officer: Any,
    settings: Any,
    form: str,
    slug: str,
    query: str,
    told: str,
    never: str,
) -> None:
    settings.TRACKER_TODAY = date(2018, 3, 1)
    said = words_of(as_user(officer).get(f"/programmes/{slug}/export/{form}/{query}").content, form)
    assert (squeezed(told) in said) is (form != "docx" or not told.startswith("Standings"))
    assert squeezed(never) not in said


def words_of(data: bytes, form: str) -> str:
    """All that a file says, without white space."""
    if form == "pdf":
        reading = Reading(data)
        return reading.text(reading.root)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(("document.xml", "sharedStrings.xml"))]
        return squeezed(re.sub("<[^>]*>", "", "".join(archive.read(name).decode() for name in names)))


@pytest.mark.parametrize(
    ("form", "fault", "said"),
    [
        ("pdf", PdfNotMade("time", "slow"), "takes too long"),
        ("pdf", PdfNotMade("killed", "no memory"), "could not be made"),
        ("xlsx", TooManyRows(), "Take the CSV file"),
    ],
)
def test_a_file_that_cannot_be_made_is_answered_with_the_reason_and_the_way_back(
    as_user: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch, form: str, fault: Exception, said: str
) -> None:
    def broken(*_args: Any, **_options: Any) -> bytes:
        raise fault

    monkeypatch.setattr(getattr(downloads, form), "render", broken)
    response = as_user(None).get(f"{PAGE}export/{form}/?standing=achieved")
    page = response.content.decode()
    assert response.status_code == 503
    assert "Content-Disposition" not in response
    assert said in page
    assert f'href="{PAGE}?standing=achieved"' in page
    assert f'href="{PAGE}export/docx/?standing=achieved"' in page
    assert f'href="{PAGE}export/{form}/?standing=achieved">{FORMATS[form].name}' not in page


# --- columns --------------------------------------------------------------------------------

HIDDEN = "columns=-tasks&columns=-progress"
LEFT = ["Topic", "Performance Indicators", "Timeline"]


def taken(as_user: Callable[[Any], Any], form: str, query: str = HIDDEN) -> Any:
    response = as_user(None).get(f"{PAGE}export/{form}/?{query}")
    assert response.status_code == 200
    return response


def test_csv_and_excel_have_the_columns_of_the_view(as_user: Callable[[Any], Any]) -> None:
    flat = ["Section", "Reference", "Topic", "Performance Indicators", "Timeline", "Due", "Standing"]
    response = taken(as_user, "csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == flat
    assert {len(row) for row in rows} == {len(flat)}
    assert 'filename="ptc-2013-2016-part.csv"' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(taken(as_user, "xlsx").content))
    sheet, annex = book["Rows"], book["Annex"]
    assert [cell.value for cell in sheet[1]] == flat
    assert sheet.auto_filter.ref == f"A1:G{sheet.max_row}"
    assert [cell.value for cell in sheet[2]][3] == rows[1][3]
    heads = [row for row in annex.iter_rows(values_only=True) if row[0] == "Topic"]
    assert set(heads) == {tuple(LEFT)}
    assert annex.max_column == 3


def test_the_columns_of_one_part_alone_can_be_left_out(as_user: Callable[[Any], Any]) -> None:
    header = taken(as_user, "csv", "columns=-timeline").content.decode("utf-8-sig").split("\r\n")[0]
    assert header == (
        '"Section","Reference","Topic","Tasks","Performance Indicators","State","Progress","Last reported"'
    )


def word(response: Any) -> tuple[str, list[list[str]]]:
    """The document's XML, and the widths of the columns of each of its tables."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        text = archive.read("word/document.xml").decode()
    grids = re.findall("<w:tblGrid>(.*?)</w:tblGrid>", text)
    return text, [re.findall('w:w="(\\d+)"', grid) for grid in grids]


def test_word_has_the_columns_of_the_view_over_the_whole_width_and_says_so(
    as_user: Callable[[Any], Any],
) -> None:
    text, grids = word(taken(as_user, "docx"))
    whole, full = word(taken(as_user, "docx", ""))
    assert "Hidden columns: Tasks, Progress." in text
    assert {len(grid) for grid in grids} == {3}
    assert [sum(map(int, grid)) for grid in grids] == [sum(map(int, grid)) for grid in full]
    rows = re.findall("<w:tr>.*?</w:tr>", text, re.DOTALL)
    assert {row.count("<w:tc>") for row in rows} == {3}
    assert len(rows) == whole.count("<w:tr>")
    assert [re.findall("<w:t[^>]*>([^<]+)", cell) for cell in rows[0].split("<w:tc>")[1:]] == [
        [n] for n in LEFT
    ]


def test_pdf_has_the_columns_of_the_view(as_user: Callable[[Any], Any]) -> None:
    found, full = (Reading(taken(as_user, "pdf", query).content) for query in (HIDDEN, ""))
    assert set(found.texts("TH")) == {squeezed(name) for name in LEFT}
    assert len(found.all("TR")) == len(full.all("TR"))
    assert squeezed("Hidden columns: Tasks, Progress.") in found.text(found.root)


def test_json_has_all_columns_so_that_it_can_be_put_back(as_user: Callable[[Any], Any]) -> None:
    response = taken(as_user, "json")
    assert response.content == taken(as_user, "json", "").content
    assert 'filename="ptc-2013-2016.json"' in response["Content-Disposition"]
    page = flat(as_user(None).get(f"{PAGE}?{HIDDEN}"))
    assert "JSON (with all columns)" in page
    assert "Excel (as shown)" in page


# --- as shown ------------------------------------------------------------------------------------


def test_a_filtered_file_says_what_was_chosen_and_leaves_the_introduction_out(
    as_user: Callable[[Any], Any], adopted: Any, officer: Any
) -> None:
    adopted.introduction = ["A paragraph of the introduction."]
    WorkProgramme.objects.filter(pk=adopted.pk).update(introduction=adopted.introduction)
    address = "/programmes/ptc-adopted/export/docx/"
    whole = texts_of(as_user(officer).get(address).content)
    part = texts_of(as_user(officer).get(f"{address}?words=data&standing=planned&at=2016-01-01").content)
    assert "A paragraph of the introduction." in whole
    assert "A paragraph of the introduction." not in part
    assert re.search(
        r"Not the whole programme: Standing: Planned · Contains: data \(\d+ of \d+ rows\)\. "
        r"Status as at 1 January 2016\.",
        part,
    )


def test_sections_of_a_part_follow_one_another(
    as_user: Callable[[Any], Any], adopted: Any, officer: Any
) -> None:
    address = "/programmes/ptc-adopted/export/docx/"
    assert b"<w:pageBreakBefore/>" in document_of(as_user(officer).get(address).content)
    assert b"<w:pageBreakBefore/>" not in document_of(as_user(officer).get(f"{address}?words=data").content)


def test_an_officer_takes_the_file_that_members_get_or_the_one_with_internal_entries(
    as_user: Callable[[Any], Any], adopted: Any, row: Any, officer: Any
) -> None:
    add(row, officer, "Not for Members yet")
    browser, address = as_user(officer), "/programmes/ptc-adopted/export/csv/"
    internal = browser.get(address)
    assert "internal" in internal.headers["Content-Disposition"]
    assert "Not for Members yet [Internal until released]" in internal.content.decode("utf-8-sig")
    released = browser.get(f"{address}?entries=released")
    assert "internal" not in released.headers["Content-Disposition"]
    assert released.content == as_user(None).get(address).content
    page = browser.get("/programmes/ptc-adopted/").content.decode()
    assert "entries=released" in page
    assert "entries=released" not in as_user(None).get("/programmes/ptc-adopted/").content.decode()


def document_of(file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return package.read("word/document.xml")


def texts_of(file: bytes) -> str:
    return re.sub(r"<[^>]+>", "", document_of(file).decode())
