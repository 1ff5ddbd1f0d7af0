"""The matrix on paper looks like the committee's annex."""

import re
from typing import Any

import pytest

from tests.browser.pages import matrix

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
