"""The short references of some topics and their rows ("11.2", "11.2.3"), without loading their programmes."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from programmes.models import Indicator, ProgrammeSection, Topic


def references_of(topics: Iterable[Topic]) -> dict[str, str]:
    """References by key, of the topics and of all their rows: two statements, a third for sections without a number.

    Each topic has its section loaded. They count as `content.number_rows` does.
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
    """The number of each section, which is its place where none is printed."""
    numbers = {section.pk: section.number for section in sections}
    bare = {section.programme_id for section in sections if not section.number}
    if bare:
        place: Counter[int] = Counter()
        there = ProgrammeSection.objects.present().filter(programme__in=bare).order_by("position", "pk")
        for pk, programme in there.values_list("pk", "programme"):
            place[programme] += 1
            if not numbers.get(pk, "number"):
                numbers[pk] = str(place[programme])
    return numbers


def row_reference(indicator: Indicator) -> str:
    """The short reference of one row ("11.2.3"), counted without loading the programme: three statements."""
    topic = indicator.task.topic
    section = topic.section
    number = section.number or str(
        _place(section, ProgrammeSection.objects.filter(programme=section.programme_id))
    )
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
