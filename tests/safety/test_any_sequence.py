"""Whatever officers do one after another, what is there is what a simple model says must be there.

A new kind of act is a rule: it does the act, and says in `rows` what must be there afterwards.
"""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from programmes.access import access_to, read_tree
from programmes.actions.putting import put_in_place
from programmes.actions.release import release, unreleased
from programmes.actions.rows import EntryValues, NotUndoable, RowValues, save_row, undo_row
from programmes.exports.interchange import render
from programmes.importing import interchange
from programmes.models import Indicator, WorkProgramme
from programmes.samples import sample

ROWS = 6
places = st.integers(0, ROWS - 1)
words = st.sampled_from(["a", "état", "🚢", "<b>", "two\nlines", "=1+1"])


@dataclass
class Row:
    """What must be there of a row: [words, whether released] of each entry; what an undo would bring back."""

    text: str
    entries: list[tuple[str, bool]]
    undone: "Row | None" = None
    added: bool = field(default=False)  # the save that could be undone brought an entry


class Officers(RuleBasedStateMachine):
    """The acts. One database transaction for each sequence, rolled back at its end."""

    officer: Any
    delegate: Any

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        put_in_place(sample("any", ROWS, "ptc"), by=None, why="")
        self.programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug="any")
        tree = self.tree(self.officer)
        self.keys = [row.key for row in tree.indicators]
        self.rows = {
            row.key: Row(row.text, [(entry.text, entry.released) for entry in row.progress])
            for row in tree.indicators
        }

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def tree(self, reader: Any, whole: bool = False) -> Any:
        self.programme.refresh_from_db(fields=["content_version"])
        return read_tree(access_to(reader, self.programme), whole=whole)

    def save(self, place: int, new: EntryValues | None = None, **changed: Any) -> None:
        """Saves the row, and notes how it was."""
        rows = Indicator.objects.select_related("task__topic__section__programme")
        row, model = rows.get(key=self.keys[place]), self.rows[self.keys[place]]
        values = {
            "text": row.text,
            "timeline_phrase": row.timeline_phrase,
            "target": row.target,
            "unit": row.unit,
        }
        done = save_row(
            row, RowValues(**{**values, **changed}, new=new), revision=row.revision, by=self.officer
        )
        if done:
            model.undone, model.added = deepcopy(model), new is not None

    @rule(place=places, text=words)
    def edit(self, place: int, text: str) -> None:
        self.save(place, text=text)
        self.rows[self.keys[place]].text = text

    @rule(place=places, text=words)
    def report(self, place: int, text: str) -> None:
        self.save(place, EntryValues(text))
        self.rows[self.keys[place]].entries.append((text, False))

    @rule()
    def release_all(self) -> None:
        release(self.programme, unreleased(self.programme), by=self.officer)
        for model in self.rows.values():
            if model.added and not all(released for _, released in model.entries):
                model.undone = None  # somebody may have read it
            model.entries = [(text, True) for text, _ in model.entries]
            if model.undone:
                model.undone.entries = list(model.entries)

    @rule(place=places)
    def undo(self, place: int) -> None:
        key = self.keys[place]
        row = Indicator.objects.select_related("task__topic__section__programme").get(key=key)
        if before := self.rows[key].undone:
            undo_row(row, revision=row.revision, by=self.officer)
            self.rows[key] = Row(before.text, before.entries)
        else:
            with pytest.raises(NotUndoable):
                undo_row(row, revision=row.revision, by=self.officer)

    @rule()
    def export_and_import(self) -> None:
        """The programme's own file changes nothing."""
        again = interchange.read(render(self.tree(self.officer, whole=True)))
        assert not put_in_place(again, by=self.officer, why="")

    @rule(place=places, text=words)
    def import_an_edit(self, place: int, text: str) -> None:
        value = json.loads(render(self.tree(self.officer, whole=True)))
        tree = interchange.from_value(value)
        row = next(row for row in tree.indicators if row.key == self.keys[place])
        model, row.text = self.rows[self.keys[place]], text
        if put_in_place(tree, by=self.officer, why=""):
            model.text, model.undone = text, None

    @invariant()
    def everybody_reads_what_must_be_there(self) -> None:
        seen = {
            row.key: (row.text, [(entry.text, entry.released) for entry in row.progress])
            for row in self.tree(self.officer).indicators
        }
        assert seen == {key: (model.text, model.entries) for key, model in self.rows.items()}
        open_to_members = {
            row.key: [entry.text for entry in row.progress] for row in self.tree(self.delegate).indicators
        }
        assert open_to_members == {
            key: [text for text, released in model.entries if released] for key, model in self.rows.items()
        }

    @invariant()
    def each_revision_has_one_history_row(self) -> None:
        for row in Indicator.objects.filter(key__in=self.keys):
            kept = row.history.order_by("revision").values_list("revision", flat=True)
            assert list(kept) == list(range(1, row.revision + 1))


def test_any_sequence_of_acts_leaves_what_the_model_says(officer: Any, delegate: Any) -> None:
    Officers.officer, Officers.delegate = officer, delegate
    run_state_machine_as_test(
        Officers, settings=settings(max_examples=10, stateful_step_count=15, deadline=None)
    )
