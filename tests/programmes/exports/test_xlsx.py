"""The Excel workbook of a programme."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from programmes.content import ProgrammeContent, Section
from programmes.exports import xlsx
from programmes.exports.tabular import flat_rows
from programmes.exports.xlsx import ExcelLabels, TooManyRows, render
from programmes.exports.xlsx.annex import BULLET
from programmes.importing.interchange import read
from tests.programmes.exports.test_csv import LABELS as TABULAR
from tests.programmes.exports.test_docx import (
    ANYTHING,
    FIXTURES,
    SEEDS,
    marked,
    of_all_kinds,
    programme,
    row,
    task,
    topic,
)
from wco_tracker.lib.excel import CHARACTERS, fit, header, sheet_name, shorten, utf16

LABELS = ExcelLabels(
    tabular=TABULAR,
    columns=("Topic", "Tasks", "Performance Indicators", "Timeline", "Progress"),
    rows_sheet="Rows",
    annex_sheet="Annex",
    annex_line="Annex II to doc. PC0461E1",
    page_prefix="II/",
    note="",
    cut=" [cut]",
    cut_note="Some cells are cut.",
)


def opened(tree: ProgrammeContent, labels: ExcelLabels = LABELS) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(tree, labels)))


def values(sheet: Worksheet) -> list[list[object]]:
    """Each row's values, "" for an empty cell, dates without a time."""
    return [
        [value.date() if isinstance(value, datetime) else "" if value is None else value for value in line]
        for line in sheet.iter_rows(values_only=True)
    ]


def texts(sheet: Worksheet) -> list[str]:
    """All texts of the annex, each line of a cell by itself, without its bullet."""
    said = [str(value) for line in values(sheet) for value in line if value != ""]
    lines = [line for text in said for line in text.split("\n")]
    return [line.removeprefix(BULLET).removeprefix("   – ") for line in lines]


def spans(sheet: Worksheet, column: int) -> list[int]:
    """How many rows each merged cell of a column spans; paragraphs over the whole width apart."""
    merged = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == column]
    return [area.max_row - area.min_row + 1 for area in sorted(merged, key=lambda area: area.min_row)]


def texts_of_tree(tree: ProgrammeContent) -> list[str]:
    said = [tree.title, *(text.removeprefix("## ") for text in tree.introduction)]
    for section in tree.sections:
        said += [f"{section.number}. {section.heading}", section.quote, *LABELS.columns]
        for found in section.topics:
            said.append(found.title)
            for work in found.tasks:
                said += [work.text, *work.sub_items]
                for line in work.indicators:
                    said += [line.text, line.timeline.phrase, *(entry.text for entry in line.progress)]
    return [text for text in said if text]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> ProgrammeContent:
    return read((FIXTURES / f"{request.param}.json").read_bytes())


@pytest.fixture(scope="module")
def book(seed: ProgrammeContent) -> Workbook:
    return opened(seed)


def test_the_first_sheet_has_the_flat_rows(seed, book):
    found = values(book["Rows"])
    assert found[0] == list(TABULAR.columns)
    expected = [["" if value is None else value for value in line[:10]] for line in flat_rows(seed, TABULAR)]
    assert [line[:10] for line in found[1:]] == expected


def test_every_text_of_a_seed_stands_in_the_annex_as_often_as_in_the_tree(seed, book):
    assert Counter(texts(book["Annex"])) == Counter(texts_of_tree(seed))


def test_an_entry_that_is_internal_is_marked_in_the_annex_and_not_among_the_flat_rows():
    book = opened(of_all_kinds(), marked(LABELS))
    said = ["Known", "Unheard", "Reworded"]
    assert texts(book["Annex"])[-3:] == ["Known", "Unheard [internal <&>]", "Reworded [changed]"]
    assert book["Rows"]["J2"].value == "\n".join(said)


