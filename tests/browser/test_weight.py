"""What a first visit to the matrix transfers, and what a second one does."""

from typing import Any

import pytest

from tests.browser.pages import CLOSED, DRAFT, matrix

pytestmark = pytest.mark.browser

KILOBYTE = 1000


def transferred(page: Any, address: str) -> dict[str, int]:
    """Bytes as they came over the wire, headers and all, by address, when the page goes there; none from the cache."""
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.responseReceived",
        lambda event: (
            names.update({event["requestId"]: event["response"]["url"]})
            if not event["response"].get("fromDiskCache")
            else None
        ),
    )
    wire.on(
        "Network.loadingFinished",
        lambda event: seen.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return {names[request]: size for request, size in seen.items() if request in names and size}


@pytest.mark.parametrize("programme", [CLOSED, DRAFT])
def test_a_first_visit_is_light_and_a_second_transfers_no_asset(page: Any, site: Any, programme: str) -> None:
    first = transferred(page, matrix(programme))
    html = first.pop(site.url + matrix(programme))
    assert html <= 30 * KILOBYTE, html
    assert any(name.endswith(".css") for name in first), first
    assert any(name.endswith(".js") for name in first), first
    assert sum(first.values()) <= 60 * KILOBYTE, first
    again = transferred(page, matrix(programme))
    assert list(again) == [site.url + matrix(programme)]


def test_assets_are_kept_for_good(page: Any) -> None:
    kept = []
    page.on("response", lambda answer: kept.append(answer) if "/static/" in answer.url else None)
    page.goto(matrix(), wait_until="networkidle")
    assert kept
    for answer in kept:
        assert "immutable" in answer.headers["cache-control"], answer.url
