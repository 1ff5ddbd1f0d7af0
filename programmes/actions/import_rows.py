"""Writes the rows of an imported programme, level by level, and remembers which it wrote."""

from typing import Any

from django.db.models import Model

from groups.models import CommitteeSession, Source
from programmes.actions.import_columns import LEVELS, Level, Related, families
from programmes.actions.import_report import ImportReport, changed_fields, level_name
from programmes.content import ProgrammeContent
from programmes.models import Indicator as IndicatorRow
from programmes.models import ProgressEntry, WorkProgramme
from programmes.models import Topic as TopicRow
from tracking.actions import writing
from tracking.actions.places import STEP
from tracking.models import ChangeSet, Node
from wco_tracker.lib.bulk_validation import Checks
from wco_tracker.lib.interchange import Unreadable

MANY = 10_000  # values of one statement: PostgreSQL takes 65,535


class ImportedRows:
    """The rows of one import. `rows` has every row of the programme by key, withdrawn ones too."""

    def __init__(
        self, tree: ProgrammeContent, programme: WorkProgramme, change_set: ChangeSet, report: ImportReport
    ) -> None:
        self.tree, self.programme, self.change_set, self.report = tree, programme, change_set, report
        self.rows: dict[str, Node] = {}
        self.faults: list[str] = []
        self.saved: set[int] = set()  # indicators (primary keys) that this import made or saved
        self.reported: set[int] = set()  # indicators with an entry that it added, changed or withdrew
        self.checks: dict[type[Model], Checks] = {}
        self.refs = _references(tree)
        self.out: set[int] = set()  # of the level above: what is withdrawn or stands in what is, now
        self.was_out: set[int] = set()  # and before this import

    def write(self, related: Related) -> None:
        """Writes every level that differs; raises Unreadable for a key of another row and for what does not fit."""
        self._load_rows()
        for level in LEVELS:
            self._level(level, related)
        if self.faults:
            raise Unreadable(self.faults)
        self._raise_rows()

    def _load_rows(self) -> None:
        """All rows of the programme, and any of another one whose key the file claims: a fault."""
        path = ""
        for level in LEVELS:
            path = level.parent.removesuffix("_id") + ("__" + path if path else "")
            own = level.model._default_manager.filter(**{path: self.programme})
            self.rows.update({row.key: row for row in own})
            keys = [node.key for at, _, nodes in families(self.tree) if at is level for node in nodes]
            others = level.model._default_manager.exclude(**{path: self.programme})
            for start in range(0, len(keys), MANY):
                taken = others.filter(key__in=keys[start : start + MANY])
                self.faults += [
                    f"The key {key} belongs to a row of another programme. For a copy name it with --into."
                    for key in taken.values_list("key", flat=True)
                ]
        for at, _, nodes in families(self.tree):
            self.faults += [
                f"The key {node.key} belongs to a row of another level of this programme."
                for node in nodes
                if node.key in self.rows and not isinstance(self.rows[node.key], at.model)
            ]
        if self.faults:
            raise Unreadable(self.faults)

    def _level(self, level: Level, related: Related) -> None:
        """Writes one level: what is above it has its rows already."""
        new: list[Node] = []
        named: set[str] = set()
        held = [row for row in self.rows.values() if isinstance(row, level.model)]
        was_out = {row.pk for row in held if row.withdrawn_at or getattr(row, level.parent) in self.was_out}
        for at, parent_key, nodes in families(self.tree):
            if at is not level:
                continue
            parent = self.rows[parent_key] if parent_key else self.programme
            named.update(node.key for node in nodes)
            places = self._places(level, parent, [node.key for node in nodes])
            for node, position in zip(nodes, places, strict=True):
                values = {**level.values(node, related), level.parent: parent.pk, "position": position}
                row = self.rows.get(node.key)
                if isinstance(row, TopicRow) and not row.title_printed and node.title_printed == node.title:
                    values["title_printed"] = ""  # the same as the title, so it is stored once
                if not isinstance(row, level.model):
                    row = level.model(key=node.key, **values)
                    self._check(row)
                    new.append(row)
                    self.report.note("added", row, self.refs.get(node.key, ""))
                elif row.withdrawn_at or differs(row, values):
                    what = "restored" if row.withdrawn_at else "changed"
                    self.report.note(what, row, self.refs.get(node.key, ""), changed_fields(row, values))
                    row.restore()
                    set_values(row, values)
                    self._check(row)
                    self._save(row)
        lacking = [row for row in held if row.key not in named]
        for row in lacking:
            if getattr(row, level.parent) in self.out:
                if row.pk not in was_out:
                    self.report.note("withdrawn", row)
            elif not row.withdrawn_at:
                self._withdraw(row)
        self.out, self.was_out = {row.pk for row in lacking}, was_out
        if not self.faults:
            _load_related([row for row in new if isinstance(row, ProgressEntry)])
            writing.create_all(new, level.model, change_set=self.change_set)
            self.saved.update(row.pk for row in new if isinstance(row, IndicatorRow))
            self.reported.update(row.indicator_id for row in new if isinstance(row, ProgressEntry))
        self.rows.update({row.key: row for row in new})

    def _places(self, level: Level, parent: Any, keys: list[str]) -> list[int]:
        """Positions for the siblings: their own where they stand in this order already, else new ones."""
        held = [
            row
            for key in keys
            if isinstance(row := self.rows.get(key), level.model) and getattr(row, level.parent) == parent.pk
        ]
        in_order = sorted(held, key=lambda row: (row.position, row.pk)) == held
        if len(held) == len(keys) and in_order:
            return [row.position for row in held]
        return [place * STEP for place in range(1, len(keys) + 1)]

    def _withdraw(self, row: Node) -> None:
        row.withdraw(by=self.change_set.by, act=ChangeSet.Kind.IMPORTED)
        self._save(row)
        self.report.note("withdrawn", row)

    def _save(self, row: Node) -> None:
        """Saves a row, unless something does not fit: then nothing of this import stays."""
        if self.faults:
            return
        writing.save(row, revision=row.revision, change_set=self.change_set)
        if isinstance(row, IndicatorRow):
            self.saved.add(row.pk)
        elif isinstance(row, ProgressEntry):
            self.reported.add(row.indicator_id)

    def _raise_rows(self) -> None:
        """Entries are edited under their indicator's revision: whoever has its form open must see a conflict."""
        reported = self.reported - self.saved
        for row in list(self.rows.values()):
            if isinstance(row, IndicatorRow) and row.pk in reported:
                self._save(row)

    def _check(self, row: Node) -> None:
        """Notes what does not fit the row's columns."""
        if (checks := self.checks.get(type(row))) is None:
            checks = self.checks[type(row)] = Checks(type(row))
        self.faults += [
            f"{level_name(row)} {row.key}, {name}: {message}" for name, message in checks.faults(row)
        ]


