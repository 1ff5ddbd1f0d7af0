"""A small programme in the database and the model of it, side by side; after each act they are compared."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from programmes.actions.import_programme import import_programme
from programmes.content import ProgrammeContent, Section
from programmes.content.samples import sample
from programmes.exports.interchange import render
from programmes.models import LEVELS as TABLES
from programmes.models import Indicator, ProgressEntry, WorkProgramme
from programmes.models.released import is_as_released
from programmes.selectors.access import access_to
from programmes.selectors.nodes import find_node
from programmes.selectors.trees import Depth, read_tree
from tests.programmes.safety.model import LEVELS, Act, Entry, Model, Node, Seen

ROWS = 7
WORDS = {"section": "heading", "topic": "title", "task": "text", "indicator": "text"}


def two_sections() -> ProgrammeContent:
    """A small adopted programme whose last topics stand in a section of their own."""
    tree = sample("any", ROWS, "ptc")
    (first,) = tree.sections
    tree.sections.append(Section("secondpart", "2", "Second", topics=[first.topics.pop()]))
    return tree


def shown(tree: ProgrammeContent, *, released: bool) -> tuple[Seen, ...]:
    """A tree as `Model.seen` says it."""

    def node(level: int, item: Any) -> Seen:
        below = [getattr(item, name, ()) for name in ("topics", "tasks", "indicators")]
        entries = tuple(
            (entry.key, entry.text) if released else (entry.key, entry.text, entry.released)
            for entry in getattr(item, "progress", ())
        )
        return (
            item.key,
            getattr(item, WORDS[LEVELS[level]]),
            item.timeline.phrase if LEVELS[level] == "indicator" else "",
            getattr(item, "officer", None) or "",
            entries,
            tuple(node(level + 1, child) for child in below[level]) if level < 3 else (),
        )

    return tuple(node(0, section) for section in tree.sections)


class Stored(NamedTuple):
    """A row of the database; of a section the parent is ""."""

    key: str
    parent: str
    revision: int
    gone: bool


class Machine(RuleBasedStateMachine):
    """Two people write, a delegate reads. One database transaction for each sequence, rolled back at its end."""

    officer: Any
    colleague: Any
    delegate: Any

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        import_programme(two_sections(), by=None)
        self.programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug="any")
        self.model = self.first_model()
        self.files, self.exported = [(self.file(), self.model.copy())], len(self.model.acts)
        self.revisions, self.looked_at = {row.key: 1 for row in self.stored()}, len(self.model.acts)

    @property
    def changed(self) -> bool:
        """Whether anything was done since the last file."""
        return len(self.model.acts) > self.exported

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    # --- what the acts need -------------------------------------------------------------------

    def tree(self, reader: Any, depth: Depth = "full") -> ProgrammeContent:
        self.programme.refresh_from_db(fields=["content_version"])
        return read_tree(access_to(reader, self.programme), depth=depth)

    def file(self) -> bytes:
        return render(self.tree(self.officer, depth="whole"))

    def first_model(self) -> Model:
        """As the programme is put in place."""
        model = Model()
        act = model.begin("final", None)
        todo: list[tuple[int, str, Any]] = [(0, "", section) for section in self.tree(self.officer).sections]
        for level, parent, item in todo:
            node = Node(LEVELS[level], parent, getattr(item, WORDS[LEVELS[level]]))
            if node.level == "indicator":
                node.phrase = item.timeline.phrase
                node.entries = {
                    one.key: Entry(one.text, one.text if one.released else None) for one in item.progress
                }
            model.add(act, item.key, node)
            name = ("topics", "tasks", "indicators", "")[level]
            todo += [(level + 1, item.key, child) for child in getattr(item, name, ())]
        return model

    def writer(self, mine: bool) -> Any:
        return self.officer if mine else self.colleague

    def undoer(self, act: Act, own: bool) -> Any:
        """Who did it, or the other one."""
        return self.writer((act.by != self.colleague) == own)

    def pick(self, place: int, keys: list[str]) -> str:
        return keys[place % len(keys)] if keys else ""

    def any_node(self, place: int) -> tuple[str, Any]:
        """A node of any level, withdrawn or not, what was written last first."""
        key = self.pick(place, self.model.newest(list(self.model.nodes)))
        return key, find_node(self.programme, key)

    def row(self, key: str) -> Any:
        """A row of the matrix; None without a key."""
        rows = Indicator.objects.select_related("task__topic__section__programme")
        return rows.filter(key=key).first()

    def new_entries(self, act: Act, row: str, text: str) -> None:
        """Tells the model the key of an entry that the act added to a row."""
        added = ProgressEntry.objects.filter(indicator__key=row).order_by("position").last()
        assert added
        self.model.add_entry(act, row, added.key, text)

    def go_on(self, then: str, take_back: Callable[[], None]) -> None:
        """What a random sequence has seldom: the act is taken back at once, or after a release."""
        if then:
            self.what_is_there_is_what_the_model_says()
            if then != "undone":
                self.release_all()  # type: ignore[attr-defined]
                self.what_is_there_is_what_the_model_says()
            take_back()

    def refused(
        self, wanted: bool, error: type[Exception] | tuple[type[Exception], ...], do: Callable
    ) -> Any:
        """What the act gives back; None where it is `wanted` that it refuses, which must then write nothing."""
        if not wanted:
            return do()
        with pytest.raises(error), transaction.atomic():
            do()
        return None

    # --- what must hold after each act ----------------------------------------------------------

    def stored(self) -> list[Stored]:
        """All nodes and entries of the programme, withdrawn ones too, siblings in order."""
        own = ProgressEntry.objects.filter(indicator__task__topic__section__programme=self.programme)
        levels = [(model.objects.in_container(self.programme), model.parent_field) for model in TABLES] + [
            (own, "indicator")
        ]
        return [
            Stored(key, parent if place else "", revision, withdrawn_at is not None)
            for place, (rows, name) in enumerate(levels)
            for key, parent, revision, withdrawn_at in rows.in_order().values_list(
                "key", f"{name}__{'key' if place else 'slug'}", "revision", "withdrawn_at"
            )
        ]

    def written(self, rows: list[Stored]) -> set[str]:
        """The keys of what was written since this was last looked at."""
        return {row.key for row in rows if row.revision != self.revisions.get(row.key)}

    @invariant()
    def what_is_there_is_what_the_model_says(self) -> None:
        rows = self.stored()
        entries = {key: entry for node in self.model.nodes.values() for key, entry in node.entries.items()}
        assert {row.key: row.gone for row in rows} == {
            key: held.gone for key, held in {**self.model.nodes, **entries}.items()
        }
        children: dict[str, list[str]] = {"": [], **{key: [] for key in self.model.nodes}}
        for row in rows:
            if row.key in self.model.nodes:
                children[row.parent].append(row.key)
        for parent, order in children.items():
            self.model.settle(parent, order)
        if self.written(rows) or len(self.model.acts) > self.looked_at:
            self.each_act_wrote_what_it_had_to(rows)
            self.everybody_reads_what_must_be_there()

    def each_act_wrote_what_it_had_to(self, rows: list[Stored]) -> None:
        """And no more: but siblings of what was moved, where no place was left between two of them."""
        written = self.written(rows)
        acts = self.model.acts[self.looked_at :]
        for act in acts:
            beside = {key for parent in act.orders for key in self.model.children[parent]}
            for key in (written - act.wrote) & beside if act.kind == "structure" else ():
                self.model.write(act, key)
        assert written == {key for act in acts for key in act.wrote}
        self.revisions, self.looked_at = {row.key: row.revision for row in rows}, len(self.model.acts)
        for model in (*TABLES, ProgressEntry):
            kept: dict[str, list[int]] = {}
            for key, revision in model.history.filter(key__in=written).values_list("key", "revision"):
                kept.setdefault(key, []).append(revision)
            for key, revisions in kept.items():
                assert sorted(revisions) == list(range(1, self.revisions[key] + 1)), key
                written.remove(key)
        assert not written, "written without a history row"

    def everybody_reads_what_must_be_there(self) -> None:
        for entry in ProgressEntry.objects.select_related("session"):
            assert entry.is_released == is_as_released(entry), entry.key
        assert shown(self.tree(self.officer), released=False) == self.model.seen()
        assert shown(self.tree(self.delegate), released=True) == self.model.seen(released=True)
