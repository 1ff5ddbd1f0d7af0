"""Text as Typst can set it: what no PDF may hold is replaced in sight, and words wider than a cell may part."""

import re
from typing import TypedDict

from wco_tracker.lib.text import BREAKS
from wco_tracker.lib.word import REPLACEMENT, is_right_to_left

# Controls but tab and line feed, lone surrogates, the byte order mark, noncharacters; and code points with no
# meaning of their own, which no font has.
IMPOSSIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# Words that may be wider than the narrowest cell. Scripts without spaces part anywhere by themselves; hyphens and
# dashes part too.
LONG = re.compile("[!-,.-\u0dff\u10a0-\u10ff\u1e00-\u200f\u2015-\u2027\u2030-\u2bff\ufffd]{14,}")
WIDE = 90  # characters: no word is wider than a whole line of a landscape page
NATURAL = re.compile(r"\W{0,3}[^\W\d_]{1,40}\W{0,3}")
# Four characters, with the marks that stand on the last.
PIECE = re.compile(
    "(?s:.{4})[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0dff\u200c\u200d\u20d0-\u20f0]{0,8}"
)
TAB = "    "
# Beyond so many characters a word parts at zero-width spaces, which a copy of it then holds: pieces by the
# hundred thousand would take Typst an hour.
GIANT = 1000
SPACE = "\N{ZERO WIDTH SPACE}"


class Piecewise(TypedDict):
    """A text that is more than a string.

    A run that is a list is a long word: of one string it may be hyphenated, of several it may part between
    them. `right`: the text reads from right to left.
    """

    runs: list[str | list[str]]
    right: bool


def fit(text: str, longest: int = 0) -> str | Piecewise:
    """A text for Typst: a string as nearly always, else its runs; put together they are the text.

    `longest` is the number of characters of a word that surely fits where the text stands, where that is more
    than a narrow cell.
    """
    if not (text.isascii() and text.isprintable()):
        text = IMPOSSIBLE.sub(REPLACEMENT, BREAKS.sub("\n", text)).replace("\t", TAB)
    words = [word for word in LONG.finditer(text) if word.end() - word.start() > longest]
    right = is_right_to_left(text)
    return {"runs": _runs(text, words), "right": right} if words or right else text


def _runs(text: str, words: list[re.Match[str]]) -> list[str | list[str]]:
    found: list[str | list[str]] = []
    start = 0
    for word in words:
        found += [text[start : word.start()], [word[0]] if NATURAL.fullmatch(word[0]) else _pieces(word[0])]
        start = word.end()
    return [run for run in [*found, text[start:]] if run]


def _pieces(word: str) -> list[str]:
    found = PIECE.findall(word)
    rest = word[sum(map(len, found)) :]
    pieces = [*found, rest] if rest else found
    return [SPACE.join(pieces)] if len(word) > GIANT else pieces