def _load_related(entries: list[ProgressEntry]) -> None:
    """Loads sessions and sources in two statements: whether an entry is released is derived from them."""
    sessions = CommitteeSession.objects.in_bulk({row.session_id for row in entries if row.session_id})
    sources = Source.objects.select_related("document").in_bulk(
        {row.source_id for row in entries if row.source_id}
    )
    for row in entries:
        row.session = sessions[row.session_id] if row.session_id else None
        row.source = sources[row.source_id] if row.source_id else None


def _references(tree: ProgrammeContent) -> dict[str, str]:
    """The reference a reader knows each row by, by key: an entry's is its indicator's, a task's its topic's."""
    refs = {section.key: section.number for section in tree.sections}
    for topic in tree.topics:
        refs[topic.key] = topic.ref
        for task in topic.tasks:
            refs[task.key] = topic.ref
            for row in task.indicators:
                refs[row.key] = row.ref
                refs |= {entry.key: row.ref for entry in row.progress}
    return refs


def differs(row: Any, values: dict[str, Any]) -> bool:
    """Whether a row has another value in any of these columns."""
    return any(getattr(row, name) != value for name, value in values.items())


def set_values(row: Any, values: dict[str, Any]) -> None:
    """Gives a row its values; writes nothing."""
    for name, value in values.items():
        setattr(row, name, value)
