"""Whatever officers do one after another, what is there is what a simple model says must be there.

A new kind of act is a rule: it does the act, and tells the model (tests/programmes/safety/model.py) what it was.
SEQUENCES=500 tries more of them than each run does: ten, and four again on PostgreSQL, other ones each time.
"""

import os
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from programmes.actions import bulk, structure
from programmes.actions.import_programme import import_programme
from programmes.actions.release import release, unreleased
from programmes.actions.rows import EntryValues, NotUndoable, RowValues, save_row, undo_row
from programmes.actions.structure import undo_act
from programmes.importing import interchange
from programmes.models import Indicator, ProgressEntry
from programmes.selectors.nodes import find_node
from tests.programmes.safety.machine import WORDS, Machine
from tests.programmes.safety.model import LEVELS, Act, Node
from tracking.actions.nodes import Refused, move_node, restore_node, withdraw_node

SEQUENCES = int(os.environ.get("SEQUENCES") or (4 if os.environ.get("TEST_DATABASE_URL") else 10))
newest = st.integers(0, 3)  # one of what was written last
which = newest | st.integers(0, 40)  # one of what there is, counted round
own = st.sampled_from([True, True, False])
thens = st.sampled_from(["", "", "undone", "released, undone"])  # what comes of an act at once
words = st.sampled_from(["a", "état", "🚢", "<b>", "two\nlines", "=1+1"])
phrases = st.sampled_from(["Ongoing", "June 2021"])


