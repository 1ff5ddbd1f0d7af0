"""A save that failed says so beside its button or where the reader is; toasts close, and cover no form."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, DRAFT, matrix, open_editor, save, write
from tests.browser.test_nothing_is_lost import OFFLINE, WORDS

pytestmark = pytest.mark.browser
LAPTOP = {"width": 1280, "height": 720}
STRUCTURE = f"/programmes/{DRAFT}/structure/"
# Forms that are sent as a page: where, what is filled in, and the words on the button.
PAGES = {
    "many rows": (f"/programmes/{DRAFT}/bulk/", "textarea[name=text]", "Preview"),
    "a new section": (f"{STRUCTURE}add/", "textarea", "Add"),
    "a saved view": (f"{matrix(DRAFT)}views/?words=data", "input[name=name]", "Save this view"),
    "a new programme": ("/programmes/new/", "input[name=slug]", None),
    "the account": ("/account/", None, "Save"),
}


@pytest.fixture
def page(visit: Any) -> Any:
    """The officer's, on a laptop."""
    return visit("officer", viewport=LAPTOP)


def said(page: Any, words: str) -> None:
    """The message stands whole on the screen."""
    message = page.locator(".message.error", has_text=words).last
    expect(message).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", PAGES)
def test_a_form_without_a_connection_stays_with_its_words(page: Any, watch: Any, name: str) -> None:
    watch.expect(*OFFLINE)
    address, field, button = PAGES[name]
    page.goto(address)
    if field:
        page.locator(f"main {field}").first.fill("Typed-words")
    page.context.set_offline(True)
    buttons = page.locator("main button.btn-primary")
    (buttons.filter(has_text=button) if button else buttons).last.click()
    said(page, "There is no connection.")
    expect(buttons.last).to_be_in_viewport(ratio=1)
    if field:
        expect(page.locator(f"main {field}").first).to_have_value("Typed-words")
    page.locator(".message.error .close").last.click()
    expect(page.locator(".message.error")).to_have_count(0)
    page.context.set_offline(False)


@pytest.mark.parametrize("status", [400, 413, 429, 500, 502])
def test_a_refusal_of_any_kind_is_told_beside_the_button(page: Any, watch: Any, status: int) -> None:
    watch.expect(f"status of {status}", "htmx:responseError", "Response Status Error")
    open_editor(page, "1.1.1")
    write(page, WORDS)
    page.route("**/edit/", lambda route: route.fulfill(status=status, body="refused"))
    page.locator(".rowform button[type=submit]").click()
    expect(page.locator("#editor-message .message")).to_be_in_viewport(ratio=1)
    expect(page.locator("textarea[name=new-text]")).to_have_value(WORDS)
    page.unroute("**/edit/")
    save(page)


@pytest.mark.parametrize("trouble", ["no connection", "signed out"])
def test_a_move_that_failed_never_looks_done(page: Any, site: Any, watch: Any, trouble: str) -> None:
    watch.expect(*OFFLINE, "status of 401", "status of 403")
    page.goto(STRUCTURE)
    lines = page.locator(".outline .section > .line .words")
    lines.nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".saved")).to_be_visible()
    if trouble == "no connection":
        page.context.set_offline(True)
    else:
        site.end_sessions()
    lines.last.focus()
    page.keyboard.press("Alt+ArrowUp")
    said(page, "There is no connection." if trouble == "no connection" else "You are signed out")
    expect(page.locator(".saved")).to_be_hidden()
    page.locator("#status .close").click()
    expect(page.locator("#status .message")).to_have_count(0)
    page.locator(".saved [data-dismiss]").click()
    expect(page.locator(".saved")).to_have_count(0)


def test_an_undo_that_failed_is_told_where_the_reader_is(page: Any, site: Any, watch: Any) -> None:
    watch.expect("status of 401", "status of 403")
    open_editor(page, "2.1.1")
    write(page, WORDS)
    save(page)
    site.end_sessions()
    page.locator(".saved form button").click()
    said(page, "You are signed out")


def test_a_row_that_cannot_be_opened_any_more_says_so_in_its_place(page: Any, watch: Any) -> None:
    watch.expect("status of 404")
    page.goto(matrix())
    link = page.locator("tr.item a.edit").nth(20)
    link.evaluate("link => { link.href = link.href.replace(/rows\\/.{10}/, 'rows/aaaaaaaaaa'); }")
    link.focus()
    page.keyboard.press("Enter")
    said(page, "Page not found")


def test_the_bar_after_many_rows_stands_beside_the_form_and_closes(page: Any) -> None:
    page.goto(f"/programmes/{CLOSED}/bulk/")
    page.locator("input[name=row]").first.check()
    page.locator("textarea[name=text]").fill(WORDS)
    page.get_by_role("button", name="Preview").click()
    page.locator("main form button.btn-primary").last.click()
    bar = page.locator(".saved")
    expect(bar).to_be_in_viewport(ratio=1)
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    bar.locator("[data-dismiss]").click()
    expect(bar).to_have_count(0)
