"""A supervisor can ask how the process is."""

from typing import Any

import pytest
from django.test import Client


def test_live_answers_without_a_statement(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"live\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_ready_asks_the_database_once_and_nobody_else(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(1):
        response = client.get("/health/ready")
    assert response.json() == {"database": "answers"}
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_ready_tells_a_redis_that_is_away_without_its_address(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://:a-secret@127.0.0.1:1/0"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"database": "answers", "redis": "away"})


@pytest.mark.redis
@pytest.mark.django_db
def test_ready_asks_a_redis_that_is_configured(client: Client, settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"database": "answers", "redis": "answers"})


@pytest.mark.django_db
def test_live_does_not_load_the_reader(as_user: Any, officer: Any, django_assert_num_queries: Any) -> None:
    browser = as_user(officer)
    with django_assert_num_queries(0):
        assert browser.get("/health/live").status_code == 200


def test_health_takes_no_posts(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
