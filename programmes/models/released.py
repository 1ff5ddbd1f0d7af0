"""What a release of a progress entry shows, and whether Members see the entry as it is."""

from decimal import Decimal
from typing import Any

from programmes.content import NOTHING_RELEASED, RELEASED_FIELDS
from wco_tracker.lib.text import plain


def released_values(entry: Any) -> dict[str, Any]:
    """What a release of the entry now shows: the same values as `content.Entry.release_values` of it.

    The entry is a ProgressEntry or a row of its history.
    """
    return {name: _value(entry, name) for name in RELEASED_FIELDS}


def _value(entry: Any, name: str) -> Any:
    """A column as the value in the tree: nothing is None, a session is its short name, a source its place."""
    value = getattr(entry, name)
    if name == "session":
        return value.slug if value else None
    if name == "source":
        return source_values(value) if value else None
    if isinstance(value, Decimal):
        return plain(value)
    return None if value == "" else value


def source_values(source: Any) -> dict[str, Any]:
    """A source as `content.SourceRef` has it."""
    return {
        "document": source.document.symbol,
        "paragraph": source.paragraph or None,
        "quote": source.quote or None,
        "inferred": source.inferred,
    }


def is_as_released(entry: Any) -> bool:
    """Whether what was last released is what it says now; no statement where the text tells that it is not."""
    before = entry.released_as
    return (
        before is not None
        and before["text"] == entry.text
        and NOTHING_RELEASED | before == released_values(entry)
    )
