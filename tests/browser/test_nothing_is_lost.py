"""What is typed survives a dead connection, a reload, a lapsed login and a hasty click."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, OPEN, edit, exported, matrix, open_editor, row, save, unfold, write

pytestmark = pytest.mark.browser

REF = "1.2.1"
WORDS = "Half an hour of work."
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('tracker-draft:')).length"


def sign_in(page: Any, site: Any) -> None:
    """Signs the officer in through the page."""
    page.locator("input[name=login]").fill("officer@example.org")
    page.locator("input[name=password]").fill(site.passwords["officer@example.org"])
    page.locator("input[name=password]").press("Enter")
    page.locator(".masthead .menu").wait_for()


def test_a_dead_connection_says_so_and_the_words_stay(officer: Any, watch: Any) -> None:
    watch.expect(*OFFLINE)
    open_editor(officer, REF)
    write(officer, WORDS)
    officer.context.set_offline(True)
    officer.locator("textarea[name=new-text]").press("Control+Enter")
    expect(officer.locator("#editor-message")).to_contain_text("There is no connection.")
    expect(officer.locator("#editor-message .message")).to_be_in_viewport()
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    officer.context.set_offline(False)
    save(officer)
    assert exported(officer, REF)["progress"][-1]["text"] == WORDS


def test_a_failed_save_after_another_never_looks_saved(officer: Any, watch: Any) -> None:
    watch.expect(*OFFLINE)
    officer.set_viewport_size({"width": 1280, "height": 720})
    open_editor(officer, "1.1.1")
    write(officer, WORDS)
    save(officer)
    expect(officer.locator(".saved")).to_be_visible()
    edit(officer, REF)
    write(officer, WORDS)
    officer.context.set_offline(True)
    officer.locator(".rowform button[type=submit]").click()
    expect(officer.locator("#editor-message .message")).to_be_in_viewport(ratio=1)
    expect(officer.locator(".rowform button[type=submit]")).to_be_in_viewport(ratio=1)
    expect(officer.locator(".saved")).to_be_hidden()
    officer.context.set_offline(False)
    save(officer)
    officer.locator(".saved [data-dismiss]").click()
    expect(officer.locator(".saved")).to_have_count(0)


def test_a_failed_save_of_the_session_update_is_told_in_its_row(officer: Any, site: Any, watch: Any) -> None:
    watch.expect(*OFFLINE)
    officer.goto(f"/programmes/{CLOSED}/session/ptc-2016-03/")
    last = officer.locator("li.reviewrow").last
    last.locator("textarea[name=text]").fill(WORDS)
    officer.context.set_offline(True)
    last.get_by_role("button", name="Save and go on").click()
    expect(last.locator(".savemessage .message")).to_be_in_viewport(ratio=1)
    officer.context.set_offline(False)
    site.end_sessions()
    watch.expect("status of 401", "status of 403")
    last.get_by_role("button", name="Save and go on").click()
    expect(last.locator(".savemessage")).to_contain_text("You are signed out")
    expect(last.locator(".savemessage .message")).to_be_in_viewport(ratio=1)
    expect(last.locator("textarea[name=text]")).to_have_value(WORDS)


def test_a_row_that_cannot_be_opened_says_so(officer: Any, watch: Any) -> None:
    watch.expect(*OFFLINE)
    officer.goto(matrix())
    officer.context.set_offline(True)
    row(officer, REF).focus()
    officer.keyboard.press("e")
    expect(officer.locator("#status")).to_contain_text("There is no connection.")
    expect(officer.locator("#status .message")).to_be_in_viewport()
    expect(officer.locator("tr.editrow")).to_have_count(0)


def test_a_reload_brings_the_words_back_until_they_are_thrown_away(officer: Any, watch: Any) -> None:
    open_editor(officer, REF)
    write(officer, WORDS)
    officer.reload()
    assert watch.asked == 1
    edit(officer, REF)
    expect(officer.locator(".restored")).to_be_visible()
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    officer.get_by_role("button", name="Discard").click()
    expect(officer.locator("textarea[name=new-text]")).to_have_value("")
    expect(officer.locator(".restored")).to_be_hidden()
    officer.reload()
    assert watch.asked == 1
    edit(officer, REF)
    expect(officer.locator(".restored")).to_be_hidden()


def test_a_save_clears_the_draft(officer: Any) -> None:
    open_editor(officer, REF)
    write(officer, WORDS)
    assert officer.evaluate(DRAFTS) == 1
    save(officer)
    assert officer.evaluate(DRAFTS) == 0


def test_closing_keeps_the_words(officer: Any) -> None:
    open_editor(officer, REF)
    write(officer, WORDS)
    officer.keyboard.press("Escape")
    edit(officer, REF)
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)


def test_a_draft_on_an_older_revision_leads_to_both_versions(officer: Any, visit: Any, watch: Any) -> None:
    watch.expect("status of 409")
    open_editor(officer, REF)
    write(officer, WORDS)
    unfold(officer)
    officer.locator("textarea[name=timeline_phrase]").fill("May 2015")
    officer.reload()
    other = visit("administrator")
    open_editor(other, REF)
    unfold(other)
    other.locator("textarea[name=timeline_phrase]").fill("April 2015")
    save(other)
    officer.reload()
    edit(officer, REF)
    officer.locator("textarea[name=new-text]").press("Control+Enter")
    expect(officer.locator(".conflictbox")).to_contain_text("April 2015")
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    save(officer)
    assert exported(officer, REF)["timeline"]["phrase"] == "May 2015"


def test_a_lapsed_login_keeps_the_words_until_signed_in_again(officer: Any, site: Any, watch: Any) -> None:
    watch.expect("status of 401", "status of 403")
    open_editor(officer, REF)
    write(officer, WORDS)
    site.end_sessions()
    officer.locator("textarea[name=new-text]").press("Control+Enter")
    link = officer.locator("#editor-message a")
    expect(link).to_contain_text("Sign in")
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    with officer.expect_popup() as opened:
        link.click()
    sign_in(opened.value, site)
    opened.value.close()
    save(officer)
    assert exported(officer, REF)["progress"][-1]["text"] == WORDS


def test_a_login_that_lapsed_before_leads_over_the_sign_in_page_back(officer: Any, site: Any) -> None:
    officer.goto(matrix() + "?timeline=by_date")
    site.end_sessions()
    officer.locator("tr.item").first.focus()
    officer.keyboard.press("e")
    officer.wait_for_url("**/login/**")
    sign_in(officer, site)
    assert officer.url.endswith(f"/{CLOSED}/?timeline=by_date")


def test_an_undo_after_the_login_lapsed_says_so(officer: Any, site: Any, watch: Any) -> None:
    watch.expect("status of 401", "status of 403")
    open_editor(officer, REF)
    write(officer, WORDS)
    save(officer)
    site.end_sessions()
    officer.locator(".saved form button").click()
    expect(officer.locator("#status a")).to_contain_text("Sign in")


def test_leaving_with_unsaved_text_is_asked_about(officer: Any, watch: Any) -> None:
    open_editor(officer, REF)
    watch.leaves = False
    write(officer, WORDS)
    officer.locator("a.wordmark").click(no_wait_after=True)
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    assert watch.asked == 1
    assert officer.url.endswith(matrix())


def test_signing_out_clears_what_was_kept_on_the_device(officer: Any) -> None:
    open_editor(officer, REF)
    write(officer, WORDS)
    officer.keyboard.press("Escape")
    assert officer.locator(OPEN).count() == 0
    officer.locator(".masthead .menu summary").click()
    officer.get_by_role("button", name="Sign out").click()
    officer.get_by_role("link", name="Sign in").wait_for()
    assert officer.evaluate(DRAFTS) == 0


def test_adding_a_session_leads_back_to_what_was_typed_without_a_question(officer: Any, watch: Any) -> None:
    open_editor(officer, REF)
    write(officer, WORDS)
    officer.get_by_role("link", name="Add a session").click()
    officer.get_by_label("Number", exact=False).first.fill("215")
    officer.get_by_label("Last number").fill("216")
    officer.get_by_label("Held on").fill("March 2017")
    officer.locator("input[name=_save]").click()
    expect(officer.locator("textarea[name=new-text]")).to_have_value(WORDS)
    chosen = officer.locator("select[name=new-session] option:checked")
    expect(chosen).to_have_text("215/216, March 2017")
    officer.locator("textarea[name=new-text]").press("Control+Enter")
    officer.locator(".saved").wait_for()
    assert exported(officer, REF)["progress"][-1]["session"] == "ptc-215-216"
    assert watch.asked == 0
