"""Makes a copy of a tree under keys of its own: one file put into several programmes (`import_programme --into`)."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from programmes.content import ProgrammeContent
from programmes.importing.likeness import pairs, reading
from wco_tracker.lib.keys import new_key

# From the programme down: the name of a node's children, and the texts that identify one of them.
CHILDREN = ("sections", "topics", "tasks", "indicators", "progress")
TEXTS = (("heading",), ("title_printed", "title"), ("text",), ("text",), ("text",))


def texts(depth: int) -> list[Callable[[Any], str]]:
    """What children of a level are told apart by, the surest first: a text as it stands, then as it reads."""
    exact: list[Callable[[Any], str]] = [attrgetter(name) for name in TEXTS[depth]]
    return [exact[0], *map(_as_read, exact)]


def _as_read(words: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda node: reading(words(node))


def as_copy(tree: ProgrammeContent, slug: str, present: ProgrammeContent | None) -> ProgrammeContent:
    """The tree as the programme `slug`; `present` is what that programme holds already. Changes the tree.

    A row that is there already keeps its key: one with the key itself, else one with the same text under the
    same row, or one that reads the same. Every other row gets a new key, so that none is taken from the
    programme the file names.
    """
    before, tree.slug = tree.slug, slug
    renamed: dict[str, str] = {}
    _rename(tree, present, 0, by_key(present), renamed)
    for topic in tree.topics:
        for link in topic.continues:
            if link.programme == before and link.key in renamed:
                link.programme, link.key = slug, renamed[link.key]
    for mark in tree.mended:
        mark["where"] = renamed.get(mark["where"], mark["where"])
    return tree


def by_key(node: Any, depth: int = 0) -> dict[tuple[int, str], Any]:
    """All rows below a node by their level and key."""
    found: dict[tuple[int, str], Any] = {}
    if node is not None and depth < len(CHILDREN):
        for child in getattr(node, CHILDREN[depth]):
            found[depth, child.key] = child
            found |= by_key(child, depth + 1)
    return found


def _rename(
    node: Any, twin: Any, depth: int, known: dict[tuple[int, str], Any], renamed: dict[str, str]
) -> None:
    """Gives the rows below a node their keys; `twin` is the row that the node already is, or None."""
    if depth == len(CHILDREN):
        return
    children = getattr(node, CHILDREN[depth])
    same = {child.key: row for child in children if (row := known.get((depth, child.key)))}
    free = [row for row in getattr(twin, CHILDREN[depth]) if row.key not in same] if twin else []
    for words in texts(depth):
        for wanting, there in pairs([c for c in children if c.key not in same], free, words):
            same |= {child.key: row for child, row in zip(wanting, there, strict=False)}
        taken = {row.key for row in same.values()}
        free = [row for row in free if row.key not in taken]
    for child in children:
        row = same.get(child.key)
        renamed[child.key] = key = row.key if row else new_key()
        child.key = key
        _rename(child, row, depth + 1, known, renamed)
