"""The second step when signing in and the pages of passwords: gone through by hand, in both languages."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.test_accessibility import LOOKS, faults_of
from tests.groups.sign_in.test_second_step import code_now

pytestmark = pytest.mark.browser

WAYS = {"en": "wide", "fr": "320 px"}


class Walk:
    """A page that is gone through; `look` notes what is wrong with what it shows, and in which language it does."""

    def __init__(self, page: Any, language: str) -> None:
        self.page, self.language = page, language
        self.found: list[str] = []
        self.headings: list[str] = []

    def go(self, address: str) -> None:
        """To another page, and looks at it."""
        self.page.goto(address)
        self.look()

    def fill(self, **values: str) -> None:
        """Types into the form and sends it with Enter, as one does without a mouse; looks at what comes."""
        for name, value in values.items():
            self.page.locator(f"main input[name={name}]").fill(value)
        self.page.locator(f"main input[name={name}]").press("Enter")
        self.page.wait_for_load_state()
        self.look()

    def confirm(self, password: str) -> None:
        """The password once more, where it is asked for before a change."""
        self.look()
        if "/reauthenticate/" in self.page.url:
            self.fill(password=password)

    def look(self) -> None:
        """Axe, widths, targets, one heading; no page may fall back into the other language."""
        heading = self.page.locator("h1").inner_text()
        self.headings.append(heading)
        told = faults_of(self.page)
        if self.page.locator("html").get_attribute("lang") != self.language:
            told.append("another language")
        self.found += [f"{heading}: {fault}" for fault in told]


@pytest.fixture(params=WAYS)
def walk(request: pytest.FixtureRequest, visit: Callable[..., Any], site: Site) -> Walk:
    """Of nobody yet, who chose the language before."""
    page = visit(**LOOKS[WAYS[request.param]])
    chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": request.param, "url": site.url}
    page.context.add_cookies([chosen])
    return Walk(page, request.param)


def test_a_second_step_is_set_up_used_and_removed(walk: Walk, site: Site) -> None:
    page, (email, password) = walk.page, next(iter(site.passwords.items()))
    walk.go("/accounts/login/")
    walk.fill(login=email, password="a wrong guess")
    walk.fill(login=email, password=password)
    walk.go("/accounts/second-step/")
    page.goto("/accounts/second-step/totp/activate/")
    walk.confirm(password)
    walk.fill(code="000000")
    secret = page.locator("code.secret").inner_text()
    walk.fill(code=code_now(secret))
    walk.go("/accounts/second-step/recovery-codes/")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    walk.go("/accounts/second-step/recovery-codes/generate/")
    walk.go("/accounts/second-step/totp/deactivate/")
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.goto("/accounts/login/")
    walk.fill(login=email, password=password)
    assert page.url.endswith("/accounts/second-step/authenticate/")
    walk.fill(code="111111")
    walk.fill(code=codes[0])
    page.goto("/account/")
    walk.look()
    page.goto("/accounts/second-step/totp/deactivate/")
    walk.confirm(password)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/second-step/$"))
    walk.look()
    assert not walk.found, "\n".join(walk.found)
    expect(page.locator(f"main a[href$='{'/totp/activate/'}']")).to_have_count(1)


def test_a_password_is_changed_and_a_forgotten_one_set_anew(walk: Walk, site: Site) -> None:
    page, email = walk.page, next(iter(site.passwords))
    walk.go("/accounts/password/reset/")
    walk.fill(email=email)
    site.send_mail()
    page.goto(link_in(newest(site.var / "mail")))
    walk.look()
    walk.fill(password1="short 1", password2="short 2")
    walk.fill(password1="quite another phrase 7", password2="quite another phrase 7")
    walk.go("/accounts/password/reset/key/1-x/")
    walk.go("/accounts/login/")
    walk.fill(login=email, password="quite another phrase 7")
    walk.go("/accounts/password/change/")
    walk.fill(oldpassword="wrong", password1="x", password2="y")
    walk.go("/accounts/signup/")
    assert not walk.found, "\n".join(walk.found)


def newest(mail: Path) -> str:
    """The message that was sent last."""
    until = time.monotonic() + 10
    while not (found := sorted(mail.glob("*.log"), key=lambda path: path.stat().st_mtime)):
        assert time.monotonic() < until, "no mail"
        time.sleep(0.1)
    return found[-1].read_text()


def link_in(message: str) -> str:
    found = re.search(r"http\S+(/accounts/password/reset/key/\S+)", message)
    assert found, message
    return found[1]
