"""The panel of a topic's page about the same topic in other programmes."""

from collections.abc import Mapping
from typing import Any

from programmes.models import Topic, WorkProgramme


def continuations(topic: Any, reader: Any) -> Mapping[str, Any] | None:
    """The topics of other programmes that a topic continues, and that continue it: two statements.

    `topic` is of the tree or of the database; both have a key.
    """
    earlier = earlier_topics(topic.key, reader)
    later = _seen(Topic.objects.filter(continues__earlier__key=topic.key), reader)
    return {"earlier": earlier, "later": later} if earlier or later else None


def earlier_topics(key: str, reader: Any) -> list[Topic]:
    """The topics that the one with this key continues: a statement."""
    return _seen(Topic.objects.filter(continued_by__topic__key=key), reader)


def _seen(topics: Any, reader: Any) -> list[Topic]:
    """A link shows only if the reader may see its other end."""
    programmes = WorkProgramme.objects.visible_to(reader)
    related = topics.reachable().filter(section__programme__in=programmes)
    return list(related.select_related("section__programme").order_by("section__programme__slug", "pk"))
