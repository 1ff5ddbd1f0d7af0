"""What is done to words: folding for search, and the check of what a person typed or a file brought."""

import re
import unicodedata
from decimal import Decimal

SHORT, LONG = 300, 10_000  # characters that a title and a text may have; the forms say so beside the field

# Everything in Unicode's categories Cc (controls), Cs (lone surrogates), but tab and line feed.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Characters that take no room and part no words: soft hyphens, zero-width spaces and joiners, marks of direction.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
CELL_END, NON_BREAKING_HYPHEN = "\x07", "\x1e"  # as Word writes them into plain text
PASTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def _alike() -> dict[int, str]:
    """Letters that are written in two ways, and marks of one meaning, by their code."""
    pairs = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    pairs |= {"đ": "d", "Đ": "d", "ı": "i", "ħ": "h", "Ħ": "h", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d"}
    pairs |= dict.fromkeys("‘’‛′´ʹʻʼʽˈ＇", "'")
    pairs |= dict.fromkeys("“”„‟«»″＂", '"')
    pairs |= dict.fromkeys("‐‑‒–—―−⁃﹣－", "-")
    return {ord(letter): plain for letter, plain in pairs.items()}


_ALIKE = _alike()
_QUOTED = re.compile(r"""\"([^"]*)\"|(?<![^\s(])'([^']*)'(?![^\s).,;:!?])""")
_ROUND = ".,;:!?…()[]{}<>*\"'|"


def fold(text: str) -> str:
    """Text for comparing: without accents, case and what nobody sees; one kind of apostrophe, quote, dash and space.

    "ÉTAT" and "état" fold alike, "œuvre" and "oeuvre", "l’État" and "l'État". It folds character by character.
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).translate(_ALIKE))
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).casefold()


def without_invisible(text: str) -> str:
    """The text as it is seen."""
    return INVISIBLE.sub("", text)


def folded_words(text: str) -> list[str]:
    """What a person looks for, folded, each once: words in any order, and phrases in quotation marks as they stand.

    Punctuation round a word is no part of it.
    """
    folded = fold(text)
    phrases = [" ".join(found.split()) for pair in _QUOTED.findall(folded) for found in pair]
    words = [word.strip(_ROUND) for word in _QUOTED.sub(" ", folded).split()]
    return [found for found in dict.fromkeys([*phrases, *words]) if found]


def folded_text(text: str) -> str:
    """A text to look for words and phrases in: folded, with one space wherever white space stands."""
    return " ".join(fold(text).split())


def plain(number: Decimal | None) -> str | None:
    """A decimal as text, as short as it can be: "3", "12.5"."""
    return None if number is None else f"{number.normalize():f}"


def tidy(text: str) -> str:
    """The same words with one kind of line break, nothing invisible that no document holds, no white space at the ends.

    Control characters come with a paste: those that part lines become line breaks, Word's non-breaking hyphen becomes
    Unicode's, and the others are left out. What holds nothing that can be seen is empty.
    """
    parted = BREAKS.sub("\n", text).replace(CELL_END, "\n").replace(NON_BREAKING_HYPHEN, "\u2011")
    seen = PASTED.sub("", parted).strip()
    return seen if without_invisible(seen).strip() else ""


def pasted_characters(text: str) -> list[str]:
    """The codes ("U+0007") of the invisible characters that `tidy` replaces, each once; an end of line is none."""
    return list(dict.fromkeys(f"U+{ord(char):04X}" for char in PASTED.findall(text.strip())))


def forbidden_character(text: str) -> tuple[int, str] | None:
    """The first character that no document can hold: its line (from 1) and its code ("U+0007"), or None."""
    if not (found := FORBIDDEN.search(text)):
        return None
    return text.count("\n", 0, found.start()) + 1, f"U+{ord(found.group()):04X}"
