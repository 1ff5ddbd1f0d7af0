"""The short references of topics and rows ("11.2", "11.2.3"): what they are, and what a reference leads to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from programmes.content.numbering import bare_number, section_numbers
from programmes.models import FormerReference, Indicator, ProgrammeSection, Topic, WorkProgramme
from programmes.selectors.programmes import load_outline


def references_of(topics: Iterable[Topic]) -> dict[str, str]:
    """References by key, of the topics and of all their rows, without loading their programmes.

    Two statements, a third for sections without a number. Each topic has its section loaded. They count
    as `content.number_rows` does.
    """
    wanted = {topic.pk: topic for topic in topics}
    if not wanted:
        return {}
    numbers = _numbers([topic.section for topic in wanted.values()])
    refs: dict[str, str] = {}
    by_topic: dict[int, str] = {}
    place: Counter[int] = Counter()
    siblings = Topic.objects.present().filter(section__in=numbers).order_by("position", "pk")
    for pk, section in siblings.values_list("pk", "section"):
        place[section] += 1
        if pk in wanted:
            refs[wanted[pk].key] = by_topic[pk] = f"{numbers[section]}.{place[section]}"
    rows = Indicator.objects.present().filter(task__topic__in=wanted, task__withdrawn_at=None)
    place.clear()
    in_order = rows.order_by("task__position", "task", "position", "pk")
    for key, topic in in_order.values_list("key", "task__topic"):
        place[topic] += 1
        if topic in by_topic:
            refs[key] = f"{by_topic[topic]}.{place[topic]}"
    return refs


def _numbers(sections: list[ProgrammeSection]) -> dict[int, str]:
    """What the references of each section begin with, for all sections of a programme that has one without a number."""
    numbers = {section.pk: section.number for section in sections}
    bare = {section.programme_id for section in sections if not section.number}
    there = ProgrammeSection.objects.present().filter(programme__in=bare).order_by("position", "pk")
    printed: dict[int, list[tuple[int, str]]] = {}
    for pk, programme, number in there.values_list("pk", "programme", "number") if bare else ():
        printed.setdefault(programme, []).append((pk, number))
    for of_programme in printed.values():
        shown = section_numbers([number for _pk, number in of_programme])
        numbers |= {pk: number for (pk, _), number in zip(of_programme, shown, strict=True) if pk in numbers}
    return numbers


def row_reference(indicator: Indicator) -> str:
    """The short reference of one row ("11.2.3"), counted without loading the programme: three statements."""
    topic = indicator.task.topic
    section = topic.section
    number = _numbers([section])[section.pk]
    topic_place = _place(topic, Topic.objects.filter(section=section))
    rows = Indicator.objects.present().filter(task__topic=topic, task__withdrawn_at=None)
    before = rows.filter(
        Q(task__position__lt=indicator.task.position)
        | Q(task__position=indicator.task.position, task__lt=indicator.task_id)
        | Q(task=indicator.task_id, position__lt=indicator.position)
        | Q(task=indicator.task_id, position=indicator.position, pk__lt=indicator.pk)
    )
    return f"{number}.{topic_place}.{before.count() + 1}"


def _place(row: Any, siblings: Any) -> int:
    before = Q(position__lt=row.position) | Q(position=row.position, pk__lt=row.pk)
    return int(siblings.present().filter(before).count()) + 1


def references_in(programme: WorkProgramme) -> dict[str, str]:
    """The references of all topics and rows that a programme shows, by key: two statements."""
    tree = load_outline(programme)
    return {topic.key: topic.ref for topic in tree.topics} | {row.key: row.ref for row in tree.indicators}


@dataclass(slots=True, frozen=True)
class Referred:
    """A topic or row that a reference leads to; `now` is its reference today, empty where it is withdrawn."""

    key: str
    now: str
    until: datetime | None = None  # when it lost the reference that was asked for

    @property
    def is_former(self) -> bool:
        """Whether it goes by another reference now, or by none."""
        return self.until is not None


def find_by_reference(programme: WorkProgramme, typed: str) -> list[Referred]:
    """What a reference leads to: the topic or row that has it, then those that had it while the programme was adopted.

    The one that lost it last comes first. Three statements.
    """
    reference = bare_number(typed)
    now = references_in(programme)
    found = [Referred(key, ref) for key, ref in now.items() if ref.casefold() == reference.casefold()]
    former = FormerReference.objects.filter(programme=programme, reference__iexact=reference)
    for key, until in former.order_by("-pk").values_list("row", "change_set__at"):
        if key not in {each.key for each in found}:
            found.append(Referred(key, now.get(key, ""), until))
    return found
