"""Text as Excel takes it: cells, names of sheets, page headers. Nothing here knows of a document's content."""

import re

from wco_tracker.lib.text import BREAKS
from wco_tracker.lib.word import clean

CHARACTERS = 32_767  # UTF-16 units in a cell: Excel's limit
SHORT = CHARACTERS // 2  # no text of so many characters is too long for a cell, whatever they are
ROWS = 1_048_576  # in a sheet: Excel's limit
HEADER = 120  # UTF-16 units of one text in a page header
NAME_LENGTH = 31
UNFIT_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# What a cell cannot hold as it is: other line breaks than line feed, and what XML has no place for.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Options of XlsxWriter: a text is a text, whatever it begins with.
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def fit(text: str) -> str:
    """Text for a cell: one kind of line break, and U+FFFD for what no file can hold."""
    if text.isprintable() or not UNFIT.search(text):  # nothing unfit is printable, and that is known sooner
        return text
    return clean(BREAKS.sub("\n", text))


def sheet_name(text: str, other: str = "") -> str:
    """A name that Excel takes, and that is not the other sheet's: letter case does not tell two apart."""
    name = first(UNFIT_NAME.sub(" ", fit(text)).strip("' "), NAME_LENGTH).rstrip("' ")
    if name and name.casefold() not in ("history", other.casefold()):
        return name
    return next(plain for plain in ("1", "2") if plain != other)


def utf16(text: str) -> int:
    """Its length as Excel counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def too_long(text: str) -> bool:
    """Whether a cell cannot hold it."""
    return len(text) > SHORT and utf16(text) > CHARACTERS


def shorten(text: str, mark: str) -> str:
    """A text that a cell can hold; where it was cut, the mark stands at its end."""
    return first(text, CHARACTERS - utf16(mark)) + mark if too_long(text) else text


def first(text: str, units: int) -> str:
    """As much of its beginning as so many UTF-16 units hold."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore")


def header(text: str) -> str:
    """Text for a page header or footer, where "&" begins a code and 255 characters are all there is."""
    shown = first(fit(text).replace("\n", " ").replace("&", "&&"), HEADER)
    halved = (len(shown) - len(shown.rstrip("&"))) % 2
    return shown[:-1] if halved else shown
