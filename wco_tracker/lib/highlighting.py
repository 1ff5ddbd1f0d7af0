"""Found words in a text: where they stand in it as it was written, though they were compared folded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wco_tracker.lib.text import fold

AROUND = 90  # characters that a snippet shows before and after a found word
SHORT_ENOUGH = 280  # characters up to which a text is shown whole


@dataclass(slots=True, frozen=True)
class Part:
    """A piece of a text, and whether it is a found word."""

    text: str
    found: bool = False


def marked(text: str, words: Sequence[str]) -> list[Part]:
    """The whole text in pieces; `words` are folded."""
    return _pieces(text, 0, len(text), _spans(text, words))


def snippet(text: str, words: Sequence[str]) -> list[Part]:
    """The same of a long text's parts around found words, or of its beginning, with "…" for what is left out."""
    if len(text) <= SHORT_ENOUGH:
        return marked(text, words)
    spans = _spans(text, words)
    shown = _windows(text, spans) or [(0, _break(text, SHORT_ENOUGH))]
    parts = [Part("… ")] if shown[0][0] else []
    for place, (start, end) in enumerate(shown):
        if place:
            parts.append(Part(" … "))
        parts += _pieces(text, start, end, spans)
    return [*parts, Part(" …")] if shown[-1][1] < len(text) else parts


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand, sorted, none touching another; a mark belongs to the letter before it."""
    if text.isascii():
        folded, places = text.lower(), range(len(text) + 1)
    else:
        pieces = [fold(character) for character in text]
        folded = "".join(pieces)
        places = [place for place, piece in enumerate(pieces) for _letter in piece]  # type: ignore[assignment]
    spans = []
    for word in {word for word in words if word}:
        pattern = r"\s+".join(map(re.escape, word.split(" ")))  # a phrase may stand on two lines
        for found in re.finditer(pattern, folded):
            end = places[found.end() - 1] + 1
            while end < len(text) and not fold(text[end]):
                end += 1
            spans.append((places[found.start()], end))
    return _joined(spans)


def _joined(spans: list[tuple[int, int]], gap: int = 0) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _windows(text: str, spans: list[tuple[int, int]], most: int = 3) -> list[tuple[int, int]]:
    wide = [(max(0, start - AROUND), min(len(text), end + AROUND)) for start, end in spans]
    return [
        (_break(text, start) if start else 0, _break(text, end))
        for start, end in _joined(wide, gap=20)[:most]
    ]


def _break(text: str, near: int) -> int:
    """The place of a space a little after a place, or that place where there is none."""
    if near >= len(text):
        return len(text)
    found = re.compile(r"\s").search(text, near, near + 25)
    return found.start() if found else near


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[Part]:
    parts, here = [], start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > here:
            parts.append(Part(text[here:first]))
        parts.append(Part(text[first:last], found=True))
        here = last
    return [*parts, Part(text[here:end])] if here < end else parts
