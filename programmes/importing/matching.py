"""Finds out which present rows the rows of a file without keys are, so that the same file read twice adds nothing.

A row is matched under the same parent: by all that it holds, else by its title or text, else by how that reads
(`likeness`). Where two could be meant, the file must say which.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from programmes.content import ProgrammeContent
from programmes.importing.copying import CHILDREN, by_key, texts
from programmes.importing.interchange import keys_of
from programmes.importing.likeness import pairs
from wco_tracker.lib.interchange import Unreadable

# What two trees may differ in while they say the same.
_DERIVED = {"key", "revision", "ref", "rows", "state", "standing", "activity_title"}


def take_present_keys(tree: ProgrammeContent, present: ProgrammeContent) -> None:
    """Gives rows without a key that of the row they are in `present`; raises Unreadable where that is not clear."""
    matching = _Matching(tree, present)
    matching.below(tree, present, 0, tree.title)
    if matching.faults:
        raise Unreadable(matching.faults)


class _Matching:
    def __init__(self, tree: ProgrammeContent, present: ProgrammeContent) -> None:
        self.keyless = tree.keyless
        self.claimed = set(keys_of(tree)) - tree.keyless
        self.known = by_key(present)
        self.faults: list[str] = []

    def below(self, node: Any, twin: Any, depth: int, place: str) -> None:
        """Matches the rows below a node; `twin` is the present row that the node is, or None."""
        if depth == len(CHILDREN):
            return
        children = getattr(node, CHILDREN[depth])
        if twin is not None:
            self._siblings(children, getattr(twin, CHILDREN[depth]), depth, place)
        for child in children:
            self.below(child, self.known.get((depth, child.key)), depth + 1, _place(child, place))

    def _siblings(self, children: Iterable[Any], present: Iterable[Any], depth: int, place: str) -> None:
        fresh = [child for child in children if child.key in self.keyless]
        there = [row for row in present if row.key not in self.claimed]
        for words in texts(depth):
            for wanting, free in pairs(fresh, there, words):
                settled = self._match(list(wanting), list(free), words, place)
                fresh = [child for child in fresh if not any(child is one for one in settled)]
                there = [row for row in there if not any(row is one for one in settled)]

    def _match(
        self, wanting: list[Any], free: list[Any], words: Callable[[Any], str], place: str
    ) -> list[Any]:
        """Gives rows of the same words their keys; those that need no further look, the present ones too."""
        settled = []
        for child in list(wanting):
            same = next((row for row in free if _bare(row) == _bare(child)), None)
            if same is not None or len(wanting) == len(free) == 1:
                row = same or free[0]
                child.key = row.key
                settled += [child, row]
                wanting.remove(child)
                free.remove(row)
        if wanting and free:
            self.faults.append(
                f"{place}: “{_short(words(wanting[0]))}” stands {len(wanting)} times in the file without a key and"
                f" {len(free)} times in the programme. Give the keys of the rows that are meant"
                " (an export as JSON has them)."
            )
            settled += [*wanting, *free]
        return settled


def _bare(value: Any) -> Any:
    """A row with all below it, without what two trees may differ in."""
    if is_dataclass(value):
        return [_bare(getattr(value, item.name)) for item in fields(value) if item.name not in _DERIVED]
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _place(node: Any, above: str) -> str:
    """How a message names a row: by its reference where it has one."""
    return getattr(node, "ref", "") or getattr(node, "heading", "") or above


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"
