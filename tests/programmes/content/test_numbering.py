"""No reference is of two sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.content.numbering import bare_number, clash, section_numbers

printed = st.lists(st.sampled_from(["", "", "1", "2", "3", "4", "II", "1.1", "3.2"]), max_size=7).filter(
    lambda numbers: (
        not any(
            clash(one, other)
            for place, one in enumerate(numbers)
            for other in numbers[place + 1 :]
            if one and other
        )
    )
)


@given(printed)
def test_no_two_sections_begin_their_references_alike(numbers: list[str]) -> None:
    found = section_numbers(numbers)
    assert all(one == other for one, other in zip(numbers, found, strict=True) if one)
    assert not [
        (one, other) for place, one in enumerate(found) for other in found[place + 1 :] if clash(one, other)
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1", "1", True),
        ("1", "1.1", True),
        ("II.1", "ii", True),
        ("1", "11", False),
        ("1.1", "1.2", False),
        ("1.1", "1.10", False),
    ],
)
def test_numbers_clash_where_references_could_be_the_same(one: str, other: str, same: bool) -> None:
    assert clash(one, other) is clash(other, one) is same


@pytest.mark.parametrize("number", ["5", "5.", " 5 . ", "5.."])
def test_a_number_loses_the_full_stop_after_it(number: str) -> None:
    assert bare_number(number) == "5"
