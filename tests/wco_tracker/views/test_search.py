"""The search page joins what several apps find."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.template import Template

from wco_tracker.lib.registry import search_providers
from wco_tracker.lib.search import Found, Query
from wco_tracker.views.search import PAGE, one_page, with_kinds

LIST = Template("{% for row in found.rows %}<b>{{ row }}</b>{% endfor %}")


@dataclass
class Shelf:
    """Finds the books that begin with the first word; "b-3" is the reference of the third."""

    letter: str
    books: int
    counted: int = 0

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(f"kind-{self.letter}", f"Books of {self.letter}")]

    def fields(self, reader: Any) -> Mapping[str, forms.Field]:
        return {f"shelf-{self.letter}": forms.CharField(required=False)}

    def _rows(self) -> list[str]:
        return [f"{self.letter}-{number}" for number in range(1, self.books + 1)]

    def look_up(self, query: Query) -> Found | None:
        letter, dash, number = query.typed.partition("-")
        if not dash or letter not in (self.letter, "any"):
            return None
        rows = [row for row in self._rows() if row == f"{self.letter}-{number}"]
        return Found(len(rows), LIST, {"rows": rows}, address=f"/shelves/{self.letter}/{number}/")  # type: ignore[arg-type]

    def find(self, query: Query, start: int, most: int) -> Found:
        rows = self._rows()[start:]
        return Found(len(rows[:most]), LIST, {"rows": rows[:most]}, more=len(rows) > most)  # type: ignore[arg-type]

    def count(self, query: Query) -> int:
        self.counted += 1
        return self.books


def asked(*shelves: Shelf) -> list[tuple[Shelf, Query]]:
    return [(shelf, Query(None, "book", ["book"], [kind for kind, _ in shelf.kinds])) for shelf in shelves]


def books(parts: list[Found]) -> list[str]:
    return [row for part in parts for row in part.context["rows"]]


@pytest.mark.parametrize(
    "numbers",
    [
        (0,),
        (3,),
        (PAGE,),
        (PAGE + 1,),
        (0, 0),
        (10, 3),
        (PAGE, 0),
        (PAGE, 1),
        (0, PAGE + 1),
        (PAGE - 1, PAGE, 7),
    ],
)
def test_pages_together_show_every_row_once_in_the_order_of_the_providers(numbers: tuple[int, ...]) -> None:
    shelves = [Shelf("abc"[place], number) for place, number in enumerate(numbers)]
    seen: list[str] = []
    for page in range(sum(numbers) // PAGE + 2):
        parts, more = one_page(asked(*shelves), page * PAGE)
        seen += books(parts)
        assert more == (sum(numbers) > (page + 1) * PAGE), page
        assert len(books(parts)) == min(PAGE, max(0, sum(numbers) - page * PAGE))
        assert all(part.number for part in parts)
    assert seen == [row for shelf in shelves for row in shelf._rows()]


def test_a_provider_alone_never_counts() -> None:
    shelf = Shelf("a", PAGE)
    for start in (0, PAGE, 5 * PAGE):
        one_page(asked(shelf), start)
    assert shelf.counted == 0


def test_a_provider_without_a_chosen_kind_is_not_asked() -> None:
    both = asked(Shelf("a", 1), Shelf("b", 1))
    assert [query.kinds for _shelf, query in with_kinds(both, ["kind-b"])] == [["kind-b"]]
    assert with_kinds(both, None) == with_kinds(both, []) == both


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture
def shelves(db: None) -> Iterator[tuple[Shelf, Shelf]]:
    """Two shelves beside what the apps offer."""
    made = Shelf("a", 3), Shelf("b", 2)
    for shelf in made:
        search_providers.register(f"shelf-{shelf.letter}", shelf)
    yield made
    for shelf in made:
        search_providers.unregister(f"shelf-{shelf.letter}")


@pytest.fixture
def search(as_user: Callable[[Any], Any], shelves: Any) -> Callable[..., Any]:
    browser = as_user(None)
    return lambda typed, **fields: browser.get("/search/", {"q": typed, **fields})


def test_rows_of_all_providers_stand_on_one_page_and_their_kinds_in_one_filter(
    search: Callable[..., Any],
) -> None:
    page = search("book")
    assert books(page.context["parts"]) == ["a-1", "a-2", "a-3", "b-1", "b-2"]
    said = page.content.decode()
    assert "<b>a-1</b>" in said
    assert "5 results." in said
    assert all(f'value="{kind}"' in said for kind in ("topic", "progress", "kind-a", "kind-b"))


def test_a_field_of_one_provider_leaves_the_others_out(search: Callable[..., Any]) -> None:
    assert books(search("book", **{"shelf-b": "top"}).context["parts"]) == ["b-1", "b-2"]
    assert books(search("book", kind="kind-a").context["parts"]) == ["a-1", "a-2", "a-3"]
    assert search("book", kind="kind-a", **{"shelf-b": "top"}).context["parts"] == []


def test_a_reference_of_one_row_leads_to_it_and_one_of_several_to_a_choice(
    search: Callable[..., Any],
) -> None:
    assert search("b-2").headers["Location"] == "/shelves/b/2/"
    assert search("any-3").headers["Location"] == "/shelves/a/3/"
    assert books(search("any-2").context["parts"]) == ["a-2", "b-2"]
    assert search("any-9").context["parts"] == []


def test_without_a_word_nobody_is_asked(search: Callable[..., Any], shelves: tuple[Shelf, Shelf]) -> None:
    assert search("  ").context["parts"] == []
