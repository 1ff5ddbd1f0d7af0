"""Kept views in the browser: from the matrix to a name and back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import matrix, row

pytestmark = pytest.mark.browser


def test_a_view_is_made_kept_and_chosen(officer: Any, visit: Callable[..., Any]) -> None:
    officer.goto(matrix())
    officer.get_by_role("checkbox", name="Progress").check()
    expect(officer.locator("th[scope=col]", has_text="Progress")).to_have_count(0)
    officer.locator(".keptviews summary").press("Enter")
    officer.get_by_label("Name of the view").fill("Without progress")
    officer.get_by_label("Share it with the group").check()
    officer.get_by_label("Name of the view").press("Enter")
    officer.wait_for_url("**/?columns=-progress")
    colleague = visit("delegate")
    colleague.goto(matrix())
    colleague.locator(".keptviews summary").click()
    colleague.get_by_role("link", name="Without progress").click()
    colleague.wait_for_url("**/?columns=-progress")
    expect(colleague.locator("th[scope=col]", has_text="Progress")).to_have_count(0)


def test_a_row_is_edited_where_columns_are_left_out(officer: Any) -> None:
    officer.goto(matrix() + "?columns=-progress&columns=-tasks")
    row(officer, "1.1.1").first.focus()
    officer.keyboard.press("e")
    officer.locator("tr.editrow form[data-draft]").wait_for()
    widths = officer.evaluate(
        "[...document.querySelectorAll('table.matrix')].map((table) => table.scrollWidth - table.clientWidth)"
    )
    assert set(widths) == {0}


def test_without_script_a_view_is_kept_too(visit: Callable[..., Any]) -> None:
    page = visit("officer", java_script_enabled=False)
    page.goto(matrix() + "?words=data")
    page.locator(".keptviews summary").click()
    page.get_by_role("link", name="Keep this view, or choose a kept one").click()
    page.get_by_label("Name of the view").fill("Data")
    page.get_by_role("button", name="Keep this view").click()
    page.wait_for_url("**/?words=data")
