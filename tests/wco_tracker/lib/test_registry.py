"""Registries hold what apps register, each name once, in an order that no import changes."""

from collections.abc import Iterator

import pytest

from wco_tracker.lib import registry
from wco_tracker.lib.registry import AlreadyRegistered, Place, Registry, places_of


def test_items_come_by_their_order_and_then_by_name() -> None:
    letters: Registry[str] = Registry("letter")
    for name, order in (("b", 0), ("z", -1), ("a", 5), ("a0", 0)):
        letters.register(name, name.upper(), order=order)
    assert list(letters) == ["Z", "A0", "B", "A"]
    assert [name for name, _item in letters.items()] == ["z", "a0", "b", "a"]
    assert len(letters) == 4


def test_a_name_that_is_taken_is_refused_and_keeps_its_first_item() -> None:
    letters: Registry[str] = Registry("letter")
    letters.register("a", "first")
    with pytest.raises(AlreadyRegistered, match='already is a letter by the name "a"'):
        letters.register("a", "second")
    assert letters.get("a") == "first"


def test_an_item_that_is_taken_out_is_there_no_more() -> None:
    letters: Registry[str] = Registry("letter")
    letters.register("a", "A")
    letters.unregister("a")
    assert (list(letters), letters.get("a")) == ([], None)
    with pytest.raises(KeyError):
        letters.unregister("a")


@pytest.fixture
def shelves() -> Iterator[list[list[str]]]:
    """A kind of container of which "one" is there; yields what was looked for, call by call."""
    calls: list[list[str]] = []

    def find(names: object) -> dict[str, Place]:
        calls.append(sorted(names))  # type: ignore[call-overload]
        return {"one": Place("Shelf one", "/shelves/one/")}

    registry.containers.register("shelf", find)
    yield calls
    registry.containers.unregister("shelf")


def test_places_of_one_kind_are_looked_for_together_and_unknown_ones_left_out(
    shelves: list[list[str]],
) -> None:
    names = ["shelf/one", "shelf/one", "shelf/gone", "nothing/one", "", "shelf"]
    assert places_of(names) == {"shelf/one": Place("Shelf one", "/shelves/one/")}
    assert shelves == [["gone", "one"]]
    assert places_of([""]) == {}
    assert len(shelves) == 1
