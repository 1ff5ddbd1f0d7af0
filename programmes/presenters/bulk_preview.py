"""What a change of many rows would do, row by row, in words: before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programmes.actions.bulk import BulkValues, PlannedRow, entry_words
from programmes.content import ProgrammeContent
from programmes.labels import reading, states
from programmes.models import WorkProgramme
from tracking.presenters.history import FieldChange
from wco_tracker.lib import timelines
from wco_tracker.lib.date_words import partial


@dataclass(slots=True)
class PreviewRow:
    """A row by its reference and words, and what would change in it."""

    key: str
    ref: str
    topic: str
    text: str
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    """The rows that would change, those that would stay as they are, and those that the topic's officer reaches too.

    `shown_rows` and `shown_topics` hold "KEY-REVISION" of what the preview showed.
    """

    changed: list[PreviewRow]
    unchanged: list[PreviewRow]
    reached: list[str]  # references
    understood: str  # how the new timeline is read
    shown_rows: str
    shown_topics: str


def preview(
    programme: WorkProgramme,
    planned: Sequence[PlannedRow],
    values: BulkValues,
    tree: ProgrammeContent,
    session: str = "",
) -> Preview:
    """The preview of a plan; `tree` is the whole programme, for references and for the rows beside the chosen ones.

    `session`: the entry's session in words.
    """
    entry = _entry(programme, values, session)
    references = {row.key: row.ref for row in tree.indicators}
    changed = [item for item in planned if item.changes]
    topics = {item.row.task.topic.key: item.row.task.topic.revision for item in planned if item.officer}
    chosen = {item.row.key for item in planned}
    return Preview(
        changed=[_row(item, values, references, entry) for item in changed],
        unchanged=[_row(item, values, references, entry) for item in planned if not item.changes],
        reached=[
            row.ref
            for topic in tree.topics
            if topic.key in topics
            for row in topic.indicators
            if row.key not in chosen
        ],
        understood=reading(timelines.read(values.timeline_phrase)) if values.timeline_phrase else "",
        shown_rows=" ".join(f"{item.row.key}-{item.row.revision}" for item in changed),
        shown_topics=" ".join(f"{key}-{revision}" for key, revision in topics.items()),
    )


def _entry(programme: WorkProgramme, values: BulkValues, session: str) -> list[FieldChange]:
    """What is added of an entry, but for the state: the same in every row."""
    if (typed := values.entry) is None:
        return []
    found = [FieldChange(_("New progress entry"), None, entry_words(programme, typed))]
    if session:
        found.append(FieldChange(_("Session"), None, session))
    if typed.reported_on:
        found.append(FieldChange(_("Date it refers to"), None, partial(typed.reported_on)))
    return found


def _row(
    item: PlannedRow, values: BulkValues, references: dict[str, str], entry: list[FieldChange]
) -> PreviewRow:
    row, topic = item.row, item.row.task.topic
    shown = PreviewRow(row.key, references.get(row.key, ""), topic.title, row.text)
    if item.timeline:
        shown.fields.append(FieldChange(_("Timeline"), row.timeline_phrase, values.timeline_phrase or ""))
    if item.officer:
        after = values.officer.name if values.officer else ""
        before = topic.officer.name if topic.officer else ""
        shown.fields.append(FieldChange(_("Officer"), before, after))
    if item.entry and (typed := values.entry):
        if typed.sets_state and typed.sets_state != item.state:
            named = states()
            after = named[item.state_after]
            if item.state_after != typed.sets_state:
                after = _("%(state)s stays: a newer entry sets it") % {"state": after}
            shown.fields.append(FieldChange(_("State"), named.get(item.state, ""), after))
        shown.fields += entry
    return shown
