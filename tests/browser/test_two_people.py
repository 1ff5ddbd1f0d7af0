"""Two people on one row: nothing of either is lost."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import exported, open_editor, row, save, unfold, write

pytestmark = pytest.mark.browser

REF = "1.1.1"


@pytest.fixture
def both(visit: Any, watch: Any) -> tuple[Any, Any]:
    """An officer and an administrator who opened the same row."""
    watch.expect("status of 409")
    first, second = visit("officer"), visit("administrator")
    for person in (first, second):
        open_editor(person, REF)
    return first, second


def conflict_of(first: Any, second: Any) -> Any:
    """The first one saves; the second one, who changed the timeline too, is shown both."""
    write(first, "Words of the officer.")
    unfold(first)
    first.locator("textarea[name=timeline_phrase]").fill("March 2015")
    save(first)
    write(second, "Words of the administrator.")
    unfold(second)
    second.locator("textarea[name=timeline_phrase]").fill("June 2015")
    second.locator("textarea[name=new-text]").press("Control+Enter")
    box = second.locator(".conflictbox")
    box.wait_for()
    return box


def test_the_second_sees_base_theirs_and_mine_and_both_changes_are_kept(both: tuple[Any, Any]) -> None:
    first, second = both
    base = second.locator("textarea[name=timeline_phrase]").input_value()
    box = conflict_of(first, second)
    for words in (base, "March 2015", "June 2015"):
        expect(box).to_contain_text(words)
    expect(second.locator("textarea[name=new-text]")).to_have_value("Words of the administrator.")
    expect(second.locator("textarea[name=timeline_phrase]")).to_have_value("June 2015")
    save(second)
    saved = exported(second, REF)
    assert saved["timeline"]["phrase"] == "June 2015"
    assert [entry["text"] for entry in saved["progress"][-2:]] == [
        "Words of the officer.",
        "Words of the administrator.",
    ]


def test_what_is_typed_into_a_conflict_survives_a_reload(both: tuple[Any, Any], watch: Any) -> None:
    first, second = both
    conflict_of(first, second)
    second.locator("textarea[name=new-text]").press_sequentially(" And more.")
    watch.leaves = False
    second.locator("a.wordmark").click(no_wait_after=True)
    expect(second.locator(".conflictbox")).to_be_visible()
    assert watch.asked == 1
    watch.leaves = True
    second.reload()
    open_editor(second, REF)
    expect(second.locator(".restored")).to_be_visible()
    expect(second.locator("textarea[name=new-text]")).to_have_value("Words of the administrator. And more.")
    expect(second.locator("textarea[name=timeline_phrase]")).to_have_value("June 2015")
    save(second)
    assert exported(second, REF)["timeline"]["phrase"] == "June 2015"


def test_a_save_by_somebody_else_cannot_be_undone(both: tuple[Any, Any]) -> None:
    first, second = both
    write(first, "Words of the officer.")
    save(first)
    conflict_of_second = second.locator(".conflictbox")
    write(second, "Words of the administrator.")
    second.locator("textarea[name=new-text]").press("Control+Enter")
    conflict_of_second.wait_for()
    save(second)
    first.locator(".saved form button").click()
    expect(first.locator("#status")).to_contain_text("It cannot be undone any more")
    expect(row(first, REF)).to_contain_text("Words of the administrator.")
