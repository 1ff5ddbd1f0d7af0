"""Finding words in the programmes that a reader may see: accents and case apart, on every database alike.

Each level keeps its words folded (`FoldedField`). A row of a level is found where every word stands in it or
above it, and at least one of them in itself: else a word of a topic would find all that is below it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from groups.models import User
from groups.permissions import Permission, can, groups_where
from programmes.models import Indicator, ProgressEntry, Task, Topic, WorkProgramme
from programmes.selectors.references import references_of
from wco_tracker.lib.highlighting import Part, marked, snippet

Reader = User | AnonymousUser | None
Kind = Literal["topic", "task", "indicator", "progress"]
Unreleased = Literal["", "internal", "changed"]
KINDS: tuple[Kind, ...] = ("topic", "task", "indicator", "progress")
PLACES = tuple(f"place_{number}" for number in range(10))
# Programmes come one after the other: what the committee works by, other papers, concluded ones, training copies.
PROGRAMMES = ("of_training", "of_status", "-of_period", "of_slug")
NAMES = ("kind", "pk", "of_period", "of_training", "of_slug", "of_status", *PLACES)
BEFORE_ALL = -(2**31)  # stands for the place of a level that a row does not have


@dataclass(slots=True, frozen=True)
class Level:
    """A level that is searched: its table, and the paths to what stands above it, the nearest first."""

    model: Any
    above: tuple[str, ...]

    @property
    def section(self) -> str:
        """The path to the section."""
        return self.above[-1]

    def names(self) -> list[str]:
        """The paths of section, topic, task, indicator and entry, as far as this level has them."""
        return [*(f"{path}__" for path in reversed(self.above)), ""]


LEVELS: dict[Kind, Level] = {
    "topic": Level(Topic, ("section",)),
    "task": Level(Task, ("topic", "topic__section")),
    "indicator": Level(Indicator, ("task", "task__topic", "task__topic__section")),
    "progress": Level(
        ProgressEntry,
        ("indicator", "indicator__task", "indicator__task__topic", "indicator__task__topic__section"),
    ),
}


@dataclass(slots=True)
class Hit:
    """A found row as a page shows it; `context` is what stands next above it, where that is not the topic.

    `ref` is the reference of the row it is or belongs to ("11.2.3"), of its topic ("11.2") where it has none.
    `unreleased`: Members do not see the entry as it is shown here, for it is internal or was changed since its release.
    """

    kind: Kind
    row: Any
    topic: Topic
    indicator: Indicator | None
    text: list[Part]
    context: list[Part] | None = None
    ref: str = ""
    unreleased: Unreleased = ""
    label: str = ""  # its kind in words; this and the rest are set by the presenter
    address: str = ""
    standing: str = ""
    standing_words: str = ""


@dataclass(slots=True)
class TopicHits:
    """The found rows of a topic; `itself` where its own title was found."""

    topic: Topic
    title: list[Part]
    section: list[Part]
    ref: str = ""
    itself: bool = False
    hits: list[Hit] = field(default_factory=list)


@dataclass(slots=True)
class ProgrammeHits:
    """The found rows of a programme, topic by topic."""

    programme: WorkProgramme
    topics: list[TopicHits] = field(default_factory=list)


def find(
    words: Sequence[str],
    programmes: QuerySet[WorkProgramme],
    reader: Reader,
    kinds: Sequence[Kind] = KINDS,
    *,
    start: int = 0,
    most: int,
) -> tuple[list[Hit], bool]:
    """At most `most` of what is found, in the documents' order from place `start` on, and whether there is more.

    One statement for the places however many they are, and one for each kind among them.
    """
    together = _found_of(kinds, words, programmes, reader)
    in_order = together.order_by(*PROGRAMMES, *PLACES)[start : start + most + 1]
    places = [(row[0], row[1]) for row in in_order]
    return _hits(places[:most], words, reader), len(places) > most


def count(
    words: Sequence[str], programmes: QuerySet[WorkProgramme], reader: Reader, kinds: Sequence[Kind] = KINDS
) -> int:
    """How many rows are found: one statement."""
    return int(_found_of(kinds, words, programmes, reader).count())


def hits_of(rows: Iterable[Indicator]) -> list[Hit]:
    """Rows that were found by their reference, with what stands above them loaded."""
    return [_hit("indicator", row, [], None) for row in rows]


def hits_of_topics(topics: Iterable[Topic]) -> list[Hit]:
    """Topics that were found by their reference, with what stands above them loaded."""
    return [_hit("topic", topic, [], None) for topic in topics]


def grouped(hits: Iterable[Hit], words: Sequence[str]) -> list[ProgrammeHits]:
    """Hits by programme and topic, in their order."""
    groups: list[ProgrammeHits] = []
    found = list(hits)
    refs = references_of({hit.topic for hit in found})
    for hit in found:
        hit.ref = refs.get(hit.indicator.key if hit.indicator else hit.topic.key, "")
        section = hit.topic.section
        if not groups or groups[-1].programme.pk != section.programme_id:
            groups.append(ProgrammeHits(section.programme))
        topics = groups[-1].topics
        if not topics or topics[-1].topic.pk != hit.topic.pk:
            heading = f"{section.number}. {section.heading}" if section.number else section.heading
            title = marked(hit.topic.title, words)
            topics.append(TopicHits(hit.topic, title, snippet(heading, words), refs.get(hit.topic.key, "")))
        if hit.kind == "topic":
            topics[-1].itself = True
        if hit.text:
            topics[-1].hits.append(hit)
    return groups


def _found_of(
    kinds: Sequence[Kind], words: Sequence[str], programmes: QuerySet[WorkProgramme], reader: Reader
) -> Any:
    first, *others = [_found(kind, words, programmes, reader) for kind in kinds]
    return first.union(*others, all=True) if others else first


def _found(kind: Kind, words: Sequence[str], programmes: QuerySet[WorkProgramme], reader: Reader) -> Any:
    """Kind and primary key of the level's rows that are found, with what they are sorted by."""
    level = LEVELS[kind]
    within = f"{level.section}__programme"
    rows = level.model.objects.present().filter(
        **{f"{within}__in": programmes}, **{f"{path}__withdrawn_at": None for path in level.above}
    )
    rows = rows.annotate(own=_own(kind, f"{within}__group", reader))
    above = [f"{path}__folded" for path in level.above]
    # The heading of a section finds its topics: it is no row of its own.
    itself = ["own", *(above if kind == "topic" else [])]
    for word in words:
        rows = rows.filter(_any_of(["own", *above], word))
    anywhere = Q()
    for word in words:
        anywhere |= _any_of(itself, word)
    return (
        rows.filter(anywhere)
        .order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            of_period=F(f"{within}__period"),
            of_training=F(f"{within}__training"),
            of_slug=F(f"{within}__slug"),
            of_status=liveliness(f"{within}__status"),
            **_places(level),
        )
        .values_list(*NAMES)
    )


