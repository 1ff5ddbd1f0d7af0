"""Which texts read the same on paper, however they are stored."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_APOSTROPHES, _QUOTES = "’‘‛ʼʹˈ′`´＇", "“”„‟«»″"
_HYPHENS = "‐‑‒–—―−"
_ALIKE = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_QUOTES, '"'), **dict.fromkeys(_HYPHENS, "-")}
)


def reading(text: str) -> str:
    """A text as a reader takes it in: texts that differ only in how they are stored have the same reading.

    Letter case, white space, invisible characters, composed and decomposed accents, and the many apostrophes,
    quotation marks and hyphens are no difference; an accent is one.
    """
    seen = "".join(mark for mark in text.translate(_ALIKE) if unicodedata.category(mark) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.translate(_ALIKE).split())


def pairs(
    nodes: Iterable[Any], others: Iterable[Any], words: Callable[[Any], str]
) -> Iterator[tuple[list[Any], list[Any]]]:
    """The nodes of each text with the others of that text, where there are both."""
    mine, theirs = _by(nodes, words), _by(others, words)
    return ((found, theirs[text]) for text, found in mine.items() if text in theirs)


def _by(nodes: Iterable[Any], words: Callable[[Any], str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for node in nodes:
        found.setdefault(words(node), []).append(node)
    return found
