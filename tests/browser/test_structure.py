"""An officer changes a programme's structure by the keyboard, by the mouse, and from nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import DRAFT, matrix, row
from tests.browser.test_accessibility import LOOKS, check

pytestmark = pytest.mark.browser

OUTLINE = f"/programmes/{DRAFT}/structure/"


def topics(page: Any) -> list[str]:
    """The titles of the first section's topics."""
    found = page.locator(".section").first.locator('.line[data-level="topic"] .words > :last-child')
    titles: list[str] = found.all_inner_texts()
    return titles


def topic(page: Any, title: str) -> Any:
    """The line of a topic."""
    return page.locator('.line[data-level="topic"]').filter(has_text=title).first


def take(page: Any, title: str) -> None:
    """Puts the focus on a topic."""
    topic(page, title).locator(".words").focus()


def done(page: Any, words: str) -> None:
    """Waits for what the bar says."""
    expect(page.locator(".saved")).to_contain_text(words)


@contextmanager
def moved(page: Any) -> Iterator[None]:
    """Waits until what the block did is drawn."""
    page.evaluate(
        "window.drawn = new Promise((done) => document.addEventListener('structure-done', done, { once: true }))"
        ".then(() => true); undefined"
    )
    yield
    assert page.evaluate("window.drawn")


def in_hand(page: Any) -> str:
    """The words of the line that has the focus."""
    words: str = page.evaluate("document.activeElement.lastElementChild.textContent")
    return words


def test_a_topic_is_moved_by_the_keyboard_and_keeps_the_focus(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    officer.evaluate("window.same = true")
    take(officer, before[1])
    for _step in range(2):
        with moved(officer):
            officer.keyboard.press("Alt+ArrowDown")
        assert in_hand(officer) == before[1]
    done(officer, f"Moved: {before[1]}")
    assert topics(officer)[:4] == [before[0], before[2], before[3], before[1]]
    with moved(officer):
        officer.keyboard.press("Alt+ArrowUp")
    assert topics(officer)[:4] == [before[0], before[2], before[1], before[3]]
    with moved(officer):
        officer.locator(".saved form button").click()
    expect(officer.locator("#status")).to_contain_text("The last change is undone.")
    assert topics(officer)[:4] == [before[0], before[2], before[3], before[1]]
    assert in_hand(officer) == before[1]
    assert officer.evaluate("window.same"), "the page was loaded anew"
    assert officer.locator('#outline a[tabindex="0"]').count() == 2, "one line is reached by Tab"


def test_keys_pressed_faster_than_the_server_answers_all_count_for_one_more(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[0])
    officer.evaluate(
        """() => { window.answers = 0;
        document.addEventListener("structure-done", () => { window.answers += 1; });
        for (let time = 0; time < 5; time += 1) document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowDown", altKey: true, bubbles: true, cancelable: true })); }"""
    )
    expect(officer.locator('.line[data-level="topic"]').nth(2)).to_contain_text(before[0])
    officer.wait_for_timeout(300)
    assert officer.evaluate("window.answers") == 2
    assert in_hand(officer) == before[0]


def test_what_was_folded_stays_folded_and_the_page_where_it_was(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[2])
    officer.keyboard.press("ArrowLeft")
    take(officer, before[1])
    officer.evaluate("scrollTo(0, 120)")
    with moved(officer):
        officer.keyboard.press("Alt+ArrowDown")
    assert officer.evaluate("scrollY") == 120
    folded = officer.locator("li.topic").filter(has_text=before[2]).first.locator("details")
    assert folded.get_attribute("open") is None


def test_a_move_without_a_connection_is_said_and_can_be_tried_again(officer: Any, watch: Any) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[1])
    officer.context.set_offline(True)
    officer.keyboard.press("Alt+ArrowUp")
    expect(officer.locator("#status")).to_contain_text("There is no connection.")
    officer.context.set_offline(False)
    with moved(officer):
        officer.keyboard.press("Alt+ArrowUp")
    assert topics(officer)[:2] == [before[1], before[0]]


