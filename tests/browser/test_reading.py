"""Anybody reads both programmes and takes them away."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, DRAFT, matrix

pytestmark = pytest.mark.browser

SPANS = "(cells) => cells.reduce((sum, cell) => sum + cell.rowSpan, 0)"


@pytest.mark.parametrize(("programme", "rows"), [(CLOSED, 61), (DRAFT, 70)])
def test_merged_cells_span_as_many_rows_as_there_are(page: Any, programme: str, rows: int) -> None:
    page.goto(matrix(programme))
    assert page.locator("tr.item").count() == rows
    assert page.locator("th[scope=rowgroup]").evaluate_all(SPANS) == rows
    assert page.locator("td.task").evaluate_all(SPANS) == rows
    assert page.locator("th[scope=rowgroup]").count() == 28
    assert page.locator("a.edit").count() == 0


def test_the_header_of_a_table_stays_in_sight(page: Any) -> None:
    page.goto(matrix(CLOSED))
    page.evaluate("document.querySelectorAll('tr.item')[12].scrollIntoView({behavior: 'instant'})")
    assert page.locator(".matrix thead th").first.bounding_box()["y"] == 0


def test_the_word_file_and_the_json_file_open(page: Any, tmp_path: Path) -> None:
    page.goto(matrix(CLOSED))
    page.get_by_text("Download", exact=True).click()
    files = {}
    for form in ("docx", "json"):
        with page.expect_download() as taken:
            page.locator(f".sheetlet a[href*='/{form}/']").click()
        assert taken.value.suggested_filename == f"{CLOSED}.{form}"
        taken.value.save_as(tmp_path / form)
        files[form] = (tmp_path / form).read_bytes()
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
        assert word.testzip() is None
        assert b"Single Window" in word.read("word/document.xml")
    assert json.loads(files["json"])["slug"] == CLOSED


def test_a_choice_filters_at_once_and_stays_in_the_address(page: Any) -> None:
    page.goto(matrix(CLOSED))
    chip = page.locator(".filters .chip", has_text="Not needed")
    number = int(chip.locator("b").inner_text())
    chip.click()
    page.wait_for_url("**standing=not_needed*")
    assert page.locator("tr.item").count() == number
    page.go_back()
    expect(page.locator("tr.item")).to_have_count(61)


def test_search_finds_a_row_by_its_reference_and_leads_to_it(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("11.2.3")
    page.keyboard.press("Enter")
    row = page.locator("tr.item:target")
    expect(row).to_have_attribute("data-ref", "11.2.3")
    expect(row).to_be_in_viewport()
