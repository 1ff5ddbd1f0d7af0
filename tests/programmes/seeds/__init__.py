"""The proof that the fixtures say what the committee's document says. Pure: no Django, no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LOST = "\ufffd"  # what the dump has in place of a typographic mark

PROGRAMMES: dict[str, dict[str, Any]] = {
    slug: json.loads((FIXTURES / "programmes" / f"{slug}.json").read_text(encoding="utf-8"))
    for slug in ("ptc-2013-2016", "ptc-2016-2019")
}
SECTIONS = [section for programme in PROGRAMMES.values() for section in programme["sections"]]
SESSIONS = json.loads((FIXTURES / "sessions.json").read_text(encoding="utf-8"))["sessions"]


class Row(NamedTuple):
    """One row of the printed table: an indicator with all that stands left and right of it."""

    reference: str
    topic: dict[str, Any]
    task: dict[str, Any]
    indicator: dict[str, Any]
    opens_topic: bool
    opens_task: bool


def dump_lines() -> list[str]:
    """The dump's lines, as stored."""
    return (FIXTURES / "documents" / "PC0461E1.txt").read_text(encoding="utf-8").split("\n")


def rows(section: dict[str, Any]) -> Iterator[Row]:
    """The rows of a section in printed order, referred to as section.topic.row."""
    for topic_number, topic in enumerate(section["topics"], 1):
        number = 0
        for task in topic["tasks"]:
            for indicator in task["indicators"]:
                number += 1
                yield Row(
                    f"{section['number']}.{topic_number}.{number}",
                    topic,
                    task,
                    indicator,
                    number == 1,
                    indicator is task["indicators"][0],
                )


def all_rows(slug: str) -> dict[str, Row]:
    """Every row of a programme by its reference."""
    return {row.reference: row for section in PROGRAMMES[slug]["sections"] for row in rows(section)}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with a key of its own, in order (a link to a topic has another's key)."""
    if isinstance(value, dict):
        if "key" in value and "programme" not in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for child in value:
            yield from nodes(child)


def printed(programme: dict[str, Any], where: str, field: str, text: str) -> str:
    """The text as the dump has it: each mended mark turned back into what was lost."""
    characters = list(text)
    for mark in programme["mended"]:
        if (mark["where"], mark["field"]) == (where, field):
            characters[mark["at"]] = mark["printed"]
    return "".join(characters)