@pytest.fixture
def tall(visit: Any) -> Any:
    """A page on which nothing has to be scrolled between taking a line and dropping it."""
    page = visit("officer", viewport={"width": 1280, "height": 9000})
    page.goto(OUTLINE)
    return page


def test_a_topic_is_dragged_to_another_place_and_into_another_section(tall: Any) -> None:
    before = topics(tall)
    with moved(tall):
        topic(tall, before[2]).drag_to(topic(tall, before[0]), target_position={"x": 300, "y": 4})
    done(tall, f"Moved: {before[2]}")
    assert topics(tall)[:3] == [before[2], before[0], before[1]]
    with moved(tall):
        topic(tall, before[2]).drag_to(tall.locator('.line[data-level="section"]').nth(1))
    assert topics(tall)[:2] == before[:2]
    second = tall.locator(".section").nth(1).locator('.line[data-level="topic"]').first
    expect(second).to_contain_text(before[2])


def test_a_line_is_not_dropped_on_another_level(tall: Any) -> None:
    before = tall.locator(".outline").inner_text()
    task = tall.locator('.line[data-level="task"]').first
    task.drag_to(tall.locator('.line[data-level="section"]').nth(1))
    assert tall.locator(".outline").inner_text() == before
    assert tall.locator(".held, .into, .before, .behind").count() == 0


def test_enter_renames_and_escape_comes_back_to_the_line(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[0])
    officer.keyboard.press("Enter")
    expect(officer.locator("textarea[name=title]")).to_be_focused()
    officer.keyboard.press("Escape")
    officer.wait_for_url("**/structure/#n-*")
    assert in_hand(officer) == before[0]
    officer.keyboard.press("Enter")
    officer.locator("textarea[name=title]").press("ControlOrMeta+a")
    officer.keyboard.type("Called otherwise")
    officer.keyboard.press("Control+Enter")
    done(officer, "Renamed: Called otherwise")
    assert topics(officer)[0] == in_hand(officer) == "Called otherwise"


def test_delete_withdraws_with_a_reason_and_the_row_comes_back(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[1])
    officer.keyboard.press("Delete")
    expect(officer.locator("textarea[name=why]")).to_be_focused()
    officer.keyboard.type("Merged with another topic")
    officer.keyboard.press("Control+Enter")
    done(officer, f"Withdrawn: {before[1]}")
    assert topics(officer) == [before[0], *before[2:]]
    assert in_hand(officer) == before[0]
    gone = officer.locator("section[aria-labelledby=withdrawn] li")
    expect(gone).to_contain_text("Merged with another topic")
    gone.get_by_role("button").click()
    done(officer, f"Restored: {before[1]}")
    assert topics(officer) == before


def test_the_menu_of_a_line_is_gone_through_by_the_arrows(officer: Any) -> None:
    officer.goto(OUTLINE)
    take(officer, topics(officer)[0])
    officer.keyboard.press("m")
    expect(officer.locator(".nodemenu a").first).to_be_focused()
    officer.keyboard.press("ArrowUp")
    assert officer.evaluate("document.activeElement.textContent") == "Withdraw…"
    check(officer)
    officer.keyboard.press("Escape")
    assert officer.locator(".nodemenu").count() == 0
    expect(topic(officer, topics(officer)[0]).locator(".more")).to_be_focused()
    officer.keyboard.press("Enter")
    officer.locator(".nodemenu").get_by_text("Move down").click()
    done(officer, "Moved:")


def test_a_list_is_pasted_as_tasks(officer: Any) -> None:
    officer.goto(OUTLINE)
    topic(officer, topics(officer)[1]).locator(".more").click()
    officer.locator(".nodemenu").get_by_text("Paste tasks").click()
    officer.locator("textarea[name=tasks]").fill("1. Collect practices\n2. Compare them\n• Publish a guide")
    officer.keyboard.press("Control+Enter")
    done(officer, "3 tasks are added.")
    assert in_hand(officer) == "Collect practices"