class Officers(Machine):
    """The acts."""

    # --- rows ---------------------------------------------------------------------------------

    @rule(
        place=which,
        text=words,
        phrase=st.none() | phrases,
        entry=st.none() | words,
        again=words,
        mine=st.booleans(),
        then=thens,
    )
    def save(
        self, place: int, text: str, phrase: str | None, entry: str | None, again: str, mine: bool, then: str
    ) -> None:
        """Words, timeline, the words of the row's first entry, and a new entry, in one form."""
        key = self.pick(place, self.model.of("indicator", present=True))
        row = self.row(key)
        if row is None:
            return
        node = self.model.nodes[key]
        first = next((name for name, one in node.entries.items() if not one.gone), None)
        typed = {first: EntryValues(again)} if first else {}
        if first:
            kept = ProgressEntry.objects.get(key=first)
            typed = {first: EntryValues(again, kept.reported_on, "", kept.sets_state)}
        values = RowValues(
            text, phrase or row.timeline_phrase, row.target, row.unit, typed, entry and EntryValues(entry)
        )
        done = save_row(row, values, revision=row.revision, by=self.writer(mine))
        changes = (text, values.timeline_phrase) != (node.words, node.phrase)
        reworded = bool(first) and node.entries[first].words != again
        assert bool(done) == bool(changes or reworded or entry)
        if not done:
            return
        act = self.model.begin("save", self.writer(mine), key)
        node = self.model.write(act, key)
        node.words, node.phrase = text, values.timeline_phrase
        if reworded:
            self.model.write_entry(act, key, first).words = again
        if entry:
            self.new_entries(act, key, entry)
        self.go_on(then, lambda: self.take_save_back(key, act.by))

    @rule()
    def release_all(self) -> None:
        done = release(self.programme, unreleased(self.programme), by=self.officer)
        act = self.model.begin("final", self.officer)
        for row in self.model.of("indicator", present=True):
            for key, entry in list(self.model.nodes[row].entries.items()):
                if not entry.gone and entry.released != entry.words:
                    self.model.write_entry(act, row, key).released = entry.words
        assert bool(done) == bool(act.wrote)

    @rule(place=newest, own=own)
    def undo_a_save(self, place: int, own: bool) -> None:
        key = self.pick(place, self.model.newest(self.model.of("indicator", present=True)))
        if key:
            self.take_save_back(key, self.undoer(self.model.last[key], own))

    def take_save_back(self, key: str, by: Any) -> None:
        row, may = self.row(key), self.model.may_undo_save(key, by)
        self.refused(not may, NotUndoable, lambda: undo_row(row, revision=row.revision, by=by))
        if may:
            self.model.take_back(self.model.last[key], by)

    # --- structure ----------------------------------------------------------------------------

    @rule(place=which, after=which, text=words, mine=st.booleans(), then=thens)
    def add(self, place: int, after: int, text: str, mine: bool, then: str) -> None:
        """Below any node but a row."""
        key = self.pick(place, [key for level in LEVELS[:3] for key in self.model.of(level)])
        level = LEVELS[LEVELS.index(self.model.nodes[key].level) + 1]
        sibling = self.pick(after, ["", *self.model.children[key]])
        made = self.refused(
            self.model.out(key),
            Refused,
            lambda: structure.add_node(
                parent=find_node(self.programme, key),
                values={WORDS[level]: text},
                by=self.writer(mine),
                after=find_node(self.programme, sibling) if sibling else None,
            ),
        )
        if made:
            act = self.model.begin("structure", self.writer(mine), made.key)
            self.model.add(act, made.key, Node(level, key, text), sibling)
            self.go_on(then, lambda: self.take_act_back(made.key, act.by))

    @rule(place=which, into=which, after=which, mine=st.booleans(), then=thens)
    def move(self, place: int, into: int, after: int, mine: bool, then: str) -> None:
        """To any place of its level."""
        key, node = self.any_node(place)
        level = LEVELS.index(self.model.nodes[key].level)
        parent = self.pick(into, self.model.of(LEVELS[level - 1])) if level else ""
        sibling = self.pick(after, ["", *self.model.children[parent]])
        wanted = self.model.out(key) or self.model.out(parent) or sibling == key
        done = self.refused(
            wanted,
            Refused,
            lambda: move_node(
                node=node,
                parent=find_node(self.programme, parent) if parent else self.programme,
                after=find_node(self.programme, sibling) if sibling else None,
                revision=node.revision,
                by=self.writer(mine),
            ),
        )
        stays = (self.model.nodes[key].parent, self.model.present_before(key)) == (parent, sibling)
        assert bool(done) == (not wanted and not stays)
        if done:
            act = self.model.begin("structure", self.writer(mine), key)
            self.model.place(act, key, parent, sibling)
            self.go_on(then, lambda: self.take_act_back(key, act.by))

    @rule(place=which, above=st.booleans(), mine=st.booleans(), then=thens)
    def withdraw(self, place: int, above: bool, mine: bool, then: str) -> None:
        """A node; or what one stands in, rather of one that is withdrawn itself."""
        key, node = self.any_node(place)
        if above and (parent := self.model.nodes[self.pick(place, self.model.gone()) or key].parent):
            key, node = parent, find_node(self.programme, parent)
        out = self.model.out(key)
        self.refused(
            out,
            Refused,
            lambda: withdraw_node(node=node, why="Merged", revision=node.revision, by=self.writer(mine)),
        )
        if not out:
            act = self.model.begin("structure", self.writer(mine), key)
            self.model.write(act, key).gone = True
            self.go_on(then, lambda: self.take_act_back(key, act.by))

    @precondition(lambda self: self.model.gone())
    @rule(place=which, below=st.booleans(), mine=st.booleans())
    def restore(self, place: int, below: bool, mine: bool) -> None:
        """What is withdrawn; rather what stands in something withdrawn, where it is `below`."""
        gone = self.model.gone()
        hidden = [key for key in gone if self.model.out(self.model.nodes[key].parent)]
        key = self.pick(place, hidden if below and hidden else gone)
        node = find_node(self.programme, key)
        wanted = self.model.out(self.model.nodes[key].parent)
        self.refused(
            wanted,
            Refused,
            lambda: restore_node(node=node, revision=node.revision, by=self.writer(mine)),
        )
        if not wanted:
            act = self.model.begin("structure", self.writer(mine), key)
            self.model.write(act, key).gone = False

    @rule(place=newest, own=own)
    def undo_an_act(self, place: int, own: bool) -> None:
        key, _node = self.any_node(place)
        self.take_act_back(key, self.undoer(self.model.last[key], own))

    def take_act_back(self, key: str, by: Any) -> None:
        node, may = find_node(self.programme, key), self.model.may_undo_act(key, by)
        self.refused(not may, NotUndoable, lambda: undo_act(node=node, revision=node.revision, by=by))
        if may:
            self.model.take_back(self.model.last[key], by)

    # --- many rows ----------------------------------------------------------------------------

    @rule(
        chosen=st.sets(which, min_size=1, max_size=5),
        phrase=st.none() | phrases,
        officer=st.sampled_from([None, "", "Officer"]),
        text=st.none() | words,
        mine=st.booleans(),
        then=thens,
    )
    def set_many(
        self,
        chosen: set[int],
        phrase: str | None,
        officer: str | None,
        text: str | None,
        mine: bool,
        then: str,
    ) -> None:
        """A timeline, the topics' officer (None leaves it, "" is nobody) and an entry."""
        keys = {
            key for place in chosen if (key := self.pick(place, self.model.of("indicator", present=True)))
        }
        rows = list(Indicator.objects.filter(key__in=keys).select_related("task__topic"))
        topics = {row.task.topic.key: row.task.topic.revision for row in rows}
        values = bulk.BulkValues(
            phrase, officer is not None, self.officer.person if officer else None, text and EntryValues(text)
        )
        as_shown = bulk.Shown({row.key: row.revision for row in rows}, topics)
        done = bulk.apply(self.programme, values, as_shown, by=self.writer(mine))
        act = self.model.begin("bulk", self.writer(mine))
        act.change_set = done
        for row in rows:
            node, topic = self.model.nodes[row.key], row.task.topic.key
            if (phrase is not None and phrase != node.phrase) or text:
                self.model.write(act, row.key).phrase = phrase or node.phrase
            if officer is not None and self.model.nodes[topic].officer != officer:
                self.model.write(act, topic).officer = officer
            if text:
                self.new_entries(act, row.key, text)
        assert bool(done) == bool(act.wrote)
        if not done:
            self.model.acts.remove(act)
            return
        self.go_on(then, lambda: self.take_many_back(act, act.by))

    @precondition(lambda self: any(act.kind == "bulk" for act in self.model.acts))
    @rule(place=newest, own=own)
    def undo_many(self, place: int, own: bool) -> None:
        """One of the last changes of many rows."""
        acts = [act for act in reversed(self.model.acts) if act.kind == "bulk"]
        act = acts[place % len(acts)]
        self.take_many_back(act, self.undoer(act, own))

    def take_many_back(self, act: Act, by: Any) -> None:
        may = act.by == by and not act.undone and all(self.model.last[key] is act for key in act.wrote)
        errors = (NotUndoable, bulk.Moved)
        self.refused(not may, errors, lambda: bulk.undo(self.programme, act.change_set, by=by))
        if may:
            self.model.take_back(act, by)

    # --- files --------------------------------------------------------------------------------

    @precondition(lambda self: self.changed)
    @rule()
    def export(self) -> None:
        """A file, to be imported at any time; at once it changes nothing."""
        self.files.append((self.file(), self.model.copy()))
        self.exported = len(self.model.acts)
        assert not import_programme(interchange.read(self.files[-1][0]), by=self.officer)

    @rule(place=which, row=which, text=words)
    def import_a_file(self, place: int, row: int, text: str) -> None:
        """One that was exported before, with other words in one of its rows."""
        data, then = self.files[place % len(self.files)]
        tree, then = interchange.read(data), then.copy()
        if key := self.pick(row, then.of("indicator", present=True)):
            then.nodes[key].words = text
            next(line for line in tree.indicators if line.key == key).text = text
        before = self.model.seen()
        outcome = import_programme(tree, by=self.officer)
        act = self.model.begin("final", self.officer)
        self.model.bring(act, then)
        assert bool(outcome) == (self.model.seen() != before)
        self.files = self.files[-3:]
        for key in self.written(self.stored()):
            act.nodes[key] = None
            self.model.last[key] = act


def test_any_sequence_of_acts_leaves_what_the_model_says(
    officer: Any, administrator: Any, delegate: Any
) -> None:
    Officers.officer, Officers.colleague, Officers.delegate = officer, administrator, delegate
    run_state_machine_as_test(
        Officers, settings=settings(max_examples=SEQUENCES, stateful_step_count=30, deadline=None)
    )
