"""One server and one browser for all tests of this folder; for each test the seeds anew and contexts of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.site import Site, served

WIDE = {"width": 1440, "height": 900}
Visit = Callable[..., Any]


@dataclass
class Watch:
    """What pages complain of, and which complaints a test expects."""

    expected: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    leaves: bool = True  # the answer to "leave this page?"
    asked: int = 0  # how often that was asked

    def expect(self, *words: str) -> None:
        """Complaints with these words are part of the test."""
        self.expected += words

    def follow(self, page: Any) -> None:
        """Listens to a page."""
        page.on("console", lambda message: message.type == "error" and self._note(message.text))
        page.on("pageerror", lambda error: self._note(f"page error: {error}"))
        page.on("dialog", self._answer)

    def _note(self, words: str) -> None:
        self.seen.append(words)

    def _answer(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self._note(f"dialog: {dialog.message}")
        self.asked += dialog.type == "beforeunload"
        if self.leaves:
            dialog.accept()
        else:
            dialog.dismiss()

    @property
    def complaints(self) -> list[str]:
        """What was not expected."""
        return [words for words in self.seen if not any(known in words for known in self.expected)]


@pytest.fixture(scope="session")
def site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The served tracker with both seeds and the demonstration accounts."""
    with served(tmp_path_factory.mktemp("site")) as served_site:
        yield served_site


@pytest.fixture(autouse=True)
def _seeds_anew(site: Site) -> None:
    """What an earlier test wrote is gone."""
    site.start_over()


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test complain of."""
    return Watch()


@pytest.fixture
def visit(browser: Any, site: Site, watch: Watch) -> Iterator[Visit]:
    """A new page of a person by the name of the account, of nobody without; options are the context's.

    The test fails on any error in a console, on a page, against the content security policy, and any dialog.
    """
    contexts = []

    def open_page(account: str = "", **options: Any) -> Any:
        context = browser.new_context(
            **{"base_url": site.url, "viewport": WIDE, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("page", watch.follow)
        if account:
            context.add_cookies([{"name": "sessionid", "value": site.sessions[account], "url": site.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.complaints


@pytest.fixture
def officer(visit: Visit) -> Any:
    """A page of the officer."""
    return visit("officer")


@pytest.fixture
def page(visit: Visit) -> Any:
    """A page of nobody in particular."""
    return visit()