def test_the_tasks_of_a_closed_topic_come_when_it_is_opened_and_are_gone_through_by_key(officer: Any) -> None:
    officer.goto(OUTLINE)
    title = topics(officer)[0]
    officer.goto(topic(officer, title).locator(".more").get_attribute("href") + "?do=paste")
    officer.locator("textarea").fill("\n".join(f"Task {number}" for number in range(200)))
    officer.keyboard.press("Control+Enter")
    done(officer, "200 tasks are added.")
    officer.goto(OUTLINE)
    tasks = officer.locator("li.topic").filter(has=topic(officer, title)).first.locator('[data-level="task"]')
    expect(tasks).to_have_count(0)
    take(officer, title)
    officer.keyboard.press("ArrowRight")
    expect(tasks.first).to_be_visible()
    assert tasks.count() >= 200
    officer.keyboard.press("ArrowDown")
    assert officer.evaluate("document.activeElement.parentElement.dataset.level") == "task"
    officer.reload()
    expect(tasks.first).to_be_visible()  # it stays open, and its tasks come again


def test_a_programme_is_made_from_nothing_to_its_first_row_without_the_mouse(officer: Any) -> None:
    officer.goto("/programmes/")
    officer.get_by_role("link", name="New programme").press("Enter")
    officer.locator("textarea[name=title]").fill("PTC Work Programme 2019-2022")
    officer.locator("input[name=slug]").fill("ptc-2019-2022")
    officer.get_by_role("button", name="Start the programme").press("Enter")
    officer.get_by_role("link", name="Add the first section").press("Enter")
    expect(officer.locator("textarea[name=heading]")).to_be_focused()
    officer.keyboard.type("Tasks to support Strategic Activity 1.1")
    officer.keyboard.press("Tab")
    officer.keyboard.type("1")
    officer.keyboard.press("Control+Enter")
    for offer, words in (
        ("Add a topic", "Single Window"),
        ("Add a task", "Collect practices"),
        ("Add a performance indicator", "A paper"),
    ):
        officer.locator(".offer").get_by_text(offer, exact=True).press("Enter")
        officer.locator("form[data-structure] textarea").first.fill(words)
        officer.keyboard.press("Control+Enter")
        done(officer, f"Added: {words}")
    officer.keyboard.press("n")
    expect(officer.locator("textarea[name=text]")).to_be_focused()
    officer.keyboard.type("A guide")
    officer.locator("textarea[name=timeline_phrase]").fill("March 2020")
    officer.keyboard.press("Control+Enter")
    done(officer, "Added: A guide")
    officer.goto(matrix("ptc-2019-2022"))
    expect(row(officer, "1.1.1")).to_contain_text("A paper")
    expect(row(officer, "1.1.2")).to_contain_text("31 March 2020")


def test_a_move_needs_no_script(visit: Any) -> None:
    page = visit("officer", java_script_enabled=False)
    page.goto(OUTLINE)
    before = topics(page)
    topic(page, before[1]).locator(".more").click()
    page.get_by_role("button", name="Move up").click()
    assert topics(page)[:2] == [before[1], before[0]]
    topic(page, before[1]).locator(".more").click()
    page.get_by_role("link", name="Move to…").click()
    page.locator("select[name=place]").select_option(label=f"After: 7.2 {before[0]}")
    page.get_by_role("button", name="Move", exact=True).click()
    assert topics(page)[:2] == before[:2]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_structure_in_this_look(visit: Any, look: str) -> None:
    page = visit("officer", **LOOKS[look])
    page.goto(OUTLINE)
    check(page)
    more = topic(page, topics(page)[0]).locator(".more").get_attribute("href")
    for where in (
        more,
        f"{more}?do=rename",
        f"{more}?do=move",
        f"{more}?do=withdraw",
        f"{more}?do=paste",
        f"{OUTLINE}add/",
        "/programmes/new/",
    ):
        page.goto(where)
        check(page, axe=look == "wide")
