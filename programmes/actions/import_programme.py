"""Puts a tree in place as a programme: makes it, or brings the one of that short name to the same content.

Stages (design/style.md, 8): the file was read before; here it is compared, and only `put_in_place` writes.
Rows are matched by their keys, those without one by their words (`importing.matching`). A row that the tree lacks
is withdrawn, and what stands below goes with it without being written, so that who restores it finds all of it again;
a row that comes back is restored.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from groups.models import CommitteeSession, Group, User
from programmes.actions.import_columns import LEVELS, Level, Related, families, goal_values, step_values
from programmes.actions.import_references import check_names, put_document, put_plan, put_related
from programmes.actions.import_report import Outcome, RowChange, changed_fields
from programmes.content import ProgrammeContent
from programmes.importing.fields import Unreadable
from programmes.importing.matching import take_present_keys
from programmes.models import Indicator as IndicatorRow
from programmes.models import ProgressEntry, TopicContinuation, WorkProgramme
from programmes.models import Topic as TopicRow
from programmes.models.rows import Node
from programmes.selectors.programmes import load_whole
from tracking.actions import writing
from tracking.models import ChangeSet
from wco_tracker.lib.bulk_validation import Checks
from wco_tracker.lib.keys import new_key

MANY = 10_000  # values of one statement: PostgreSQL takes 65,535
STEP = 1000  # between two siblings, so that a row can be moved between them by one write


def put_in_place(tree: ProgrammeContent, *, by: User | None, why: str) -> Outcome:
    """Writes what differs, all or nothing; writes nothing at all where nothing differs.

    Raises Unreadable where the tree names what the system does not have or a value does not fit its column,
    and writing.Conflict where somebody else saves one of the rows meanwhile.
    """
    check_names(tree)
    if tree.extract and WorkProgramme.objects.filter(slug=tree.slug).exists():
        raise Unreadable(
            [
                f"The file holds only a part of the programme ({tree.extract}): putting it in place would withdraw all "
                "the rest. Take the whole programme as JSON, or make a new programme of the part with --into."
            ]
        )
    if tree.keyless:
        _match(tree)
    with writing.change(
        by=by, kind=ChangeSet.Kind.IMPORT, container=f"programme/{tree.slug}", why=why
    ) as change_set:
        writer = _Writer(tree, change_set)
        outcome = writer.write()
        if not outcome:
            change_set.delete()
    return outcome


def preview(tree: ProgrammeContent) -> Outcome:
    """What `put_in_place` would write; the same errors; nothing stays written."""
    with transaction.atomic():
        outcome = put_in_place(tree, by=None, why="")
        transaction.set_rollback(True)
    return outcome


def _match(tree: ProgrammeContent) -> None:
    """Rows without a key are the present ones of the same words, where the programme is there already."""
    programme = (
        WorkProgramme.objects.select_related("group", "plan", "document").filter(slug=tree.slug).first()
    )
    if programme:
        take_present_keys(tree, load_whole(programme))


class _Writer:
    """One import at work. `rows` has every row of the programme by key, withdrawn ones too."""

    def __init__(self, tree: ProgrammeContent, change_set: ChangeSet) -> None:
        self.tree, self.change_set, self.outcome = tree, change_set, Outcome()
        self.programme = WorkProgramme.objects.filter(slug=tree.slug).first()
        self.rows: dict[str, Node] = {}
        self.faults: list[str] = []
        self.saved: set[int] = set()  # indicators (primary keys) that this import made or saved
        self.reported: set[int] = set()  # indicators with an entry that it added, changed or withdrew
        self.checks: dict[type[Model], Checks] = {}
        self.refs = _references(tree)
        self.out: set[int] = set()  # of the level above: what is withdrawn or stands in what is, now
        self.was_out: set[int] = set()  # and before this import

    def write(self) -> Outcome:
        related = self._related()
        self._programme()
        self._load_rows()
        for level in LEVELS:
            self._level(level, related)
        if self.faults:
            raise Unreadable(self.faults)
        self._raise_rows()
        self._topic_links(related)
        if self.outcome and not self.outcome.made:
            writing.raise_versions([self.programme])  # type: ignore[list-item]
        return self.outcome

    def _related(self) -> Related:
        self.plan = put_plan(self.tree)
        return put_related(self.tree)

    def _programme(self) -> None:
        tree = self.tree
        document = put_document(tree.document, tree.language, tree.agenda_item)
        values: dict[str, Any] = {
            "group_id": Group.objects.get(slug=tree.group).pk,
            "plan_id": self.plan.pk if self.plan else None,
            "title": tree.title,
            "period": tree.period or "",
            "starts_on": tree.starts_on or "",
            "ends_on": tree.ends_on or "",
            "as_of": tree.as_of or "",
            "status": tree.status,
            "steps": [step_values(step) for step in tree.steps],
            "visibility": tree.visibility,
            "language": tree.language,
            "introduction": tree.introduction,
            "strategic_goals": goal_values(tree.strategic_goals),
            "document_id": document.pk if document else None,
            "annex": tree.annex or "",
            "page_heading": tree.page_heading or "",
            "mended": tree.mended,
            "training": tree.training,
        }
        if self.programme is None:
            self.programme = WorkProgramme(slug=tree.slug, key=new_key(), **values)
            self._check_alone(self.programme)
            writing.create(self.programme, change_set=self.change_set)
            self.outcome.made = True
        elif _differs(self.programme, values):
            told = changed_fields(self.programme, values)
            _set(self.programme, values)
            self._check_alone(self.programme)
            writing.save(self.programme, revision=self.programme.revision, change_set=self.change_set)
            self.outcome.note("changed", self.programme, "", told)

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
                values = {**level.values(node, related), level.parent: parent.pk, "position": position}  # type: ignore[union-attr]
                row = self.rows.get(node.key)
                if isinstance(row, TopicRow) and not row.title_printed and node.title_printed == node.title:
                    values["title_printed"] = ""  # it is printed as it is called, and that was not said twice
                if not isinstance(row, level.model):
                    row = level.model(key=node.key, **values)
                    self._check(row, node.key)
                    new.append(row)
                    self.outcome.note("added", row, self.refs.get(node.key, ""))
                elif row.withdrawn_at or _differs(row, values):
                    what = "restored" if row.withdrawn_at else "changed"
                    self.outcome.note(what, row, self.refs.get(node.key, ""), changed_fields(row, values))
                    _set(row, {**values, "withdrawn_at": None, "withdrawn_by_id": None, "withdrawn_why": ""})
                    self._check(row, node.key)
                    self._save(row)
        lacking = [row for row in held if row.key not in named]
        for row in lacking:
            if getattr(row, level.parent) in self.out:
                if row.pk not in was_out:
                    self.outcome.note("withdrawn", row)
            elif not row.withdrawn_at:
                self._withdraw(row)
        self.out, self.was_out = {row.pk for row in lacking}, was_out
        if not self.faults:
            # So that none asks for its session by itself when it is worked out whether it is released.
            entries = [row for row in new if isinstance(row, ProgressEntry)]
            sessions = CommitteeSession.objects.in_bulk({row.session_id for row in entries if row.session_id})
            for row in entries:
                row.session = sessions[row.session_id] if row.session_id else None
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
        row.withdrawn_at = timezone.now()
        row.withdrawn_by = self.change_set.by
        row.withdrawn_why = "Not in the imported file"
        self._save(row)
        self.outcome.note("withdrawn", row)

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
        """Entries are edited under their indicator's revision: whoever has its form open must be told."""
        reported = self.reported - self.saved
        for row in list(self.rows.values()):
            if isinstance(row, IndicatorRow) and row.pk in reported:
                self._save(row)

    def _topic_links(self, related: Related) -> None:
        """Sponsors and continuations, which are links of a topic and not values of its row."""
        kept = links_of(self.programme)  # type: ignore[arg-type]
        for topic in self.tree.topics:
            row = self.rows[topic.key]
            sponsors, continues = kept.get(topic.key, ([], []))
            if topic.sponsors != sponsors and isinstance(row, TopicRow):
                row.sponsors.clear()
                through = TopicRow.sponsors.through
                through.objects.bulk_create(
                    through(topic_id=row.pk, organization_id=related.organizations[name])
                    for name in topic.sponsors
                )
                self.outcome.changed["sponsors"] += 1
                self._note_link(row, topic.ref, "sponsors")
            wanted = [(link.key, link.how) for link in topic.continues]
            if wanted != continues and isinstance(row, TopicRow):
                row.continues.all().delete()
                TopicContinuation.objects.bulk_create(
                    TopicContinuation(topic=row, earlier=TopicRow.objects.get(key=key), how=how)
                    for key, how in wanted
                )
                self.outcome.changed["continuation"] += 1
                self._note_link(row, topic.ref, "continues")

    def _note_link(self, row: TopicRow, ref: str, name: str) -> None:
        self.outcome.rows.append(RowChange("changed", "topic", row.key, ref, str(row), (name,)))

    def _check_alone(self, row: Any) -> None:
        """Raises Unreadable for what does not fit the programme's own columns."""
        self._check(row, self.tree.slug)
        if self.faults:
            raise Unreadable(self.faults)

    def _check(self, row: Any, place: str) -> None:
        """Notes what does not fit the row's columns."""
        if (checks := self.checks.get(type(row))) is None:
            checks = self.checks[type(row)] = Checks(type(row))
        self.faults += [f"{place}, {name}: {message}" for name, message in checks.faults(row)]


def links_of(programme: WorkProgramme) -> dict[str, tuple[list[str], list[tuple[str, str]]]]:
    """Sponsors' names and (earlier key, how) of each topic that has any, by the topic's key: two statements."""
    links: dict[str, tuple[list[str], list[tuple[str, str]]]] = {}
    sponsors = TopicRow.sponsors.through.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, name in sponsors.values_list("topic__key", "organization__name"):
        links.setdefault(key, ([], []))[0].append(name)
    continues = TopicContinuation.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, earlier, how in continues.values_list("topic__key", "earlier__key", "how"):
        links.setdefault(key, ([], []))[1].append((earlier, how))
    return links


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


def _differs(row: Any, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
