"""With JavaScript switched off everything can be read, filtered, edited and taken back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import DRAFT, matrix, row
from tests.browser.test_nothing_is_lost import sign_in

pytestmark = pytest.mark.browser


def test_it_reads_and_filters(visit: Any) -> None:
    page = visit(java_script_enabled=False)
    page.goto(matrix())
    expect(page.locator("tr.item")).to_have_count(61)
    page.locator("#standing-not_needed").check()
    page.get_by_role("button", name="Filter").click()
    assert "standing=not_needed" in page.url
    assert 0 < page.locator("tr.item").count() < 61
    expect(page.locator("#standing-not_needed")).to_be_checked()


def test_it_edits_a_row_and_takes_it_back(visit: Any, site: Any) -> None:
    page = visit(java_script_enabled=False)
    page.goto(matrix(DRAFT) + "?words=window")
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, site)
    assert page.url.endswith("?words=window")
    ref = page.locator("tr.item").first.get_attribute("data-ref")
    row(page, ref).hover()
    row(page, ref).locator("a.edit").click()
    expect(page.locator("h1")).to_have_text(f"Edit row {ref}")
    page.locator("textarea[name=new-text]").fill("Written without a script.")
    page.get_by_role("button", name="Save").click()
    expect(row(page, ref)).to_contain_text("Written without a script.")
    assert "words=window" in page.url
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#status")).to_contain_text("The last save is undone.")
    expect(row(page, ref)).not_to_contain_text("Written without a script.")
    assert "words=window" in page.url
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_lapsed_login_gives_the_text_back(visit: Any, site: Any, watch: Any) -> None:
    watch.expect("status of 401", "status of 403")
    page = visit("officer", java_script_enabled=False)
    page.goto(matrix(DRAFT))
    page.goto(row(page, "7.1.1").locator("a.edit").get_attribute("href"))
    words = "A long sentence that was typed while the login lapsed, and that nobody wants to type again."
    page.locator("textarea[name=new-text]").fill(words)
    site.end_sessions()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("textarea[name=new-text]")).to_have_value(words)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    sign_in(opened.value, site)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("textarea[name=new-text]")).to_have_value(
        words
    )  # signing in changed the form's token
    page.get_by_role("button", name="Send again").click()
    expect(row(page, "7.1.1")).to_contain_text(words)
