"""Every typographic mark the dump lost is mended from a list, once, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest

from . import FIXTURES, LOST, PROGRAMMES, dump_lines, nodes

MARKS = "“”’–"
TEXTS = ("text", "quote", "heading", "title_printed")
ANNEX_I = dump_lines().index(" PTC Work Programme 2013-2016 ")
ANNEX_II = dump_lines().index("Annex II to doc. PC0461E1 ")
LOST_IN = {
    "ptc-2013-2016": "".join(dump_lines()[ANNEX_I:ANNEX_II]).count(LOST),
    "ptc-2016-2019": "".join(dump_lines()[ANNEX_II:]).count(LOST),
}


def texts(programme):
    """Every mendable text of a programme by node and field."""
    found = {(f"introduction.{n}", "text"): text for n, text in enumerate(programme["introduction"])}
    for node in nodes(programme["sections"]):
        found |= {(node["key"], field): node[field] for field in TEXTS if field in node}
    return found


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_each_lost_mark_is_listed_once(slug):
    places = Counter((m["where"], m["field"], m["at"]) for m in PROGRAMMES[slug]["mended"])
    assert set(places.values()) == {1}
    assert len(places) == LOST_IN[slug] == {"ptc-2013-2016": 42, "ptc-2016-2019": 45}[slug]


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_each_mended_mark_stands_in_its_place(slug):
    found = texts(PROGRAMMES[slug])
    for mark in PROGRAMMES[slug]["mended"]:
        assert mark["printed"] == LOST
        assert mark["read"] in MARKS
        assert found[mark["where"], mark["field"]][mark["at"]] == mark["read"], mark


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_each_such_mark_in_a_text_is_a_mended_one(slug):
    listed = {(m["where"], m["field"], m["at"]) for m in PROGRAMMES[slug]["mended"]}
    standing = {
        (*place, at)
        for place, text in texts(PROGRAMMES[slug]).items()
        for at, character in enumerate(text)
        if character in MARKS
    }
    assert standing == listed


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_quotation_marks_open_and_close_in_turn(slug):
    for text in texts(PROGRAMMES[slug]).values():
        marks = [character for character in text if character in "“”"]
        assert marks == list("“”") * (len(marks) // 2) or "".join(marks) == "““””"


def test_no_lost_mark_is_left():
    files = [*(FIXTURES / "programmes").glob("*.json"), *(FIXTURES / "groups").glob("*.json")]
    for path in [*files, FIXTURES / "sessions.json"]:
        text = path.read_text(encoding="utf-8").replace(f'"printed": "{LOST}"', "")
        assert LOST not in text, path.name


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_goals_and_activities_are_words_of_the_introduction(slug):
    whole = " ".join(PROGRAMMES[slug]["introduction"])
    for goal in PROGRAMMES[slug]["strategic_goals"]:
        assert goal["title"] in whole
        assert all(activity["title"] in whole for activity in goal["activities"])
