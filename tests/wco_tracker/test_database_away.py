"""A database that is really away: nothing listens, or the file cannot be opened."""

import socket
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.wco_tracker.process import ask

SCRIPT = """
from django.urls import reverse
def told(response):
    text = response.content.decode()
    return {"status": response.status_code, "headers": dict(response.headers), "text": text}
sign_in = reverse("account_login")
words = {"login": "officer@example.org", "password": "never shown", "remark": "typed with care\\nfor an hour"}
origin = {"HTTP_ORIGIN": "http://localhost"}
answers = {"ready": told(client.get("/health/ready")), "live": told(client.get("/health/live"))}
answers["view"] = told(client.post(sign_in, words))
if settings.ON_SQLITE:  # where nothing waits for a connection
    answers["typed"] = told(client.post(sign_in, words, **origin))
    answers["htmx"] = told(client.post(sign_in, words, HTTP_HX_REQUEST="true", **origin))
client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
answers["session"] = told(client.get("/"))
print(json.dumps(answers))
"""


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def ask_without(database: str, var: Path) -> Any:
    """What the pages say while that database is away."""
    return ask(
        var, SCRIPT, DATABASE_URL=database, SECRET_KEY="a key", INSECURE_HTTP="1", LOG_LEVEL="CRITICAL"
    )


@pytest.fixture(scope="module")
def no_file(var: Path) -> Any:
    """SQLite whose file cannot be opened."""
    return ask_without(f"sqlite:///{var}/no/such/folder/db.sqlite3", var)


@pytest.fixture(scope="module")
def no_server(var: Path) -> Any:
    """PostgreSQL that does not listen."""
    return ask_without(f"postgres://nobody@127.0.0.1:{closed_port()}/none", var)


@pytest.fixture(params=["no_file", "no_server"])
def answers(request: pytest.FixtureRequest) -> Any:
    """What the pages say with each kind of database away."""
    return request.getfixturevalue(request.param)


def test_ready_says_so_and_live_still_answers(answers: Any) -> None:
    assert answers["ready"]["status"] == 503
    assert answers["live"]["status"] == 200


@pytest.mark.parametrize("where", ["view", "session"])
def test_a_page_is_503_with_a_time_to_come_back(answers: Any, where: str) -> None:
    assert answers[where]["status"] == 503
    assert int(answers[where]["headers"]["Retry-After"]) > 0
    assert "no-store" in answers[where]["headers"]["Cache-Control"]
    assert "Traceback" not in answers[where]["text"]
    assert "Not available just now" in answers[where]["text"]


def test_typed_words_come_back_to_be_sent_again(no_file: Any) -> None:
    text = no_file["typed"]["text"]
    assert no_file["typed"]["status"] == 503
    assert "typed with care\nfor an hour</textarea>" in text
    assert "never shown" not in text
    assert 'action="/accounts/login/"' in text


def test_an_editor_gets_a_message_for_its_own_place(no_file: Any) -> None:
    assert no_file["htmx"]["status"] == 503
    assert no_file["htmx"]["headers"]["HX-Retarget"] == "#status"
    assert 'role="alert"' in no_file["htmx"]["text"]


def test_a_broken_connection_in_a_view_is_503(calm: Client) -> None:
    assert calm.get("/house/away").status_code == 503


def test_a_missing_table_is_a_mistake_and_not_an_absence(calm: Client) -> None:
    assert calm.get("/house/missing-table").status_code == 500
