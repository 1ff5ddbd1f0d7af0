"""The matrix on paper looks like the committee's annex."""

import re
from typing import Any

import pytest

from tests.browser.pages import DRAFT, matrix

pytestmark = pytest.mark.browser

A4_LANDSCAPE = (841.9, 595.3)  # points


def test_the_matrix_prints_on_a4_landscape(page: Any) -> None:
    page.goto(matrix())
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert 5 < len(sheets) < 40
    for width, height in sheets:
        assert (float(width), float(height)) == pytest.approx(A4_LANDSCAPE, abs=1)


def test_what_serves_the_screen_is_not_printed(officer: Any) -> None:
    officer.goto(matrix())
    officer.emulate_media(media="print")
    for name in (".masthead", ".rail", ".filters", ".foot", ".actions", "a.edit"):
        assert not officer.locator(name).first.is_visible(), name
    for name in ("h1", ".matrix thead", "tr.item", "section.sheet blockquote", "a.ref"):
        assert officer.locator(name).first.is_visible(), name
    header = officer.locator(".matrix thead").first.evaluate("(head) => getComputedStyle(head).display")
    assert header == "table-header-group"  # repeated on every page


def test_the_introduction_and_its_bullets_are_printed_before_the_tables(page: Any) -> None:
    page.goto(matrix(DRAFT))
    bullets = page.locator(".introduction .bullet")
    assert not bullets.first.is_visible()  # on the screen it is opened by who wants it
    page.emulate_media(media="print")
    assert bullets.count() == 8
    for place in range(bullets.count()):
        assert bullets.nth(place).is_visible()
    assert not page.locator(".introduction summary").is_visible()
    last, table = bullets.last.bounding_box(), page.locator(".matrix").first.bounding_box()
    assert last["height"] > 0
    assert last["y"] < table["y"]
