"""An officer edits a row in place, by the keyboard, and stays where they were."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, OPEN, edit, exported, matrix, open_editor, row, save, unfold, write

pytestmark = pytest.mark.browser

SPANS = "(cells) => cells.map((cell) => cell.rowSpan)"
MERGED = ".matrix .merged"


def top(found: Any) -> float:
    """Where an element is on the screen."""
    return float(found.bounding_box()["y"])


def test_tab_reaches_the_matrix_once_and_the_arrows_go_from_row_to_row(officer: Any) -> None:
    officer.goto(matrix())
    officer.locator(".rail a").last.focus()
    for _ in range(3):  # the introduction, then the first row
        officer.keyboard.press("Tab")
        if officer.locator("tr.item:focus").count():
            break
    assert row(officer, "1.1.1").evaluate("(row) => row === document.activeElement")
    officer.keyboard.press("ArrowDown")
    officer.keyboard.press("j")
    officer.keyboard.press("k")
    assert row(officer, "1.1.2").evaluate("(row) => row === document.activeElement")
    officer.keyboard.press("e")
    officer.locator(OPEN).wait_for()
    expect(row(officer, "1.1.2").locator("a.edit")).to_have_attribute("aria-expanded", "true")
    expect(officer.locator("textarea[name=new-text]")).to_be_focused()


def test_merged_cells_grow_by_the_editor_and_shrink_back(officer: Any) -> None:
    officer.goto(matrix())
    before = officer.locator(MERGED).evaluate_all(SPANS)
    edit(officer, "1.1.2")
    grown = officer.locator(MERGED).evaluate_all(SPANS)
    assert sum(grown) == sum(before) + 2
    widths = officer.evaluate(
        "[...document.querySelector('tr.editrow').parentElement.rows].map((row) => row.getBoundingClientRect().right)"
    )
    assert max(widths) - min(widths) < 1
    officer.keyboard.press("Escape")
    assert officer.locator(OPEN).count() == 0
    assert officer.locator(MERGED).evaluate_all(SPANS) == before
    assert row(officer, "1.1.2").evaluate("(row) => row === document.activeElement")


def test_opening_another_row_closes_the_first(officer: Any) -> None:
    officer.goto(matrix())
    before = officer.locator(MERGED).evaluate_all(SPANS)
    edit(officer, "1.1.2")
    row(officer, "1.3.1").hover()
    row(officer, "1.3.1").locator("a.edit").click()
    expect(officer.locator("tr.editrow")).to_have_count(1)
    expect(officer.locator(OPEN)).to_have_attribute("aria-label", "Edit row 1.3.1")
    assert sum(officer.locator(MERGED).evaluate_all(SPANS)) == sum(before) + 2


@pytest.mark.parametrize(
    ("phrase", "understood"),
    [
        ("by 15 July 2017 (if possible)", "Due 15 July 2017"),
        ("au plus tard le 31 mars 2018", "Due 31 March 2018"),
        ("some day, perhaps", "Not understood"),
    ],
)
def test_the_reading_of_a_timeline_shows_as_it_is_typed(officer: Any, phrase: str, understood: str) -> None:
    open_editor(officer, "1.1.1")
    unfold(officer)
    field = officer.locator("textarea[name=timeline_phrase]")
    field.fill("")
    field.press_sequentially(phrase)
    expect(officer.locator(".timelinefield .reading")).to_contain_text(understood)


def test_the_reading_of_a_date_shows_as_it_is_typed(officer: Any) -> None:
    open_editor(officer, "1.1.1")
    field = officer.locator("input[name=new-reported_on]")
    reading = officer.locator(".datefield:has(input[name=new-reported_on]) .reading")
    field.press_sequentially("mars")
    expect(reading).to_contain_text("Not a date so far")
    field.press_sequentially(" 2014")
    expect(reading).to_have_text("Understood as: March 2014")


def test_a_save_keeps_the_place_tells_the_counts_and_can_be_undone(officer: Any, visit: Any) -> None:
    words = "The officer wrote this, “typed”."
    officer.goto(matrix() + "?timeline=by_date")
    found = officer.locator("tr.item", has=officer.locator(".standing.open_at_close")).nth(3)
    ref = found.get_attribute("data-ref")
    counts = officer.locator(".filters .chips:not(.columns)").inner_text()
    bars = officer.locator(".rail title").all_text_contents()
    edit(officer, ref)
    write(officer, words)
    officer.locator("select[name=new-sets_state]").select_option("achieved")
    unfold(officer)
    officer.locator("textarea[name=timeline_phrase]").fill("December 2015")
    officer.locator("textarea[name=new-text]").focus()
    before = top(row(officer, ref))
    save(officer)
    saved = row(officer, ref)
    expect(saved).to_be_focused()
    assert abs(top(saved) - before) <= 4
    assert officer.url.endswith("?timeline=by_date")
    assert "achieved" in str(saved.locator(".standing").get_attribute("class"))
    expect(saved.locator(".internal")).to_contain_text(words)
    assert officer.locator(".filters .chips:not(.columns)").inner_text() != counts
    assert officer.locator(".rail title").all_text_contents() != bars

    entry = exported(officer, ref)["progress"][-1]
    assert (entry["text"], entry["released"], entry["sets_state"]) == (words, False, "achieved")
    assert words not in str(exported(visit(), ref))
    nobody = visit()
    nobody.goto(matrix())
    expect(nobody.locator("main")).not_to_contain_text(words)
    history = visit("officer")
    history.goto(officer.url.partition("?")[0])
    row(history, ref).locator("a.ref").click()
    expect(history.locator(".history > li").first).to_contain_text("Demonstration officer")
    expect(history.locator(".history > li").first).to_contain_text(words)

    officer.locator(".saved form button").click()
    expect(officer.locator("#status")).to_contain_text("The last save is undone.")
    expect(officer.locator("#status .message")).to_be_in_viewport()
    expect(row(officer, ref)).to_be_focused()
    assert abs(top(row(officer, ref)) - before) <= 4
    assert officer.locator(".filters .chips:not(.columns)").inner_text() == counts
    assert officer.locator(".rail title").all_text_contents() == bars
    assert officer.url.endswith("?timeline=by_date")
    officer.reload()
    expect(officer.locator("#status")).to_have_text("")


def test_a_row_that_the_filter_no_longer_shows_can_still_be_undone(officer: Any) -> None:
    officer.goto(matrix() + "?standing=open_at_close")
    ref = officer.locator("tr.item").first.get_attribute("data-ref")
    edit(officer, ref)
    write(officer, "It is done.")
    officer.locator("select[name=new-sets_state]").select_option("achieved")
    save(officer)
    assert row(officer, ref).count() == 0
    expect(officer.locator(".saved")).to_contain_text("The filter no longer shows it.")
    expect(officer.locator(".saved form button")).to_be_focused()
    officer.keyboard.press("Enter")
    expect(row(officer, ref)).to_be_focused()


def test_a_save_without_a_change_says_so(officer: Any) -> None:
    open_editor(officer, "1.1.1")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator("#status")).to_contain_text("Nothing was changed.")
    expect(row(officer, "1.1.1")).to_be_focused()


def test_what_does_not_fit_a_field_is_said_beside_it_and_kept(officer: Any, watch: Any) -> None:
    watch.expect("status of 422")
    form = open_editor(officer, "1.1.1")
    write(officer, "Kept all the same.")
    officer.locator("input[name=new-reported_on]").fill("the day before")
    officer.locator("textarea[name=new-text]").press("Control+Enter")
    expect(form.locator(".errors")).to_contain_text("the day before")
    expect(officer.locator("textarea[name=new-text]")).to_have_value("Kept all the same.")
    officer.locator("input[name=new-reported_on]").fill("2016-05")
    save(officer)
    assert exported(officer, "1.1.1")["progress"][-1]["reported_on"] == "2016-05"


def test_a_row_is_edited_on_the_page_of_its_topic_too(officer: Any) -> None:
    officer.goto(matrix())
    row(officer, "1.1.1").locator("a.plain").click()
    officer.wait_for_url("**/topics/**")
    officer.wait_for_load_state()
    place = officer.url
    edit(officer, "1.1.1")
    write(officer, "Written beside its topic.")
    save(officer)
    assert officer.url == f"{place}#{row(officer, '1.1.1').get_attribute('id')}"
    expect(row(officer, "1.1.1")).to_be_focused()
    expect(row(officer, "1.1.1")).to_contain_text("Written beside its topic.")
    officer.locator(".saved form button").click()
    expect(officer.locator("#status")).to_contain_text("The last save is undone.")
    expect(officer.locator("main")).not_to_contain_text("Written beside its topic.")
    assert officer.url.startswith(place)


def test_the_page_of_its_own_saves_too_and_leads_to_the_row(officer: Any) -> None:
    officer.goto(matrix())
    officer.goto(row(officer, "1.1.1").locator("a.edit").get_attribute("href"))
    write(officer, "Written on the page of the row.")
    save(officer)
    assert officer.url.partition("#")[0].endswith(matrix(CLOSED))
    expect(row(officer, "1.1.1")).to_contain_text("Written on the page of the row.")
    expect(row(officer, "1.1.1")).to_be_focused()
