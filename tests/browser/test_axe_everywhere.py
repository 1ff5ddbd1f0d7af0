"""All rules of axe on every page that test_accessibility does not open: the administration, an empty programme."""

from typing import Any

import pytest

from tests.browser.pages import CLOSED, matrix
from tests.browser.test_accessibility import AXE, RULES

pytestmark = pytest.mark.browser
STYLE = "inline style"  # select2's own, which the content security policy refuses
OF_ACCOUNTS = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nothing-here/")
OF_AN_OFFICER = (
    "/jobs/",
    "/programmes/new/",
    "/accounts/password/change/",
    "/accounts/second-step/",
    f"{matrix(CLOSED)}structure/",
    f"{matrix(CLOSED)}structure/add/",
    f"{matrix(CLOSED)}release/",
)
EMPTY = ("", "structure/", "bulk/", "charts/", "session/", "views/", "release/")


def violations(page: Any, address: str) -> list[str]:
    """What axe finds on a page."""
    page.goto(address)
    return [
        f"{page.url} {fault['id']}: {node['html'][:160]}"
        for fault in AXE.run(page, options=RULES).response["violations"]
        for node in fault["nodes"][:3]
    ]


def of_the_administration(page: Any) -> list[str]:
    """The first page, and of each table its list, the form of a new row, a row and its history."""
    page.goto("/admin/")
    found = ["/admin/"]
    lists = page.locator("tr[class^=model-] th a").evaluate_all(
        "(all) => all.map((link) => link.getAttribute('href'))"
    )
    for address in dict.fromkeys(lists):
        page.goto(address)
        found.append(address)
        if page.locator(".object-tools .addlink").count():
            found.append(f"{address}add/")
        row = page.locator("#result_list tbody th a")
        if row.count():
            changed = str(row.first.get_attribute("href")).partition("?")[0]
            found += [changed, changed.replace("/change/", "/history/")]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_administration(visit: Any, watch: Any, scheme: str) -> None:
    watch.expect(STYLE)
    page = visit("administrator", color_scheme=scheme)
    addresses = of_the_administration(page)
    assert len(addresses) > 40
    if scheme == "dark":  # the colours alone are others
        addresses = [address for address in addresses if "programme/" in address or address == "/admin/"]
    found = [told for address in addresses for told in violations(page, address)]
    assert not found, "\n".join(found)


def test_a_programme_without_rows(officer: Any) -> None:
    officer.goto("/programmes/new/")
    officer.locator("main [name=title]").fill("Nothing in it yet")
    officer.locator("main [name=slug]").fill("empty")
    officer.locator("main button.btn-primary").last.click()
    officer.wait_for_url("**/empty/structure/**")
    found = [told for part in EMPTY for told in violations(officer, f"/programmes/empty/{part}")]
    officer.goto("/programmes/empty/structure/add/")
    for field in officer.locator("main form :is(input[type=text], textarea)").all():
        field.fill("1")
    officer.locator("main button.btn-primary").last.click()
    officer.wait_for_url("**/empty/structure/*")
    for address in ("/", *(f"/programmes/empty/{part}" for part in EMPTY)):
        found += violations(officer, address)
    assert not found, "\n".join(found)


def test_pages_of_accounts_and_of_officers(officer: Any, visit: Any, watch: Any) -> None:
    watch.expect("status of 404")
    nobody = visit()
    found = [told for address in OF_ACCOUNTS for told in violations(nobody, address)]
    found += [told for address in OF_AN_OFFICER for told in violations(officer, address)]
    assert not found, "\n".join(found)