def liveliness(status: str) -> Case:
    """A number to sort by: adopted programmes first, concluded ones last; `status` is the path to the column."""
    adopted, closed = WorkProgramme.Status.ADOPTED, WorkProgramme.Status.CLOSED
    return Case(
        When(**{status: adopted}, then=Value(0)),
        When(**{status: closed}, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )


def _own(kind: Kind, group: str, reader: Reader) -> Combinable:
    """The row's own words as this reader sees them: of an entry those that were released, or as it stands."""
    if kind != "progress" or (reader is not None and reader.is_superuser):
        return F("folded")
    inside = groups_where(reader, Permission.SEE_UNRELEASED)
    if not inside:
        return F("folded_released")
    return Case(When(**{f"{group}__in": inside}, then=F("folded")), default=F("folded_released"))


def _any_of(paths: Iterable[str], word: str) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__contains": word})
    return found


def _places(level: Level) -> dict[str, Any]:
    """Position and primary key of five levels, from the section down."""
    names = level.names()
    places: list[Any] = []
    for depth in range(5):
        if depth < len(names):
            places += [F(f"{names[depth]}position"), F(f"{names[depth]}pk")]
        else:
            places += [Value(BEFORE_ALL, output_field=IntegerField())] * 2
    return dict(zip(PLACES, places, strict=True))


def _hits(places: list[tuple[Kind, int]], words: Sequence[str], reader: Reader) -> list[Hit]:
    """The rows at the places, in their order: one statement for each kind among them."""
    loaded: dict[tuple[Kind, int], Any] = {}
    for kind in KINDS:
        keys = [pk for of, pk in places if of == kind]
        if keys:
            level = LEVELS[kind]
            rows = level.model.objects.filter(pk__in=keys).select_related(f"{level.section}__programme")
            loaded |= {(kind, row.pk): row for row in rows}
    return [_hit(kind, loaded[kind, pk], words, reader) for kind, pk in places if (kind, pk) in loaded]


def _hit(kind: Kind, row: Any, words: Sequence[str], reader: Reader) -> Hit:
    if kind == "topic":
        printed = row.title_printed if row.title_printed != row.title else ""
        return Hit(kind, row, row, None, marked(printed, words) if printed else [])
    if kind == "task":
        return Hit(kind, row, row.topic, None, snippet("\n".join([row.text, *row.sub_items]), words))
    if kind == "indicator":
        return Hit(kind, row, row.task.topic, row, _of_row(row, words), snippet(row.task.text, words))
    inside = can(reader, Permission.SEE_UNRELEASED, group=row.indicator.task.topic.section.programme.group_id)
    text = row.text if inside else (row.released_as or {}).get("text", "")
    above = snippet(row.indicator.text, words)
    hit = Hit(kind, row, row.indicator.task.topic, row.indicator, snippet(text, words), above)
    if inside and not row.is_released:
        hit.unreleased = "changed" if row.released_as else "internal"
    return hit


def _of_row(row: Indicator, words: Sequence[str]) -> list[Part]:
    """The indicator; its timeline and unit too, where a word stands there."""
    parts = snippet(row.text, words)
    for beside in (row.timeline_phrase, row.unit):
        found = marked(beside, words)
        if any(part.found for part in found):
            parts += [Part(" · "), *found]
    return parts
