"""Found words in a text: marked where they were written, however they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programmes.trees import words as texts
from wco_tracker.lib.highlighting import AROUND, SHORT_ENOUGH, marked, snippet
from wco_tracker.lib.text import fold


def found(text: str, *words: str) -> list[str]:
    return [part.text for part in marked(text, [fold(word) for word in words]) if part.found]


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("L'ÉTAT et les états", "etat", ["ÉTAT", "état"]),
        ("Straße", "STRASSE", ["Straße"]),
        ("office ﬁles", "files", ["ﬁles"]),
        (unicodedata.normalize("NFD", "décidé"), "decide", [unicodedata.normalize("NFD", "décidé")]),
        ("data", "database", []),
        ("banana", "ana", ["ana"]),
        ("مرحبا بالعالم", "مرحبا", ["مرحبا"]),
        ("50 % of 100", "%", ["%"]),
    ],
)
def test_it_marks_words_whatever_their_accents_and_case(text: str, word: str, there: list[str]) -> None:
    assert found(text, word) == there


def test_words_that_touch_are_marked_as_one() -> None:
    assert found("workshop", "works", "shop") == ["workshop"]


@given(texts(), st.lists(texts(8), max_size=3))
def test_the_pieces_of_a_text_are_the_text(text: str, words: list[str]) -> None:
    folded = [fold(word) for word in words]
    pieces = marked(text, folded)
    assert "".join(part.text for part in pieces) == text
    assert all(any(word in fold(part.text) for word in folded) for part in pieces if part.found)


@given(texts())
def test_a_text_finds_itself(text: str) -> None:
    if fold(text).strip():
        assert any(part.found for part in marked(text, fold(text).split()))


def test_a_snippet_of_a_long_text_has_the_found_words_and_says_what_is_left_out() -> None:
    text = "word " * 400 + "the Élan here " + "word " * 400
    parts = snippet(text, ["elan"])
    assert [part.text for part in parts if part.found] == ["Élan"]
    assert (parts[0].text, parts[-1].text) == ("… ", " …")
    assert sum(len(part.text) for part in parts) < 2 * AROUND + 100


def test_a_snippet_of_a_long_text_without_a_found_word_is_its_beginning() -> None:
    parts = snippet("word " * 400, ["elan"])
    assert parts[0].text.startswith("word")
    assert len(parts[0].text) <= SHORT_ENOUGH + 25
