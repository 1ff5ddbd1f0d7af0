"""Makes a training copy of a programme out of its interchange form: new keys, invented entries marked as such."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from programmes.importing.training_form import MARK
from wco_tracker.lib.interchange import Unreadable
from wco_tracker.lib.keys import LENGTH

__all__ = ["MARK", "training_copy", "training_key"]


def training_key(slug: str, key: str) -> str:
    """The key that a row of the original has in the copy of that short name: always the same one."""
    digest = hashlib.sha256(f"{slug}/{key}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def training_copy(original: Mapping[str, Any], recipe: Mapping[str, Any]) -> dict[str, Any]:
    """The interchange form of the copy; neither argument is changed.

    `original` and `recipe` are as their forms have read them (`training_form` says what is other in the copy).
    Raises Unreadable for the entries whose row the original does not have.
    """
    changes = recipe["programme"]
    slug = changes["slug"]
    copy: dict[str, Any] = {
        **original,
        **changes,
        "introduction": [recipe["introduction"], *original["introduction"]],
        "sections": [_with_new_keys(section, slug) for section in original["sections"]],
    }
    for topic in _under(copy["sections"], "topics"):
        topic["continues"] = []
    rows = {row["key"]: row for row in _under(copy["sections"], "topics", "tasks", "indicators")}
    faults = [
        f"entries[{place}].row: The original has no row {entry['row']}."
        for place, entry in enumerate(recipe["entries"])
        if training_key(slug, entry["row"]) not in rows
    ]
    if faults:
        raise Unreadable(faults)
    for place, entry in enumerate(recipe["entries"]):
        _add(rows, slug, entry, place)
    return copy


def _with_new_keys(item: Any, slug: str) -> Any:
    if isinstance(item, list):
        return [_with_new_keys(part, slug) for part in item]
    if not isinstance(item, dict):
        return item
    copy = {name: _with_new_keys(value, slug) for name, value in item.items()}
    if "key" in copy:
        copy["key"] = training_key(slug, copy["key"])
    return copy


def _under(items: Sequence[dict[str, Any]], *names: str) -> Iterator[dict[str, Any]]:
    for item in items:
        children = item[names[0]]
        yield from _under(children, *names[1:]) if names[1:] else children


def _add(rows: Mapping[str, dict[str, Any]], slug: str, entry: Mapping[str, Any], place: int) -> None:
    values = dict(entry)
    row = rows[training_key(slug, values.pop("row"))]
    row.setdefault("progress", []).append({"key": training_key(slug, f"entry {place}"), **values})
