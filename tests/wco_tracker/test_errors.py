"""What goes wrong is said plainly and gives nothing away."""

from typing import Any

import pytest
from django.test import Client


def test_a_mistake_shows_its_reference_and_nothing_else(calm: Client, django_assert_num_queries: Any) -> None:
    response = calm.get("/house/mistake")
    assert response.status_code == 500
    assert len(response["X-Request-ID"]) == 36
    assert response["X-Request-ID"] in response.content.decode()
    assert "private detail" not in response.content.decode()


def test_a_mistake_behind_an_editor_is_told_in_its_own_place(calm: Client) -> None:
    response = calm.post("/house/mistake", {"text": "words"}, headers={"HX-Request": "true"})
    assert response.status_code == 500
    assert response["HX-Retarget"] == "#status"
    assert response["X-Request-ID"] in response.content.decode()


def test_every_answer_has_a_number_of_its_own(client: Client) -> None:
    first, second = (client.get("/health/live")["X-Request-ID"] for _ in range(2))
    assert first != second


def test_a_callers_own_number_is_not_taken_over(client: Client) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": "forged\n"})["X-Request-ID"] != "forged\n"


@pytest.mark.parametrize("address", ["/programmes/no-such-programme/", "/no-such-page"])
@pytest.mark.django_db
def test_an_address_that_leads_nowhere_offers_a_search(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


@pytest.mark.django_db
def test_what_is_not_open_is_refused_in_words(client: Client) -> None:
    response = client.get("/house/denied")
    assert response.status_code == 403
    assert "Sign in" in response.content.decode()


def test_a_host_that_is_not_ours_is_refused(calm: Client) -> None:
    assert calm.get("/", headers={"host": "evil.example"}).status_code == 400


def test_more_than_the_limit_is_refused_and_not_a_mistake(calm: Client) -> None:
    assert calm.post("/house/save", {"text": "x" * 3_000_000}).status_code == 413
