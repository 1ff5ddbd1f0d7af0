"""Takes values out of an untrusted mapping one by one, and collects what is wrong with them."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from wco_tracker.lib.dates import read_partial_date
from wco_tracker.lib.text import forbidden_character

T = TypeVar("T")
LONGEST = 10_000  # characters of one text
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()


class Unreadable(Exception):
    """A file that cannot be taken; `faults` are sentences, each with its place in the file."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(faults[0] if faults else "")


class Fields:
    """One object of the file: its values by name, with the place it stands at for the messages.

    All objects of a file share `faults`, and `keyless`: the keys that rows without one were given.
    """

    def __init__(self, value: Any, place: str, faults: list[str], keyless: set[str] | None = None) -> None:
        self._place, self._faults = place, faults
        self.keyless: set[str] = set() if keyless is None else keyless
        if not isinstance(value, dict):
            faults.append(f"{place or 'The file'}: an object in braces is expected here.")
            value = {}
        self._values: dict[str, Any] = value

    def get(self, name: str) -> Any:
        """The raw value, or MISSING."""
        return self._values.get(name, MISSING)

    def fault(self, name: str, message: str) -> None:
        """Notes what is wrong with a value."""
        self._faults.append(f"{self._path(name)}: {message}")

    def text(self, name: str, limit: int = LONGEST) -> str:
        """A text that must be there."""
        value = self.optional_text(name, limit)
        if value is None and self.get(name) in (MISSING, None):
            self.fault(name, "a text is needed here.")
        return value or ""

    def optional_text(self, name: str, limit: int = LONGEST) -> str | None:
        """A text, or None where it is missing or null."""
        value = self.get(name)
        if value is MISSING or value is None:
            return None
        return self._checked(name, value, limit)

    def _checked(self, name: str, value: Any, limit: int) -> str:
        if not isinstance(value, str):
            self.fault(name, "a text in quotation marks is expected here.")
            return ""
        if len(value) > limit:
            self.fault(name, f"the text has {len(value):,} characters; at most {limit:,} are allowed.")
            return ""
        if found := forbidden_character(value):
            self.fault(
                name, f"line {found[0]} of the text holds a control character ({found[1]}); remove it."
            )
            return ""
        return value

    def texts(self, name: str, limit: int = LONGEST) -> list[str]:
        """A list of texts; empty where it is missing or null."""
        values = enumerate(self.plain_list(name))
        return [self._checked(f"{name}[{place}]", value, limit) for place, value in values]

    def whole_number(self, name: str) -> int:
        """A place in a text: a whole number from 0 that must be there."""
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST:
            self.fault(name, f"a whole number from 0 to {LONGEST:,} is expected here.")
            return 0
        return value

    def plain_list(self, name: str) -> list[Any]:
        """A list of anything; empty where it is missing or null."""
        value = self.get(name)
        if value is MISSING or value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, "a list in brackets is expected here.")
            return []
        return value

    def children(self, name: str, read: "Callable[[Fields], T]") -> list[T]:
        """A list of objects, each read by `read`."""
        return [
            read(Fields(value, self._path(f"{name}[{place}]"), self._faults, self.keyless))
            for place, value in enumerate(self.plain_list(name))
        ]

    def child(self, name: str) -> "Fields | None":
        """An object, or None where it is missing or null."""
        value = self.get(name)
        if value is MISSING or value is None:
            return None
        return Fields(value, self._path(name), self._faults, self.keyless)

    def slug(self, name: str) -> str:
        """A short name as addresses have it."""
        value = self.text(name)
        if value and not SLUG.fullmatch(value):
            self.fault(
                name, f"“{value}” is not a short name: 1 to 50 letters without accents, digits, - and _."
            )
        return value

    def choice(self, name: str, allowed: Sequence[str], default: str | None) -> str | None:
        """One of some words; the default where it is missing or null."""
        value = self.optional_text(name)
        if not value:
            return default
        if value not in allowed:
            self.fault(name, f"“{value}” is not one of: {', '.join(allowed)}.")
            return default
        return value

    def partial_date(self, name: str) -> str | None:
        """A date as precise as it is given, or None."""
        value = self.optional_text(name)
        if not value:
            return None
        try:
            return read_partial_date(value)
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def flag(self, name: str) -> bool:
        """True or false; false where it is missing or null."""
        value = self.get(name)
        if value is MISSING or value is None:
            return False
        if not isinstance(value, bool):
            self.fault(name, "true or false is expected here.")
            return False
        return value

    def _path(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name