def test_the_day_that_standings_are_judged_at_stands_under_the_title():
    labels = replace(LABELS, judged="As of 1 March 2014", note="Some rows.")
    annex = opened(programme(), labels)["Annex"]
    assert [annex.cell(line, 1).value for line in (1, 2, 3)] == [
        "Programme",
        "As of 1 March 2014",
        "Some rows.",
    ]


def test_merged_cells_of_the_annex_follow_the_spans_of_the_tree(seed, book):
    assert spans(book["Annex"], 1) == [found.rows for found in seed.topics if found.rows > 1]
    works = [work for found in seed.topics for work in found.tasks]
    assert spans(book["Annex"], 2) == [work.rows for work in works if work.rows > 1]
    assert not book["Rows"].merged_cells.ranges


def test_the_header_row_stays_is_repeated_and_filters(seed, book):
    sheet = book["Rows"]
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == f"A1:K{len(list(seed.indicators)) + 1}"


@pytest.mark.parametrize("name", ["Rows", "Annex"])
def test_it_prints_on_a4_landscape_as_wide_as_the_page(name, book):
    sheet = book[name]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert sheet.oddHeader.left.text == "Annex II to doc. PC0461E1"
    assert sheet.oddFooter.center.text == "II/&P."


def test_sections_after_the_first_start_a_page(seed, book):
    sheet = book["Annex"]
    starts = [sheet.cell(mark.id + 1, 1).value for mark in sheet.row_breaks.brk]
    assert starts == [f"{section.number}. {section.heading}" for section in seed.sections[1:]]


@pytest.mark.parametrize(
    ("told", "day", "form"),
    [
        ("2014", date(2014, 12, 31), "yyyy"),
        ("2014-10", date(2014, 10, 31), "mmm yyyy"),
        ("2014-10-05", date(2014, 10, 5), "d mmm yyyy"),
    ],
)
def test_dates_are_real_and_shown_as_precise_as_they_are(told, day, form):
    line = row("abcdefghij", "Done", "March 2014", "said")
    line.progress[0].reported_on = told
    sheet = opened(programme(topic(task(line))))["Rows"]
    assert (sheet["G2"].value.date(), sheet["G2"].number_format) == (date(2014, 3, 31), "d mmm yyyy")
    assert (sheet["K2"].value.date(), sheet["K2"].number_format) == (day, form)


def test_a_date_before_excels_calendar_is_text():
    line = row("abcdefghij", "Done", "", "said")
    line.progress[0].reported_on = "1899"
    assert opened(programme(topic(task(line))))["Rows"]["K2"].value == "1899"


def test_the_same_tree_gives_the_same_bytes_which_tell_no_time(seed):
    data = render(seed, LABELS)
    assert render(seed, LABELS) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("{=SUM(A1)}", "{=SUM(A1)}"),
        ("+1", "+1"),
        ("12", "12"),
        ("https://example.org/", "https://example.org/"),
        ("<c/>&amp; ]]>", "<c/>&amp; ]]>"),
        ("a\x00b\x07c\ufffed\ud800", "a\ufffdb\ufffdc\ufffdd\ufffd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        (" a\tb  c ", " a\tb  c "),
        ("😀 𝔘 مرحبا", "😀 𝔘 مرحبا"),
    ],
)
def test_hostile_text_is_kept_as_typed_and_is_only_text(typed, kept):
    line = row("abcdefghij", typed, "March 2014", typed)
    tree = programme(topic(task(line, text=typed), title=typed), title=typed)
    tree.sections[0].number, tree.sections[0].heading = "", typed
    tree.sections[0].quote = tree.page_heading = typed
    found = opened(tree, ExcelLabels(TABULAR, (typed,) * 5, *[typed] * 7))
    rows, annex = found.worksheets
    assert [rows.cell(2, column).value for column in (1, 3, 4, 5, 10)] == [kept] * 5
    assert texts(annex).count(kept.split("\n")[-1]) == 13
    assert {cell.data_type for sheet in (rows, annex) for line in sheet for cell in line} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in (rows, annex) for line in sheet for cell in line)


