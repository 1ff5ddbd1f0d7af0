"""What is done to words: folding for search, and the check of what a person typed or a file brought."""

import re
import unicodedata

# Everything in Unicode's categories Cc (controls), Cs (lone surrogates), but tab and line feed.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def fold(text: str) -> str:
    """Text for comparing: no accents, no case. "ÉTAT" and "état" fold alike."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).casefold()


def tidy(text: str) -> str:
    """The same text with one kind of line break and no white space at its ends."""
    return BREAKS.sub("\n", text).strip()


def forbidden_character(text: str) -> tuple[int, str] | None:
    """The first character that no document can hold: its line (from 1) and its code ("U+0007"), or None."""
    if not (found := FORBIDDEN.search(text)):
        return None
    return text.count("\n", 0, found.start()) + 1, f"U+{ord(found.group()):04X}"
