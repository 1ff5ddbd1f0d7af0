"""Finished parts of the matrix page and figures of the first page, cached until something that they show changes.

The key depends on the programme's version, the day, the language, the filter, and what the reader may see
and do: all of it is the key, and every change raises the version (`programmes.signals` for names and dates
that stand in other tables). Nothing that belongs to one reader or one session is ever cached: no token, no message.
"""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from programmes.selectors.access import Access

T = TypeVar("T")
LONGEST = 4_000_000  # characters; a larger page is made anew each time, so that memory stays bounded
FIELDS = ("section", "topic", "standing", "timeline", "officer", "at", "columns")


def key_of(access: Access, parameters: Any, today: date) -> str | None:
    """The name of what this reader is shown; None for a search of words, which hardly anybody repeats."""
    if parameters.get("words"):
        return None
    return key_for(access, today, [(name, parameters.getlist(name)) for name in FIELDS])


def key_for(access: Access, today: date, *more: object) -> str:
    """The name of what is made of a programme for readers with the same rights; `more` says what, and of what else."""
    rights = (
        access.user is not None,
        access.may_edit,
        access.may_release,
        access.sees_unreleased,
        access.sees_names,
    )
    programme = access.programme
    parts = (
        programme.pk,
        programme.slug,
        programme.content_version,
        programme.revision,
        rights,
        get_language(),
        today.isoformat(),
        more,
    )
    return "programme-" + sha256(repr(parts).encode()).hexdigest()


def cached(key: str, make: Callable[[], T]) -> T:
    """The value under a key, else the one that `make` makes, which is cached from now on; it is never None."""
    pages = caches["pages"]
    found: T | None = pages.get(key)
    if found is None:
        found = make()
        pages.set(key, found)
    return found


def cached_parts(key: str | None, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """The values under a key, else those that `make` makes, which are cached from now on."""
    if key is None:
        return make()
    pages = caches["pages"]
    if (found := pages.get(key)) is None:
        found = make()
        if sum(len(part) for part in found["parts"].values()) <= LONGEST:
            pages.set(key, found)
    return found