def test_a_text_longer_than_a_cell_can_hold_is_cut_coloured_and_said_under_the_title():
    found = opened(programme(topic(task(row("abcdefghij", "😀" * 1_000_000, "2014", "w" * 1_000_000)))))
    for cell in (found["Rows"]["E2"], found["Rows"]["J2"], found["Annex"].cell(7, 5)):
        assert cell.value.endswith(" [cut]")
        assert CHARACTERS - 1 <= utf16(cell.value) <= CHARACTERS
        assert cell.fill.fgColor.rgb == "FFFFF4E0"
    assert found["Annex"].cell(2, 1).value == "Some cells are cut."


def test_nothing_is_said_of_cutting_where_nothing_is_cut():
    line = row("abcdefghij", "w" * (CHARACTERS - len(BULLET)), "2014")
    assert "Some cells are cut." not in texts(opened(programme(topic(task(line))))["Annex"])


def test_a_text_that_just_fits_is_left_whole():
    assert shorten("w" * CHARACTERS, "!") == "w" * CHARACTERS
    assert shorten("w" * (CHARACTERS + 1), "!") == "w" * (CHARACTERS - 1) + "!"


def test_more_rows_than_a_sheet_holds_are_refused_in_words(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xlsx, "ROWS", 10)
    with pytest.raises(TooManyRows):
        render(programme(topic(*(task(row(f"key{place:07}")) for place in range(10)))), LABELS)


def test_a_row_is_never_higher_than_excel_allows():
    sheet = opened(programme(topic(task(row("abcdefghij", "words " * 5000)))))["Annex"]
    heights = [size.height for size in sheet.row_dimensions.values() if size.height]
    assert 400 < max(heights) <= 409


def test_a_merged_cell_has_room_for_its_text():
    tree = programme(topic(task(row("abcdefghij"), row("abcdefghik"), text="words " * 200)))
    sheet = opened(tree)["Annex"]
    heights = [sheet.row_dimensions[place].height for place in (6, 7)]
    assert sum(heights) > 25 * 12


@pytest.mark.parametrize("tasks", [[], [task()], [task(text="")], [task(), task(row("abcdefghij"))]])
def test_a_topic_without_tasks_and_a_task_without_indicators_still_have_their_row(tasks):
    found = opened(programme(topic(*tasks)))
    assert found["Rows"].max_row == 1 + max(1, len(tasks))
    assert texts(found["Annex"]).count("Transit") == 1


def test_a_programme_without_sections_is_a_workbook_too():
    assert texts(opened(programme(sections=[]))["Annex"]) == ["Programme", "Contains"]
    assert opened(programme(sections=[Section(key="s", number="", heading="")]))["Rows"].max_row == 1


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Rows", "Rows"),
        ("a/b:c", "a b c"),
        ("", "1"),
        ("'", "1"),
        ("History", "1"),
        ("annex", "1"),
        ("w" * 40, "w" * 31),
    ],
)
def test_sheets_have_names_that_excel_takes(asked, name):
    assert sheet_name(asked, "Annex") == name


def test_a_page_header_holds_no_codes():
    assert header("A & B\n&P") == "A && B &&P"
    assert utf16(header("😀" * 500)) == 120
    assert len(header("&" * 500)) <= 120
    assert header("&" * 500).count("&") % 2 == 0


@settings(max_examples=60)
@given(st.lists(ANYTHING, min_size=1, max_size=3), ANYTHING)
def test_any_text_opens_again_as_it_was(found, name):
    tree = programme(
        *(topic(task(row("abcdefghij", text, "2014", text), text=text), title=text) for text in found),
        title=name,
    )
    labels = ExcelLabels(TABULAR, LABELS.columns, *[name] * 7)
    rows = values(opened(tree, labels).worksheets[0])[1:]
    assert [line[2] for line in rows] == [fit(text) for text in found]
    assert [line[4] for line in rows] == [fit(text) for text in found]
