"""What is wrong with a file, in plain sentences, each with its place: "sections[2].topics[0].title: …"."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from wco_tracker.lib.interchange.types import DAY, KEY, SLUG
from wco_tracker.lib.text import forbidden_character

MOST = 50  # errors of one file that are listed
REPEATED = "\x00"  # where the reader notes which names of an object stand more than once

Place = Sequence[str | int]

_PATTERNS = {
    KEY: "“{}” is not a key: ten characters of a-z and 2-7. Leave it out to get a new one.",
    SLUG: "“{}” is not a short name: 1 to 50 letters without accents, digits, - and _.",
    DAY: "“{}” is not a day. Write 2014-10-31.",
}
_EXPECTED = {
    "model_type": "an object in braces is expected here.",
    "list_type": "a list in brackets is expected here.",
    "bool_type": "true or false is expected here.",
    "int_type": "a whole number is expected here.",
}


class Unreadable(Exception):
    """A file that cannot be taken; `faults` are sentences, each with its place in the file.

    Where there are many, the first MOST and one sentence that counts the rest.
    """

    def __init__(self, faults: list[str]) -> None:
        more = len(faults) - MOST
        self.faults = [*faults[:MOST], f"And {more} more."] if more > 1 else faults
        super().__init__(faults[0] if faults else "")


def path(place: Place) -> str:
    """A place as it is written: ("sections", 2, "title") is "sections[2].title"; the whole file is ""."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def at(place: Place, message: str) -> str:
    """A message behind its place."""
    return f"{path(place) or 'The file'}: {message}"


def sentence(error: ErrorDetails, form: type[BaseModel]) -> str:
    """One error of pydantic in words; `form` is the form that was read."""
    place = error["loc"]
    if place and place[-1] == REPEATED:
        names = "”, “".join(shorten(name) for name in error["input"])
        return at(place[:-1], f"more than one value has the name “{names}”.")
    if error["type"] == "extra_forbidden":
        return at(place[:-1], _unknown_name(str(place[-1]), _form_at(form, place[:-1])))
    if error["type"] == "missing":
        return at(place, "this is missing.")
    if message := _EXPECTED.get(error["type"]):
        return at(place, message)
    worded = _WORDED.get(error["type"])
    return at(place, worded(error["input"], error.get("ctx", {})) if worded else f"{error['msg']}.")


def _unknown_name(name: str, form: type[BaseModel] | None) -> str:
    known = list(form.model_fields) if form else []
    close = get_close_matches(name.lower(), known, 1)
    return f"unknown name “{shorten(name)}”" + (f"; did you mean “{close[0]}”?" if close else ".")


def _form_at(form: type[BaseModel], place: Place) -> type[BaseModel] | None:
    """The form of the object at a place."""
    found: type[BaseModel] | None = form
    for part in place:
        if isinstance(part, str) and found:
            field = found.model_fields.get(part)
            found = _form_in(field.annotation) if field else None
    return found


def _form_in(annotation: Any) -> type[BaseModel] | None:
    """The form that a field's type holds: itself, or in a list or beside None."""
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        return annotation
    return next((form for part in get_args(annotation) if (form := _form_in(part))), None)


def shorten(value: Any) -> str:
    """A value as a sentence shows it: at most 40 characters, in one line that any terminal can print."""
    if isinstance(value, list | dict):
        return "[…]" if isinstance(value, list) else "{…}"
    words = " ".join(str(value).encode("utf-8", "replace").decode().split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def _text_expected(value: Any, details: Mapping[str, Any]) -> str:
    return "a text is needed here." if value is None else "a text in quotation marks is expected here."


def _too_long(value: Any, details: Mapping[str, Any]) -> str:
    return f"the text has {len(value):,} characters; at most {details['max_length']:,} are allowed."


def _pattern(value: Any, details: Mapping[str, Any]) -> str:
    if worded := _PATTERNS.get(details.get("pattern", "")):
        return worded.format(shorten(value))
    line, code = forbidden_character(value) or (1, "unknown")
    return f"line {line} of the text holds a control character ({code}); remove it."


def _choice(value: Any, details: Mapping[str, Any]) -> str:
    allowed = re.findall(r"'([^']*)'", details["expected"]) or [details["expected"].lower()]
    return f"“{shorten(value)}” is not one of: {', '.join(allowed)}."


_WORDED: dict[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "string_type": _text_expected,
    "string_too_short": lambda value, details: "a text is needed here.",
    "string_too_long": _too_long,
    "string_pattern_mismatch": _pattern,
    "string_unicode": _pattern,
    "literal_error": _choice,
    "greater_than_equal": lambda value, details: f"{value} is too small: at least {details['ge']:,}.",
    "less_than_equal": lambda value, details: f"{shorten(value)} is too large: at most {details['le']:,}.",
    "too_short": lambda value, details: "at least one is needed here.",
    "too_long": lambda value, details: "this cannot be read yet: leave it empty.",
    "none_required": lambda value, details: "this cannot be read yet: leave it null.",
    "value_error": lambda value, details: str(details["error"]),
}
