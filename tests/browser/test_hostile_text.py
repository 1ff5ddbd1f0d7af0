"""Whatever is typed is shown as typed, and does nothing."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, edit, open_editor, row, save, unfold, write

pytestmark = pytest.mark.browser

REF = "1.2.1"
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} {% now 'Y' %} ${8*8} &amp; "
    "\u0645\u0631\u062d\u0628\u0627 \u202etfel ot thgir\u202c \U0001f6c3 \U00020000"
)


def test_hostile_text_is_shown_as_typed_on_every_page(officer: Any) -> None:
    open_editor(officer, REF)
    write(officer, HOSTILE)
    unfold(officer)
    officer.locator("textarea[name=text]").fill(HOSTILE)
    officer.locator("textarea[name=timeline_phrase]").fill(HOSTILE)
    officer.locator("input[name=unit]").fill("\"'><b>kilo</b>")
    save(officer)
    found = row(officer, REF)
    for cell in (-3, -2, -1):  # performance indicator, timeline, progress
        expect(found.locator("td").nth(cell)).to_contain_text(HOSTILE)
    edit(officer, REF)
    for name in ("text", "timeline_phrase"):
        expect(officer.locator(f"textarea[name={name}]")).to_have_value(HOSTILE)
    expect(officer.locator("summary", has_text="alert(2)")).to_have_count(1)
    expect(officer.locator(".timelinefield .reading")).to_contain_text("Not understood")
    officer.keyboard.press("Escape")
    found.locator("a.ref").click()
    expect(officer.locator(".history > li").first).to_contain_text(HOSTILE)
    officer.goto("/search/?q=alert(2)")
    expect(officer.locator("main")).to_contain_text("<img src=x onerror=alert(2)> {{ 7*7 }}")
    officer.goto(f"/programmes/{CLOSED}/release/")
    expect(officer.locator("main")).to_contain_text(HOSTILE)
    assert officer.locator("main script, main img, main b:has-text('kilo')").count() == 0


def test_hostile_words_in_an_address_are_shown_as_typed(page: Any) -> None:
    page.goto("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D")
    expect(page.locator("main input[name=q]")).to_have_value("<script>alert(1)</script>{{7*7}}")
    page.goto(f"/programmes/{CLOSED}/?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.locator("#id_words")).to_have_value('"><script>alert(1)</script>')
    assert page.locator("main script").count() == 0
