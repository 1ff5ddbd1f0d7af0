"""Several rows at once, with and without script; and the update after a session by the keyboard."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, DRAFT, exported, matrix, row

pytestmark = pytest.mark.browser

ROUND = f"/programmes/{CLOSED}/session/ptc-2016-03/"
OPEN_ROW = "li.reviewrow:not(.done)"


@pytest.mark.parametrize("script", [True, False])
def test_all_that_match_are_changed_after_a_preview_and_changed_back(visit: Any, script: bool) -> None:
    page = visit("officer", java_script_enabled=script)
    page.goto(matrix() + "?words=kyoto")
    page.get_by_text("Edit programme").click()
    page.get_by_role("link", name="Edit several rows").click()
    number = page.locator("input[name=row]").count()
    assert number > 1
    page.get_by_label(f"All {number} that match").check()
    page.locator("#set_timeline").select_option("set")
    page.locator("#set_timeline_phrase").fill("June 2016")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".previewlist > li")).to_have_count(number)
    expect(page.locator(".previewlist ins").first).to_have_text("after: June 2016")
    page.get_by_role("button", name=f"Change all {number} rows").click()
    expect(page.locator("#status")).to_contain_text(f"{number} rows are changed.")
    expect(page.locator(".list")).to_contain_text("June 2016")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#status")).to_contain_text("The change of several rows is undone.")
    expect(page.locator(".list")).not_to_contain_text("June 2016")


def test_boxes_ticked_one_by_one_are_sent_as_one_field(officer: Any) -> None:
    officer.goto(f"/programmes/{CLOSED}/bulk/")
    boxes = officer.locator("input[name=row]")
    for place in (0, 2):
        boxes.nth(place).check()
    officer.locator("#set_timeline").select_option("set")
    officer.locator("#set_timeline_phrase").fill("June 2016")
    with officer.expect_request(lambda request: request.method == "POST") as sent:
        officer.get_by_role("button", name="Preview").click()
    posted = sent.value.post_data
    assert posted.count("chosen=") == 1
    assert "row=" not in posted.replace("shown_rows=", "")
    expect(officer.locator(".previewlist > li")).to_have_count(2)
    officer.get_by_role("button", name="Back to the form").click()
    expect(officer.locator("input[name=row]:checked")).to_have_count(2)


def test_the_round_goes_from_row_to_row_by_the_keyboard(officer: Any, visit: Any) -> None:
    officer.goto(ROUND)
    opened = officer.locator(OPEN_ROW)
    first, second, third = (opened.nth(place).get_attribute("id") for place in range(3))
    before = opened.count()

    officer.locator(f"#{first} textarea[name=text]").focus()
    officer.keyboard.press("Tab")
    expect(officer.locator(f"#{second} textarea[name=text]")).to_be_focused()
    officer.keyboard.press("Shift+Tab")
    expect(officer.locator(f"#{first} textarea[name=text]")).not_to_be_focused()
    expect(officer.locator(f"#{first} :focus")).to_have_count(1)

    officer.locator(f"#{first} textarea[name=text]").fill("Written in the round.")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator(f"#{second} textarea[name=text]")).to_be_focused()
    expect(officer.locator(f"#{first}.done")).to_contain_text("Written in the round.")
    expect(officer.locator(f"#{first} .restored")).to_be_hidden()
    officer.keyboard.press("Alt+n")
    expect(officer.locator(f"#{third} textarea[name=text]")).to_be_focused()
    expect(officer.locator(f"#{second}.done")).to_contain_text("No change")
    expect(opened).to_have_count(before - 2)

    colleague = visit("administrator")
    colleague.goto(ROUND)
    expect(colleague.locator(f"#{second}.done")).to_contain_text("Demonstration officer")
    officer.get_by_role("button", name="Release the entry of this session").click()
    expect(officer.locator("#status")).to_contain_text("1 entry is released.")
    delegate = visit("delegate")
    delegate.goto(matrix())
    expect(delegate.locator("main")).to_contain_text("Written in the round.")


def test_no_change_over_typed_words_is_refused_and_one_goes_on_writing(officer: Any, watch: Any) -> None:
    watch.expect("status of 422")
    officer.goto(ROUND)
    row = officer.locator(f"#{officer.locator(OPEN_ROW).first.get_attribute('id')}")
    row.locator("textarea[name=text]").press_sequentially("half a ")
    officer.keyboard.press("Alt+n")
    expect(row.locator("[role=alert]").first).to_be_visible()
    expect(row.locator("textarea[name=text]")).to_be_focused()
    officer.keyboard.type("sentence")
    expect(row.locator("textarea[name=text]")).to_have_value("half a sentence")


def test_drafts_of_several_rows_come_back_after_a_reload(officer: Any, watch: Any) -> None:
    officer.goto(ROUND)
    keys = [officer.locator(OPEN_ROW).nth(place).get_attribute("id") for place in (0, 2)]
    for key in keys:
        officer.locator(f"#{key} textarea[name=text]").fill(f"Draft of {key}")
    officer.reload()
    assert watch.asked == 1
    for key in keys:
        expect(officer.locator(f"#{key} textarea[name=text]")).to_have_value(f"Draft of {key}")
        expect(officer.locator(f"#{key} .restored")).to_be_visible()
    officer.locator(f"#{keys[0]} [data-forget]").click()
    expect(officer.locator(f"#{keys[0]} textarea[name=text]")).to_have_value("")
    expect(officer.locator(f"#{keys[1]} textarea[name=text]")).to_have_value(f"Draft of {keys[1]}")
    officer.locator(f"#{keys[1]} textarea[name=text]").press("Control+Enter")
    expect(officer.locator(f"#{keys[1]}.done")).to_contain_text(f"Draft of {keys[1]}")


def test_two_people_in_one_row_of_the_round_lose_nothing(visit: Any, watch: Any) -> None:
    watch.expect("status of 409")
    first, second = visit("officer"), visit("administrator")
    for person in (first, second):
        person.goto(ROUND)
    key = first.locator(OPEN_ROW).first.get_attribute("id")
    for person, words in ((first, "Words of the officer."), (second, "Words of the administrator.")):
        person.locator(f"#{key} textarea[name=text]").fill(words)
        person.keyboard.press("Control+Enter")
        if person is first:
            expect(first.locator(f"#{key}.done")).to_be_visible()
    box = second.locator(f"#{key} .conflictbox")
    expect(box).to_contain_text("Words of the officer.")
    expect(box).to_contain_text("Words of the administrator.")
    second.locator(f"#{key} textarea[name=text]").press("Control+Enter")
    expect(second.locator(f"#{key}.done .lastentry")).to_contain_text("Words of the administrator.")
    expect(box).to_have_count(0)


def test_the_round_works_without_script(visit: Any) -> None:
    page = visit("officer", java_script_enabled=False)
    page.goto(f"/programmes/{DRAFT}/session/ptc-2016-03/?words=customs")
    done = page.locator("li.reviewrow.done").count()
    opened = page.locator(OPEN_ROW).first
    ref = opened.locator(".ref").text_content()
    opened.locator("textarea[name=text]").fill("Written without script.")
    opened.get_by_role("button", name="Save and go on").click()
    expect(page.locator("li.reviewrow.done")).to_have_count(done + 1)
    assert "words=customs" in page.url
    page.locator(OPEN_ROW).first.get_by_role("button", name="No change").click()
    expect(page.locator("li.reviewrow.done")).to_have_count(done + 2)
    assert exported(page, ref, DRAFT)["progress"][-1]["text"] == "Written without script."
    page.goto(matrix(DRAFT))
    expect(row(page, ref)).to_contain_text("Written without script.")
