"""WCAG 2.2 AA as far as a machine can tell: axe, widths, sizes of targets, the keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.pages import CLOSED, DRAFT, edit, matrix, open_editor, row, save, write
from tests.browser.test_two_people import conflict_of

pytestmark = pytest.mark.browser

AXE = Axe()
RULES = {"resultTypes": ["violations"]}  # all rules, those of good practice too
# A link in a line of text may be lower (WCAG 2.5.8, inline); the label of a box belongs to it.
SMALL = """
(all) => all.filter((item) => {
  const box = item.getBoundingClientRect();
  if (!box.width || !box.height || getComputedStyle(item).visibility === 'hidden') return false;
  if (item.matches('.skip:not(:focus)')) return false;
  if (item.matches('a') && getComputedStyle(item).display === 'inline') return false;
  const boxes = [box, ...[...item.labels || []].map((label) => label.getBoundingClientRect())];
  return !boxes.some((target) => target.width >= 24 && target.height >= 24);
}).map((item) => item.outerHTML.slice(0, 120))
"""
# What has the focus, and whether one sees that it has: an outline of it or around it, or a row's bar at its side.
# Of a date the calendar's button has a ring of the browser's own.
FOCUS = """() => {
  const item = document.activeElement, box = item.getBoundingClientRect();
  const ring = [item, item.parentElement].some((one) => getComputedStyle(one).outlineStyle !== 'none');
  const cells = [...item.querySelectorAll(':scope > td')];
  const bar = cells.some((cell) => getComputedStyle(cell, '::after').width === '3px');
  const seen = box.bottom > 0 && box.top < innerHeight;
  return [item.outerHTML.slice(0, 90), seen && (ring || bar || item.type === 'date')];
}"""
TARGETS = "a, button, input:not([type=hidden]), select, textarea, summary"
PAGES = {
    "home": ("", "/"),
    "list": ("", "/programmes/"),
    "matrix": ("", matrix(CLOSED)),
    "draft": ("", matrix(DRAFT)),
    "filtered": ("", matrix(CLOSED) + "?standing=not_needed&words=x&at=wrong"),
    "nothing left": ("", matrix(CLOSED) + "?words=xyzzy"),
    "search": ("", "/search/?q=window"),
    "a session": ("", "/sessions/ptc-2016-03/"),
    "charts": ("", matrix(CLOSED) + "charts/?at=2015-06-01&since=2014-03-01"),
    "saved views": ("officer", matrix(CLOSED) + "views/?words=data"),
    "without columns": ("officer", matrix(CLOSED) + "?columns=-progress&columns=-tasks"),
    "login": ("", "/accounts/login/"),
    "not found": ("", "/programmes/nothing-here/"),
    "home of an officer": ("officer", "/"),
    "matrix of an officer": ("officer", matrix(CLOSED)),
    "many rows": ("officer", f"/programmes/{CLOSED}/bulk/"),
    "sessions": ("officer", f"/programmes/{CLOSED}/session/"),
    "round": ("officer", f"/programmes/{CLOSED}/session/ptc-2016-03/"),
    "account": ("officer", "/account/"),
    "sign out": ("officer", "/accounts/logout/"),
}
IN_EVERY_LOOK = (
    "home",
    "matrix",
    "matrix of an officer",
    "login",
    "many rows",
    "round",
)  # axe takes its time
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {},
    "dark": {"color_scheme": "dark"},
    "320 px": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
}


def faults_of(page: Any, *, axe: bool = True) -> list[str]:
    """What axe says, what is wider than the screen, and targets that are too small."""
    faults = AXE.run(page, options=RULES).response["violations"] if axe else []
    told = [
        f"{fault['id']}: {node['html'][:150]} {node['failureSummary'][-150:]}"
        for fault in faults
        for node in fault["nodes"][:4]
    ]
    told += [f"small: {target}" for target in page.locator(TARGETS).evaluate_all(SMALL)]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told += [f"{wide} px wider than the screen"] * (wide > 0)
    for name in ("h1", "main"):
        told += [f"not one {name}"] * (page.locator(name).count() != 1)
    return told


def check(page: Any, *, axe: bool = True) -> None:
    """The page has none of these faults."""
    told = faults_of(page, axe=axe)
    assert not told, page.url + "\n" + "\n".join(told)


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_in_this_look(visit: Callable[..., Any], watch: Any, look: str) -> None:
    watch.expect("status of 404")
    people = {account: visit(account, **LOOKS[look]) for account in ("", "officer")}
    found = []
    for name, (account, address) in PAGES.items():
        if look == "dark" and name not in IN_EVERY_LOOK:
            continue  # the colours alone are others
        people[account].goto(address)
        axe = look == "wide" or name in IN_EVERY_LOOK
        found += [f"{name}: {fault}" for fault in faults_of(people[account], axe=axe)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
def test_a_row_being_edited_saved_and_looked_at(visit: Callable[..., Any], look: str) -> None:
    page = visit("officer", **LOOKS[look])
    open_editor(page, "1.1.1")
    page.locator("details.entry summary").first.click()
    check(page)
    write(page, "An entry.")
    save(page)
    check(page)
    found = row(page, "1.1.1")
    around = [found.locator(name).get_attribute("href") for name in ("a.plain", "a.ref", "a.edit")]
    for address in (*around, f"{matrix()}release/"):
        page.goto(address)
        check(page, axe=look != "dark")


@pytest.mark.parametrize("look", ["dark", "320 px"])
def test_a_conflict(visit: Callable[..., Any], watch: Any, look: str) -> None:
    watch.expect("status of 409")
    first, second = visit("administrator"), visit("officer", **LOOKS[look])
    for person in (first, second):
        open_editor(person, "1.1.1")
    conflict_of(first, second)
    check(second)


def test_the_keyboard_alone_skips_to_the_content_and_shows_where_it_is(officer: Any) -> None:
    officer.goto(matrix())
    officer.keyboard.press("Tab")
    skip = officer.locator(".skip").first
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] >= 24
    officer.keyboard.press("Enter")
    expect(officer.locator("#main")).to_be_focused()
    for _ in range(25):
        officer.keyboard.press("Tab")
        shown = officer.evaluate(FOCUS)
        assert shown[1], shown[0]


def test_a_row_is_read_with_its_reference_and_opened_under_it(officer: Any) -> None:
    officer.goto(matrix())
    link = row(officer, "1.1.2").locator("a.edit")
    assert link.inner_text().split() == ["Edit", "1.1.2"]
    edit(officer, "1.1.2")
    expect(officer.get_by_role("form", name="Edit row 1.1.2")).to_be_visible()
