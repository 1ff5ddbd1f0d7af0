"""An officer imports a file, and is told of references that a move in an adopted programme would change."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import CLOSED
from tests.browser.test_accessibility import LOOKS, check
from tests.browser.test_structure import done, moved, take, topics
from tests.programmes.importing.test_interchange import row_of, small
from tests.programmes.seeds import PROGRAMMES

pytestmark = pytest.mark.browser
OUTLINE = f"/programmes/{CLOSED}/structure/"


def choose(page: Any, data: bytes) -> None:
    page.goto("/programmes/import/")
    page.set_input_files(
        "input[type=file]", {"name": "a.json", "mimeType": "application/json", "buffer": data}
    )
    page.get_by_role("button", name="Preview").click()


def picture(page: Any, name: str) -> None:
    """A picture to look at, where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_file_is_looked_at_and_imported(officer: Any) -> None:
    choose(officer, small())
    expect(officer.locator("h1")).to_have_text("What would change")
    officer.get_by_role("button", name="Import it").click()
    officer.wait_for_url("**/programmes/small/")
    expect(officer.locator("#status")).to_contain_text("“a.json” is imported.")


@pytest.mark.parametrize("look", LOOKS)
def test_its_pages_in_this_look(visit: Any, watch: Any, look: str) -> None:
    watch.expect("status of 422")
    page = visit("officer", **LOOKS[look])
    choose(page, small(lambda v: (v.update(slug="new"), row_of(v).update(target=-1))))
    expect(page.locator(".message.error li")).to_have_count(2)
    check(page)
    picture(page, f"faults-{look}")
    value = json.loads(json.dumps(PROGRAMMES[CLOSED]))
    value["sections"][0]["topics"].reverse()
    row_of(value)["text"] = "Other words"
    choose(page, json.dumps(value).encode())
    expect(page.locator(".previewlist").first).to_be_visible()
    check(page)
    picture(page, f"preview-{look}")


def test_a_move_by_the_keyboard_asks_before_references_change(officer: Any) -> None:
    officer.goto(OUTLINE)
    before = topics(officer)
    take(officer, before[0])
    with moved(officer):
        officer.keyboard.press("Alt+ArrowDown")
    expect(officer.locator("#done")).to_contain_text("1.1 → 1.2")
    expect(officer.get_by_role("button", name="Change the references")).to_be_focused()
    assert topics(officer) == before
    check(officer)
    picture(officer, "asked")
    with moved(officer):
        officer.keyboard.press("Enter")
    done(officer, f"Moved: {before[0]}")
    assert topics(officer)[:2] == [before[1], before[0]]
    officer.goto(f"/programmes/{CLOSED}/references/1.1.1/")
    expect(officer.locator("#status")).to_contain_text("it is now 1.2.1")
