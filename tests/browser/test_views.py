"""Saved views in the browser: from the matrix to a name and back."""

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
    officer.locator(".savedviews summary").press("Enter")
    officer.get_by_label("Name of the view").fill("Without progress")
    officer.get_by_label("Share it with the group").check()
    officer.get_by_label("Name of the view").press("Enter")
    officer.wait_for_url("**/?columns=-progress")
    colleague = visit("delegate")
    colleague.goto(matrix())
    colleague.locator(".savedviews summary").click()
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
    page.locator(".savedviews summary").click()
    page.get_by_role("link", name="Save this view, or choose a saved one").click()
    page.get_by_label("Name of the view").fill("Data")
    page.get_by_role("button", name="Save this view").click()
    page.wait_for_url("**/?words=data")


# What the words of the hint need, beside the cross that a browser keeps room for, and what there is for them.
HINT = """() => {
  const field = document.querySelector('#id_words'), look = getComputedStyle(field);
  const words = document.createElement('span');
  Object.assign(words.style, { font: look.font, position: 'absolute', whiteSpace: 'pre' });
  words.textContent = field.placeholder;
  document.body.append(words);
  const needed = words.getBoundingClientRect().width + 20;
  words.remove();
  return [needed, field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight)];
}"""


@pytest.mark.parametrize("width", [1400, 1024, 390])
def test_the_hint_of_the_filter_is_read_to_its_end(visit: Callable[..., Any], width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    for where in (matrix(), matrix() + "charts/"):
        page.goto(where)
        page.locator(".filters details").evaluate_all("all => all.forEach((fold) => { fold.open = true; })")
        needed, room = page.evaluate(HINT)
        assert needed <= room, where


@pytest.mark.parametrize("width", [1400, 390])
def test_an_open_menu_of_a_programme_lies_over_no_button_beside_it(
    visit: Callable[..., Any], width: int
) -> None:
    page = visit("officer", viewport={"width": width, "height": 800})
    page.goto(matrix())
    buttons = page.locator(".actions :is(summary, a).btn").all()
    for summary in page.locator(".actions summary").all():
        summary.click()
        menu = summary.locator("xpath=..").locator(".sheetlet").bounding_box()
        assert menu["width"] + menu["x"] <= width
        for box in [button.bounding_box() for button in buttons]:
            beside = box["x"] >= menu["x"] + menu["width"] or box["x"] + box["width"] <= menu["x"]
            assert beside or box["y"] + box["height"] <= menu["y"] + 1
        summary.click()
