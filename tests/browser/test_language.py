"""The language switch changes the page, and the choice stays."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, matrix

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("account", ["", "officer"])
def test_the_switch_speaks_french_and_stays(visit: Any, account: str) -> None:
    page = visit(account)
    page.goto(matrix() + "?at=2014-03-31")
    expect(page.locator(".facts").first).to_contain_text("31 March 2014")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".facts").first).to_contain_text("31 mars 2014")
    assert page.url.endswith(f"/{CLOSED}/?at=2014-03-31")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_content_says_that_it_is_english(visit: Any) -> None:
    page = visit(locale="fr-FR")
    page.goto(matrix())
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("section.sheet h2").first).to_have_attribute("lang", "en")
