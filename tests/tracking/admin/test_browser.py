"""The administration under the content security policy, in a real browser."""

from typing import Any

import pytest

from tests.tracking.admin.forms import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def refusals(page: Any) -> list[str]:
    """What the browser refused on any page that the test opens."""
    found: list[str] = []
    page.on(
        "console", lambda message: "Content Security Policy" in message.text and found.append(message.text)
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def sign_in(page: Any, user: Any, next_page: str) -> None:
    page.goto(next_page)
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", "a pass phrase")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{next_page}")


def test_an_entry_is_added_in_the_administration_and_nothing_is_refused(
    programme: Any, indicator: Any, officer: Any, page: Any, refusals: list[str]
) -> None:
    sign_in(page, officer, address(indicator))
    page.click(".add-row a")
    page.fill("[name=progress-1-text]", "Adopted by the committee.")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("[name=progress-1-text]") == "Adopted by the committee."
    page.goto(address(indicator, "add"))
    page.click(".select2-selection")
    page.wait_for_selector(".select2-results__option:not(.loading-results)")
    for other in (programme, indicator.task.topic, indicator.task):
        page.goto(address(other))
    assert page.locator("[name=revision]").input_value() == "1"
    assert refusals == []


def test_the_matrix_stands_in_the_programmes_page(
    programme: Any, officer: Any, page: Any, refusals: list[str]
) -> None:
    sign_in(page, officer, address(programme))
    table = page.locator(".programme-matrix table.matrix")
    assert table.evaluate("table => getComputedStyle(table).tableLayout") == "fixed"
    assert table.locator("td").first.evaluate("cell => getComputedStyle(cell).verticalAlign") == "top"
    assert refusals == []
