"""What must be there after any acts, said without a database: nodes, their order, and who did what last.

It knows the rules that officers are told, and nothing of how they are kept.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("section", "topic", "task", "indicator")
Seen = tuple[Any, ...]


@dataclass
class Entry:
    """A progress entry: its words now, and those that Members read."""

    words: str
    released: str | None
    gone: bool = False


@dataclass
class Node:
    """A section, topic, task or indicator; `gone` where it is itself withdrawn."""

    level: str
    parent: str  # "" is the programme
    words: str
    phrase: str = ""
    officer: str = ""
    gone: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass
class Act:
    """What somebody did: how all that it wrote was before, by key; None for what it made.

    `kind` is "save", "structure", "bulk", or "final" for what nobody takes back: releases, imports, undoing.
    """

    kind: str
    by: Any
    row: str = ""  # the one row it is named after
    change_set: Any = None
    undone: bool = False
    nodes: dict[str, Node | None] = field(default_factory=dict)
    entries: dict[str, Entry | None] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)  # of the siblings, where it moved something

    @property
    def wrote(self) -> set[str]:
        """The keys of all rows that it wrote."""
        return {*self.nodes, *self.entries}


class Model:
    """The programme as it must be."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.children: dict[str, list[str]] = {"": []}  # in order, withdrawn ones too
        self.last: dict[str, Act] = {}  # by key of a node or entry: the act that wrote it last
        self.acts: list[Act] = []
        self.loose: dict[str, set[str]] = {}  # children whose place among the others is the program's choice

    def copy(self) -> "Model":
        """The programme alone, without who did what."""
        model = Model()
        model.nodes, model.children = deepcopy(self.nodes), deepcopy(self.children)
        return model

    # --- asking -----------------------------------------------------------------------------

    def out(self, key: str) -> bool:
        """Whether it is withdrawn, or stands in what is."""
        return bool(key) and (self.nodes[key].gone or self.out(self.nodes[key].parent))

    def of(self, level: str, *, present: bool = False) -> list[str]:
        """The keys of a level, the oldest first: keys of new nodes are random and give no order."""
        keys = [key for key, node in self.nodes.items() if node.level == level]
        return [key for key in keys if not present or not self.out(key)]

    def gone(self) -> list[str]:
        """The nodes that are withdrawn themselves, the newest first."""
        return self.newest([key for key, node in self.nodes.items() if node.gone])

    def newest(self, keys: list[str]) -> list[str]:
        """What was written last goes first."""
        order = {id(act): number for number, act in enumerate(self.acts)}
        return sorted(keys, key=lambda key: -order[id(self.last[key])])

    def present_before(self, key: str) -> str:
        """The sibling right before it that is not withdrawn itself; "" where there is none."""
        siblings = self.children[self.nodes[key].parent]
        before = [one for one in siblings[: siblings.index(key)] if not self.nodes[one].gone]
        return before[-1] if before else ""

    def seen(self, parent: str = "", *, released: bool = False) -> tuple[Seen, ...]:
        """What is read of all below a node, by officers or, `released`, by Members."""
        return tuple(self._seen(parent, released))

    def _seen(self, parent: str, released: bool) -> Iterator[Seen]:
        for key in self.children[parent]:
            node = self.nodes[key]
            if node.gone:
                continue
            entries = tuple(
                (name, entry.released if released else entry.words, entry.released == entry.words)
                for name, entry in node.entries.items()
                if not entry.gone and not (released and entry.released is None)
            )
            shown = tuple((name, words) for name, words, _ in entries) if released else entries
            yield (key, node.words, node.phrase, node.officer, shown, self.seen(key, released=released))

    def may_undo_save(self, row: str, by: Any) -> bool:
        """Whether the matrix takes the last save of the row back."""
        act = self.last.get(row)
        return (
            act is not None
            and act.kind == "save"
            and act.by == by
            and act.row == row
            and all(self.last[key] is act for key in act.wrote)
        )

    def may_undo_act(self, key: str, by: Any) -> bool:
        """Whether the outline takes the last act on the node back."""
        act = self.last.get(key)
        return (
            act is not None
            and act.kind != "final"
            and act.by == by
            and not act.entries
            and all(self.last[one] is act for one in act.wrote)
        )

    # --- doing ------------------------------------------------------------------------------

    def begin(self, kind: str, by: Any, row: str = "") -> Act:
        """An act, which is told what it writes before it does."""
        act = Act(kind, by, row)
        self.acts.append(act)
        return act

    def write(self, act: Act, key: str) -> Node:
        """The node, now written by the act."""
        act.nodes.setdefault(key, deepcopy(self.nodes.get(key)))
        self.last[key] = act
        return self.nodes[key]

    def write_entry(self, act: Act, row: str, key: str) -> Entry:
        """The entry, now written by the act."""
        act.entries.setdefault(key, deepcopy(self.nodes[row].entries.get(key)))
        self.last[key] = act
        return self.nodes[row].entries[key]

    def add(self, act: Act, key: str, node: Node, after: str = "") -> None:
        """A new node after a sibling, or at the end."""
        act.nodes[key] = None
        act.orders.setdefault(node.parent, list(self.children[node.parent]))
        self.nodes[key], self.children[key] = node, []
        siblings = self.children[node.parent]
        siblings.insert(siblings.index(after) + 1 if after else len(siblings), key)
        self.last[key] = act

    def add_entry(self, act: Act, row: str, key: str, words: str) -> None:
        """A new entry, which Members do not read yet."""
        act.entries[key] = None
        self.nodes[row].entries[key] = Entry(words, None)
        self.last[key] = act

    def place(self, act: Act, key: str, parent: str, after: str) -> None:
        """Puts a node into a parent right after a child, or first."""
        node = self.write(act, key)
        for one in (node.parent, parent):
            act.orders.setdefault(one, list(self.children[one]))
        self.children[node.parent].remove(key)
        node.parent = parent
        siblings = self.children[parent]
        siblings.insert(siblings.index(after) + 1 if after else 0, key)

    def take_back(self, act: Act, by: Any) -> Act:
        """All that the act wrote is as it was before; what it made is withdrawn."""
        undoing = self.begin("final", by)
        act.undone = True
        for key, before in act.nodes.items():
            node = self.write(undoing, key)
            if before is None:
                node.gone = True
                continue
            if node.parent != before.parent or act.orders:
                self._back(act, key, before.parent)
            self.nodes[key] = deepcopy(before)
            self.nodes[key].entries = node.entries
        for row in [node for node in self.nodes.values() if set(node.entries) & set(act.entries)]:
            for key in set(row.entries) & set(act.entries):
                undoing.entries[key] = deepcopy(row.entries[key])
                self.last[key] = undoing
                was = act.entries[key]
                row.entries[key] = deepcopy(was) if was else Entry(row.entries[key].words, None, gone=True)
        return undoing

    def _back(self, act: Act, key: str, parent: str) -> None:
        """To its old place, where its siblings still stand as they did; else anywhere among them."""
        self.children[self.nodes[key].parent].remove(key)
        was, now = act.orders[parent], self.children[parent]
        if [one for one in was if one != key] == now:
            self.children[parent] = list(was)
        else:
            now.append(key)
            self.loose.setdefault(parent, set()).add(key)

    def settle(self, parent: str, order: list[str]) -> None:
        """Takes over where loose children stand; all others must stand as they do here."""
        loose = self.loose.pop(parent, set())
        assert [key for key in order if key not in loose] == [
            key for key in self.children[parent] if key not in loose
        ]
        self.children[parent] = order

    def bring(self, act: Act, file: "Model") -> None:
        """What a file says that was exported when the programme was as `file`: what it lacks is withdrawn."""
        named = {key for key in file.nodes if not file.out(key)}
        for key in [key for level in LEVELS for key in self.of(level)]:
            node = self.nodes[key]
            if key not in named:
                node.gone = node.gone or not self.out(node.parent)
                continue
            said = deepcopy(file.nodes[key])
            entries = {name: entry for name, entry in said.entries.items() if not entry.gone}
            self.children[node.parent].remove(key)
            self.children[said.parent].append(key)
            for name, entry in node.entries.items():
                entries.setdefault(name, Entry(entry.words, entry.released, gone=True))
            said.entries = {name: entries[name] for name in node.entries}
            self.nodes[key] = said
        for parent in ("", *named):
            order = [key for key in file.children[parent] if key in named]
            others = [key for key in self.children[parent] if key not in order]
            self.children[parent] = order + others
            self.loose[parent] = set(others)
