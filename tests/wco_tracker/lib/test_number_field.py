"""Numbers as people write them, in both languages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from wco_tracker.lib.forms import NumberField


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "12.5", "12.5"),
        ("en", "12,5", "12.5"),
        ("fr", "12,5", "12.5"),
        ("fr", "12.5", "12.5"),
        ("en", "1,000", "1000"),
        ("fr", "1,25", "1.25"),
        ("en", "1,000,000.50", "1000000.5"),
        ("fr", "1 000", "1000"),
        ("fr", "1\u00a0000", "1000"),
        ("fr", "1\u202f000,5", "1000.5"),
        ("en", "1 000", "1000"),
        ("fr", "0", "0"),
    ],
)
def test_it_is_read_as_it_is_meant(language: str, typed: str, number: str) -> None:
    with translation.override(language):
        assert NumberField(max_digits=12, decimal_places=2).clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["many", "1,2,3,4", "12.5.1", "NaN", "1e400", "12,345"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with translation.override("fr"), pytest.raises(ValidationError):
        NumberField(max_digits=12, decimal_places=2).clean(typed)
