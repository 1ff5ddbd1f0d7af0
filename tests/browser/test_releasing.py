"""Members see an entry once an officer released it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, exported, matrix, open_editor, row, save, write

pytestmark = pytest.mark.browser

SESSION = "ptc-2016-03"


def report(page: Any, ref: str, words: str, session: str = "") -> None:
    """Writes a new entry in a row."""
    open_editor(page, ref)
    write(page, words)
    page.locator("select[name=new-session]").select_option(session)
    save(page)
    expect(page.locator(".saved")).to_contain_text("internal until it is released")


def test_one_entry_and_then_all_of_a_session(officer: Any, visit: Any) -> None:
    alone, together = "Released alone.", ("Released first.", "Released second.")
    report(officer, "1.1.1", alone)
    report(officer, "1.2.1", together[0], SESSION)
    report(officer, "1.3.1", together[1], SESSION)
    delegate = visit("delegate")
    delegate.goto(matrix())
    for words in (alone, *together):
        expect(delegate.locator("main")).not_to_contain_text(words)
    assert delegate.locator("a[href$='/release/']").count() == 0

    officer.get_by_text("Edit programme").click()
    officer.get_by_role("link", name="Release entries").click()
    officer.locator("li", has_text=alone).get_by_role("button", name="Release").click()
    expect(officer.locator("#status")).to_contain_text("1 entry is released.")
    delegate.reload()
    expect(row(delegate, "1.1.1")).to_contain_text(alone)
    expect(delegate.locator("main")).not_to_contain_text(together[0])

    officer.get_by_role("button", name="Release all 2").click()
    expect(officer.locator("#status")).to_contain_text("2 entries are released.")
    expect(officer.locator("main")).to_contain_text("No entries to release")
    delegate.reload()
    expect(row(delegate, "1.2.1")).to_contain_text(together[0])
    expect(row(delegate, "1.3.1")).to_contain_text(together[1])
    assert exported(visit(), "1.3.1")["progress"][-1]["text"] == together[1]
    nobody = visit()
    nobody.goto(matrix())
    expect(nobody.locator("main")).not_to_contain_text("Demonstration officer")


def test_a_change_to_a_released_entry_waits_too(officer: Any, visit: Any) -> None:
    open_editor(officer, "1.1.1")
    officer.locator("details.entry summary", has_text="Progress entry").first.click()
    field = officer.locator("textarea[name^=entry-][name$=-text]").first
    printed = field.input_value()
    field.fill("Reworded by the officer.")
    save(officer)
    delegate = visit("delegate")
    delegate.goto(matrix())
    expect(row(delegate, "1.1.1")).not_to_contain_text("Reworded by the officer.")
    expect(row(delegate, "1.1.1")).to_contain_text(printed[:40])
    officer.goto(f"/programmes/{CLOSED}/release/")
    expect(officer.locator("main")).to_contain_text("Changed since its release")
