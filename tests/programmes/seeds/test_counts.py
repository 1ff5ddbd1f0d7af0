"""The table of counts, section by section."""

from __future__ import annotations

import pytest

from . import PROGRAMMES, SECTIONS, rows

# section: topics, tasks, indicators, progress entries
COUNTS = {
    "1": (15, 25, 29, 40),
    "2": (1, 3, 5, 5),
    "3": (2, 4, 5, 5),
    "4": (3, 4, 5, 5),
    "5": (6, 11, 14, 14),
    "6": (1, 2, 3, 3),
    "7": (14, 24, 27, 0),
    "8": (1, 2, 3, 0),
    "9": (2, 4, 5, 0),
    "10": (3, 4, 5, 0),
    "11": (5, 11, 20, 0),
    "12": (1, 3, 3, 0),
    "13": (1, 5, 6, 0),
    "14": (1, 1, 1, 0),
}
TOTALS = {"ptc-2013-2016": (28, 49, 61, 72), "ptc-2016-2019": (28, 54, 70, 0)}


def count(sections):
    """Topics, tasks, indicators and progress entries of these sections."""
    topics = [topic for section in sections for topic in section["topics"]]
    tasks = [task for topic in topics for task in topic["tasks"]]
    indicators = [indicator for task in tasks for indicator in task["indicators"]]
    return len(topics), len(tasks), len(indicators), sum(len(each["progress"]) for each in indicators)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["number"])
def test_a_section_holds_what_the_table_says(section):
    assert count([section]) == COUNTS[section["number"]]


@pytest.mark.parametrize("slug", TOTALS)
def test_a_programme_holds_what_the_table_says(slug):
    assert count(PROGRAMMES[slug]["sections"]) == TOTALS[slug]


def test_the_sections_stand_in_the_printed_order():
    assert [section["number"] for section in SECTIONS] == list(COUNTS)


def test_every_task_has_an_indicator_and_every_indicator_a_timeline():
    for section in SECTIONS:
        assert all(task["indicators"] for topic in section["topics"] for task in topic["tasks"])
        for row in rows(section):
            assert row.indicator["text"]
            assert row.indicator["timeline"]["phrase"]


def test_there_are_thirty_two_distinct_timelines():
    phrases = {row.indicator["timeline"]["phrase"] for section in SECTIONS for row in rows(section)}
    assert len(phrases) == 32


def test_every_section_stands_under_an_activity_of_its_programme():
    for programme in PROGRAMMES.values():
        codes = [activity["code"] for goal in programme["strategic_goals"] for activity in goal["activities"]]
        assert [section["activity_code"] for section in programme["sections"]] == codes


def test_a_continued_topic_points_to_a_topic_of_the_programme_before():
    before = {
        topic["key"]: topic
        for section in PROGRAMMES["ptc-2013-2016"]["sections"]
        for topic in section["topics"]
    }
    links = [
        (link, topic)
        for section in PROGRAMMES["ptc-2016-2019"]["sections"]
        for topic in section["topics"]
        for link in topic["continues"]
    ]
    assert len({link["key"] for link, _ in links}) == len(links) == 26
    for link, topic in links:
        same = before[link["key"]]["title"].lower() == topic["title"].lower()
        assert link["programme"] == "ptc-2013-2016"
        assert link["how"] == ("same_title" if same else "reworded")
    assert [topic["title"] for link, topic in links if link["how"] == "reworded"] == [
        "Data Qualityand Data Security"
    ]
