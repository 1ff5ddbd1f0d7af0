"""Addresses that go wrong, for the tests of this folder."""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _house_urls(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.wco_tracker.urls"


@pytest.fixture
def calm() -> Client:
    """A browser that sees the page for an error instead of the error."""
    return Client(raise_request_exception=False)
