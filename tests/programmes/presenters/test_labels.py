"""Numbers beside entries, as the reader's language writes them."""

import pytest
from django.utils import translation

from programmes.labels import number_words


@pytest.mark.parametrize(
    ("language", "stored", "shown"),
    [
        ("en", "12.5", "12.5"),
        ("fr", "12.5", "12,5"),
        ("en", "1000", "1,000"),
        ("fr", "1000", "1\u202f000"),
        ("fr", "a few", "a few"),
    ],
)
def test_a_number_is_written_as_the_language_does(language: str, stored: str, shown: str) -> None:
    with translation.override(language):
        assert number_words(stored).replace("\xa0", "\u202f") == shown
