"""A programme as JSON, in the interchange form (design/interchange.md, Programme; docs/programme.schema.json)."""

import json
from typing import Any

from programmes.content import Entry, Indicator, ProgrammeContent, Section, SourceRef, Task, Topic
from wco_tracker.lib.timelines import Timeline

FORMAT, VERSION = "wco-tracker/programme", 1


def render(tree: ProgrammeContent) -> bytes:
    """UTF-8 text, two spaces of indent; the same tree gives the same bytes."""
    return (json.dumps(as_dict(tree), ensure_ascii=False, indent=2) + "\n").encode()


def as_dict(tree: ProgrammeContent) -> dict[str, Any]:
    """The tree as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "slug": tree.slug,
        "group": tree.group,
        "title": tree.title,
        "period": tree.period,
        "starts_on": tree.starts_on,
        "ends_on": tree.ends_on,
        "as_of": tree.as_of,
        "status": tree.status,
        "visibility": tree.visibility,
        "language": tree.language,
        "training": tree.training,
        "document": {
            "symbol": tree.document,
            "annex": tree.annex,
            "agenda_item": tree.agenda_item,
            "page_heading": tree.page_heading,
        },
        "plan": {"slug": tree.plan_slug, "title": tree.plan_title} if tree.plan_slug else None,
        "steps": [
            {"status": step.status, "on": step.on, "by": step.by, "source": source(step.source)}
            for step in tree.steps
        ],
        "introduction": tree.introduction,
        "strategic_goals": [
            {
                "number": goal.number,
                "title": goal.title,
                "activities": [
                    {"code": activity.code, "title": activity.title} for activity in goal.activities
                ],
            }
            for goal in tree.strategic_goals
        ],
        "sections": [section(item) for item in tree.sections],
        "mended": tree.mended,
        **({"extract": tree.extract} if tree.extract else {}),
    }


def section(item: Section) -> dict[str, Any]:
    """A section with all that is in it."""
    return {
        "key": item.key,
        "number": item.number,
        "activity_code": item.activity_code,
        "heading": item.heading,
        "quote": item.quote,
        "topics": [_topic(topic) for topic in item.topics],
    }


def _topic(item: Topic) -> dict[str, Any]:
    return {
        "key": item.key,
        "title": item.title,
        "title_printed": item.title_printed,
        "lead": item.lead,
        "officer": item.officer,
        "sponsors": item.sponsors,
        "continues": [
            {"programme": link.programme, "key": link.key, "how": link.how} for link in item.continues
        ],
        "tasks": [_task(task) for task in item.tasks],
    }


def _task(item: Task) -> dict[str, Any]:
    return {
        "key": item.key,
        "text": item.text,
        "sub_items": item.sub_items,
        "indicators": [_indicator(indicator) for indicator in item.indicators],
    }


def _indicator(item: Indicator) -> dict[str, Any]:
    return {
        "key": item.key,
        "text": item.text,
        "target": _number(item.target),
        "unit": item.unit,
        "timeline": timeline(item.timeline),
        "state": item.state,
        "progress": [_entry(entry) for entry in item.progress],
    }


def timeline(item: Timeline) -> dict[str, Any]:
    """The phrase as printed and the reading of it."""
    return {
        "phrase": item.phrase,
        "kind": item.kind,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "precision": item.precision,
        "recurrence": item.recurrence,
        "condition": item.condition,
        "derived": item.derived,
    }


def _entry(item: Entry) -> dict[str, Any]:
    return {
        "key": item.key,
        **_release_values(item.release_values()),
        "released": item.released,
        "released_as": _release_values(item.released_as) if item.released_as else None,
        "author": item.author,
    }


def _release_values(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "number": _number(values["number"])}


def _number(text: str | None) -> int | float | None:
    """A number of JSON: twelve digits with two decimals at most, which a float gives back as they were."""
    if text is None:
        return None
    return float(text) if "." in text else int(text)


def source(item: SourceRef | None) -> dict[str, Any] | None:
    """The place a fact was read from."""
    if item is None:
        return None
    return {
        "document": item.document,
        "paragraph": item.paragraph,
        "quote": item.quote,
        "inferred": item.inferred,
    }
