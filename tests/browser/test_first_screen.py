"""The matrix begins on the first screen; keys can be seen, and those of one letter switched off."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, DRAFT, matrix

pytestmark = pytest.mark.browser
LAPTOP, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
IN_HAND = "document.activeElement.dataset.ref || document.activeElement.id"


@pytest.mark.parametrize("programme", [CLOSED, DRAFT])
@pytest.mark.parametrize("query", ["", "?standing=planned&words=data", "?timeline=ongoing"])
def test_the_first_row_stands_on_a_laptops_first_screen(visit: Any, programme: str, query: str) -> None:
    page = visit("officer", viewport=LAPTOP)
    page.goto(matrix(programme) + query)
    if page.locator("tr.item").count():
        expect(page.locator("tr.item").first).to_be_in_viewport(ratio=0.5)
    expect(page.locator(".filters .shown")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_first_table_begins_on_the_first_screen(visit: Any) -> None:
    page = visit("officer", viewport=PHONE, has_touch=True)
    page.goto(matrix())
    expect(page.locator("section.sheet").first).to_be_in_viewport()
    expect(page.locator(".filters .shown")).to_have_text("61 of 61 rows")
    page.get_by_role("link", name="Go to the rows").click()
    page.wait_for_function("document.querySelector('section.sheet').getBoundingClientRect().top < 60")
    page.locator(".sections > summary").click()
    expect(page.locator(".rail a").first).to_be_visible()


def test_folded_filters_say_what_they_leave_out_and_stay_open_while_one_chooses(visit: Any) -> None:
    page = visit("", viewport=LAPTOP)
    page.goto(matrix())
    expect(page.locator("#id_words")).to_be_hidden()
    page.locator(".filters summary").click()
    page.locator(".filters .chip", has_text="Not needed").click()
    page.wait_for_url("**standing=not_needed*")
    page.locator("#id_section").select_option(index=5)
    page.wait_for_url("**section=*")
    expect(page.locator("#id_words")).to_be_visible()
    page.reload()
    expect(page.locator("#id_words")).to_be_hidden()
    expect(page.locator(".filters .chosen").filter(has_text="Not needed")).to_be_visible()
    assert page.locator(".filters .chosen").count() == 2


def test_where_there_is_room_nothing_is_folded(page: Any) -> None:
    page.goto(matrix())
    for name in ("#id_words", "#id_section", ".rail"):
        expect(page.locator(name)).to_be_visible()
    for name in (".filters summary", ".sections > summary", ".torows"):
        expect(page.locator(name)).to_be_hidden()
    page.locator("#standing-not_needed").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**standing=not_needed*")


@pytest.mark.parametrize("place", ["", "bulk/", "session/ptc-2016-03/"])
def test_one_skips_to_the_rows(officer: Any, place: str) -> None:
    officer.goto(matrix() + place)
    officer.keyboard.press("Tab")
    officer.keyboard.press("Tab")
    link = officer.locator(".skip:focus")
    expect(link).to_have_text("Skip to the rows")
    expect(link).to_be_in_viewport(ratio=1)
    officer.keyboard.press("Enter")
    assert officer.evaluate(IN_HAND) == "rows"


def test_keys_are_shown_and_single_ones_switched_off_on_this_device(officer: Any) -> None:
    officer.goto(matrix())
    officer.locator("tr.item").first.focus()
    officer.keyboard.press("?")
    box = officer.get_by_role("dialog", name="Keyboard")
    expect(box).to_be_visible()
    box.get_by_role("checkbox").uncheck()
    officer.keyboard.press("Escape")
    expect(box).to_be_hidden()
    officer.locator("tr.item").first.focus()
    first = officer.evaluate(IN_HAND)
    for key in ("j", "e", "/", "?"):
        officer.keyboard.press(key)
    assert officer.evaluate(IN_HAND) == first
    expect(officer.locator("tr.editrow")).to_have_count(0)
    officer.keyboard.press("ArrowDown")
    assert officer.evaluate(IN_HAND) != first
    officer.goto(f"/programmes/{DRAFT}/structure/")
    officer.locator(".outline .words").first.focus()
    officer.keyboard.press("n")
    officer.keyboard.press("m")
    assert officer.url.endswith("/structure/")
    expect(officer.locator(".outline .nodemenu")).to_have_count(0)
    officer.get_by_role("button", name="Keyboard").click()
    box.get_by_role("checkbox").check()
    box.get_by_role("button", name="Close").click()
    officer.goto(matrix())
    officer.keyboard.press("/")
    assert officer.evaluate(IN_HAND) == "find"


def test_escape_closes_a_menu_and_gives_the_focus_back(officer: Any) -> None:
    officer.goto(matrix())
    for name in ("Edit programme", "Views", "Download"):
        summary = officer.locator(".actions summary", has_text=name)
        summary.click()
        officer.keyboard.press("Tab")
        officer.keyboard.press("Escape")
        expect(officer.locator("details.menu[open]")).to_have_count(0)
        expect(summary).to_be_focused()
    officer.locator(".self summary").click()
    officer.keyboard.press("Escape")
    expect(officer.locator(".self details")).not_to_have_attribute("open", "")
