"""Signing in with an account of one's own organization, at a real provider, wired by the environment alone."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.groups.sign_in import provider
from tests.wco_tracker.process import ask, manage

# One start of Django for everything.
SCRIPT = """
from django.core.management import call_command
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from allauth.socialaccount.models import SocialAccount
from groups.models import SignInEvent, User

class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None

def go(address, data=None):
    try:
        return build_opener(Stay).open(Request(address, data))
    except OSError as answer:  # a redirect that is not followed
        return answer

def enter(browser=None, **claims):
    browser = browser or Client(SERVER_NAME="localhost", raise_request_exception=False)
    go(os.environ["OIDC_URL"] + "/claims", json.dumps(claims).encode())
    there = browser.post("/accounts/oidc/oidc/login/", {"next": "/programmes/"})["Location"]
    back = urlsplit(go(there).headers["Location"])
    answer = browser.get(back.path + "?" + back.query)
    page = answer.content.decode()
    if answer.status_code == 302:
        page = browser.get(answer["Location"]).content.decode()
    return {"status": answer.status_code, "to": answer.get("Location"), "page": page,
            "in": browser.get("/account/").status_code == 200}

call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
for name in ("officer", "gone", "other"):
    User.objects.create_user(name + "@example.org", "a pass phrase", is_active=name != "gone")
told = {"login": client.get("/accounts/login/").content.decode(),
        "policy": client.get("/accounts/login/")["Content-Security-Policy"]}
told["unverified"] = enter(sub="1", email="officer@example.org", email_verified=False)
told["said false"] = enter(sub="1", email="officer@example.org", email_verified="false")
told["unknown"] = enter(sub="2", email="unknown@example.org", email_verified=True)
told["inactive"] = enter(sub="3", email="gone@example.org", email_verified=True)
told["strange"] = enter(sub="1", email="officer@example.org", email_verified=True, iss="http://elsewhere")
told["for others"] = enter(sub="1", email="officer@example.org", email_verified=True, aud="another client")
told["too old"] = enter(sub="1", email="officer@example.org", email_verified=True, lasts=-600)
told["cancelled"] = enter(cancels=True)
told["accounts before"] = SocialAccount.objects.count()
told["first"] = enter(sub="1", email="Officer@example.org", email_verified=True)
told["password kept"] = User.objects.get(email="officer@example.org").check_password("a pass phrase")
told["second"] = enter(sub="1", email="other@example.org", email_verified=True)
told["accounts"] = list(SocialAccount.objects.values_list("user__email", "uid"))
told["events"] = list(SignInEvent.objects.order_by("pk").values_list("kind", "user__email"))
User.objects.filter(email="officer@example.org").update(is_active=False)
told["closed since"] = enter(sub="1", email="officer@example.org", email_verified=True)
told["users"] = User.objects.count()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What happened at each try."""
    var = tmp_path_factory.mktemp("var")
    with provider.running() as address:
        environment = {
            "OIDC_NAME": "Example Customs",
            "OIDC_URL": address,
            "OIDC_CLIENT_ID": provider.CLIENT,
            "OIDC_CLIENT_SECRET": provider.SECRET,
            "INSECURE_HTTP": "1",
        }
        return {**ask(var, SCRIPT, **environment), "address": address}


def test_the_sign_in_page_offers_it_and_the_content_policy_lets_its_form_lead_there(told: Any) -> None:
    assert "Sign in with Example Customs" in told["login"]
    assert f"form-action 'self' {told['address']};" in told["policy"] + ";"


def test_an_existing_user_with_the_same_verified_address_is_connected_and_led_on(told: Any) -> None:
    assert (told["first"]["in"], told["first"]["to"]) == (True, "/programmes/")
    assert told["password kept"] is True


def test_from_then_on_the_providers_number_decides_and_not_the_address(told: Any) -> None:
    assert told["second"]["in"] is True
    assert told["accounts"] == [["officer@example.org", "1"]]


@pytest.mark.parametrize("how", ["unverified", "said false", "unknown", "inactive"])
def test_nobody_signs_up_by_it(told: Any, how: str) -> None:
    assert told[how]["in"] is False
    assert "Nobody can sign up here" in told[how]["page"]
    assert told["accounts before"] == 0
    assert told["users"] == 3


@pytest.mark.parametrize("how", ["strange", "for others", "too old"])
def test_a_token_of_somebody_else_for_somebody_else_or_too_old_is_refused(told: Any, how: str) -> None:
    assert told[how]["in"] is False
    assert "did not say who you are" in told[how]["page"]


def test_who_turns_back_half_way_is_told(told: Any) -> None:
    assert told["cancelled"]["in"] is False
    assert "before its end" in told["cancelled"]["page"]


def test_a_closed_account_stays_closed(told: Any) -> None:
    assert told["closed since"]["in"] is False


def test_connecting_and_coming_in_are_noted(told: Any) -> None:
    officer = "officer@example.org"
    assert told["events"] == [["connected", officer], ["signed_in", officer], ["signed_in", officer]]


def test_it_is_off_where_not_all_is_set(client: Client, db: None) -> None:
    assert client.get("/accounts/oidc/oidc/login/").status_code == 404
    assert "Sign in with" not in client.get("/accounts/login/").content.decode()


def test_a_provider_without_https_is_refused(tmp_path: Path) -> None:
    four = {
        "OIDC_NAME": "X",
        "OIDC_URL": "http://x.example",
        "OIDC_CLIENT_ID": "x",
        "OIDC_CLIENT_SECRET": "x",
    }
    refused = manage(tmp_path, "check", **four)
    assert refused.returncode != 0
    assert "must begin with https://" in refused.stderr
