"""Makes a copy of a tree under keys of its own: one file put into several programmes (`import_programme --into`)."""

from typing import Any

from programmes.content import ProgrammeContent
from wco_tracker.lib.keys import new_key

# From the programme down: the name of a node's children, and the text that identifies one of them.
CHILDREN = ("sections", "topics", "tasks", "indicators", "progress")
TEXTS = ("heading", "title_printed", "text", "text", "text")


def as_copy(tree: ProgrammeContent, slug: str, present: ProgrammeContent | None) -> ProgrammeContent:
    """The tree as the programme `slug`; `present` is what that programme holds already. Changes the tree.

    A row that is there already keeps its key: one with the key itself, else one with the same text under the
    same row. Every other row gets a new key, so that none is taken from the programme the file names.
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
    own = {child.key for child in children}
    free: dict[str, list[Any]] = {}
    for child in getattr(twin, CHILDREN[depth]) if twin else ():
        if child.key not in own:
            free.setdefault(getattr(child, TEXTS[depth]), []).append(child)
    for child in children:
        alike = free.get(getattr(child, TEXTS[depth]))
        same = known.get((depth, child.key)) or (alike.pop(0) if alike else None)
        renamed[child.key] = key = same.key if same else new_key()
        child.key = key
        _rename(child, same, depth + 1, known, renamed)
