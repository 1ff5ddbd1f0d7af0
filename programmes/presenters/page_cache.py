"""Finished parts of the matrix page, kept until something that they show changes.

What is kept depends on the programme's version, the day, the language, the filter, and what the reader may see
and do: all of it is the key, and every change raises the version (`programmes.signals` for names and dates
that stand in other tables). Nothing that belongs to one reader or one session is ever kept: no token, no message.
"""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language

from programmes.selectors.access import Access

LONGEST = 4_000_000  # characters; a larger page is made anew each time, so that memory stays bounded
FIELDS = ("section", "topic", "standing", "timeline", "officer", "at", "columns")


def key_of(access: Access, asked: Any, today: date) -> str | None:
    """The name of what this reader is shown; None for a search of words, which hardly anybody repeats."""
    if asked.get("words"):
        return None
    rights = (
        access.user is not None,
        access.may_edit,
        access.may_release,
        access.sees_unreleased,
        access.sees_names,
    )
    programme = access.programme
    told = (
        programme.pk,
        programme.slug,
        programme.content_version,
        programme.revision,
        rights,
        get_language(),
        today.isoformat(),
        [(name, asked.getlist(name)) for name in FIELDS],
    )
    return "matrix-" + sha256(repr(told).encode()).hexdigest()


def kept_or_made(key: str | None, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """The values under a key, else those that `make` makes, which are kept from now on."""
    if key is None:
        return make()
    pages = caches["pages"]
    if (found := pages.get(key)) is None:
        found = make()
        if sum(len(part) for part in found["parts"].values()) <= LONGEST:
            pages.set(key, found)
    return found
