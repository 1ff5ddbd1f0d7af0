"""What was read into the entries of 2013-2016: states, dates, sessions, figures; and the keys."""

from __future__ import annotations

import re

import pytest

from . import FIXTURES, PROGRAMMES, SECTIONS, SESSIONS, all_rows, dump_lines, nodes, rows

STATES = {"achieved", "partly_achieved", "in_progress", "not_needed", "discontinued"}
OPEN_ENDED = {"Ongoing", "On-going", "Periodically"}
ROWS = all_rows("ptc-2013-2016")
DATED = {ref: row for ref, row in ROWS.items() if row.indicator["timeline"]["phrase"] not in OPEN_ENDED}

NAMED = {  # row: state, when the completing act happened
    "1.1.2": ("achieved", "2014-10"),  # due March 2014: late
    "1.1.3": ("achieved", "2014-12"),
    "1.7.1": ("achieved", "2014-03"),
    "1.9.1": ("in_progress", None),  # the postal guidelines do not exist
    "1.13.1": ("achieved", "2014-12"),  # due June 2014: late
    "4.3.1": ("in_progress", "2015-03"),  # nor does the study on Customs brokers
    "5.1.1": ("achieved", "2016-05"),  # due November 2015: late
    "5.1.2": ("achieved", "2016-05"),  # due December 2015: late
    "5.1.3": ("in_progress", None),
    "5.1.4": ("in_progress", None),
    "5.2.1": ("not_needed", "2014-01"),
    "5.2.2": ("not_needed", "2014-01"),
    "5.3.3": ("achieved", "2014"),
    "5.4.1": ("achieved", "2014-03"),  # its update of March 2016 is another matter
}


@pytest.mark.parametrize("reference", NAMED)
def test_a_row_stands_as_a_person_reads_it(reference):
    state, when = NAMED[reference]
    indicator = ROWS[reference].indicator
    (entry,) = [entry for entry in indicator["progress"] if entry["sets_state"]]
    assert (indicator["state"], entry["reported_on"]) == (state, when)


def test_an_ict_update_endorsed_before_the_programme_sets_no_state():
    indicator = ROWS["5.5.1"].indicator
    assert indicator["state"] is None
    assert [(e["reported_on"], e["session"], e["sets_state"]) for e in indicator["progress"]] == [
        ("2013-03", "ptc-200", None)
    ]


def test_every_state_is_set_by_the_last_entry_that_sets_one():
    for row in ROWS.values():
        set_by = [entry["sets_state"] for entry in row.indicator["progress"] if entry["sets_state"]]
        assert set(set_by) <= STATES
        assert len(set_by) <= 1
        assert row.indicator["state"] == (set_by[-1] if set_by else None)
        for entry in row.indicator["progress"]:
            assert entry["state_inferred"] is (entry["sets_state"] is not None)


def test_a_draft_has_neither_states_nor_progress():
    for row in all_rows("ptc-2016-2019").values():
        assert row.indicator["state"] is None
        assert row.indicator["progress"] == []


def test_the_sum_of_the_reading():
    def of(state, among):
        return {ref for ref, row in among.items() if row.indicator["state"] == state}

    assert len(DATED) == 39
    assert len(of("achieved", DATED)) == 27
    assert of("partly_achieved", ROWS) == {"1.3.1", "1.15.1", "6.1.2"}
    assert of("in_progress", ROWS) == {"1.9.1", "3.2.1", "4.3.1", "5.1.3", "5.1.4"}
    assert of("not_needed", ROWS) == {"5.2.1", "5.2.2"}
    assert of(None, DATED) == {"1.8.1", "5.5.1"}
    assert of("achieved", ROWS) - set(DATED) == {"1.8.2"}


def test_the_reasons_are_written_down_for_every_dated_row():
    written = {}
    for line in (FIXTURES / "programmes" / "STATES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"\d+\.\d+\.\d+", cells[0]):
            written[cells[0]] = cells[1:]
    assert set(written) == set(DATED) | {"1.8.2"}
    for reference, (text, phrase, state, said, why) in written.items():
        indicator = ROWS[reference].indicator
        assert (text, phrase) == (indicator["text"], indicator["timeline"]["phrase"])
        assert state == (indicator["state"] or "none set").replace("_", " ")
        says_so = [entry for entry in indicator["progress"] if said[1:-1] in entry["text"]]
        assert [entry["sets_state"] for entry in says_so] == [indicator["state"]]
        assert why


def test_figures_stand_only_where_the_indicator_counts():
    for section in SECTIONS:
        for row in rows(section):
            if row.indicator["target"] is not None:
                assert row.indicator["unit"]
            for entry in row.indicator["progress"]:
                if entry["number"] is not None:
                    assert row.indicator["unit"], row.reference
    counted = {
        ref: entry["number"]
        for ref, row in ROWS.items()
        for entry in row.indicator["progress"]
        if entry["number"]
    }
    assert counted == {"1.3.2": 5, "1.8.2": 9, "5.3.3": 3}
    assert ROWS["1.8.2"].indicator["target"] == ROWS["5.3.3"].indicator["target"] == 3


def test_the_printed_title_is_kept_beside_the_clean_one():
    titles = [(t["title"], t["title_printed"]) for section in SECTIONS for t in section["topics"]]
    assert [pair for pair in titles if pair[0] != pair[1]] == [("Single Window", "Single Window Armen")]


def test_keys_are_well_formed_and_unique():
    keys = [node["key"] for programme in PROGRAMMES.values() for node in nodes(programme)]
    assert len(keys) == len(set(keys)) == 14 + 56 + 103 + 131 + 72
    assert all(re.fullmatch(r"[a-z2-7]{10}", key) for key in keys)


def test_an_entry_speaks_of_a_session_that_is_recorded():
    known = {session["slug"] for session in SESSIONS}
    entries = [entry for row in ROWS.values() for entry in row.indicator["progress"]]
    assert {entry["session"] for entry in entries} - {None} <= known
    for entry in entries:
        assert entry["reported_on"] is None or re.fullmatch(r"20\d\d(-\d\d){0,2}", entry["reported_on"])


def test_each_source_quotes_the_document():
    whole = " ".join(" ".join(dump_lines()).split())
    sources = [step["source"] for programme in PROGRAMMES.values() for step in programme["steps"]]
    sources += [entry["source"] for row in ROWS.values() for entry in row.indicator["progress"]]
    sources += [session["source"] for session in SESSIONS]
    for source in sources:
        if source["document"] == "PC0461E1" and source["quote"]:
            assert source["quote"] in whole, source


def test_what_the_page_says_of_the_programmes_is_what_the_text_gives():
    first, second = PROGRAMMES.values()
    assert [(step["status"], step["on"], step["by"]) for step in first["steps"]] == [
        ("adopted", "2014-06", "Council"),
        ("closed", "2016-07", None),
    ]
    assert [(step["status"], step["on"]) for step in second["steps"]] == [("draft", "2016-09")]
    for programme, status, ends, annex in ((first, "closed", "2016-07", "I"), (second, "draft", None, "II")):
        assert (programme["status"], programme["starts_on"], programme["ends_on"]) == (status, None, ends)
        assert programme["as_of"] == "2016-09"
        assert (programme["document"]["symbol"], programme["document"]["annex"]) == ("PC0461E1", annex)
        assert programme["document"]["agenda_item"] == "XIV (b)"


def test_sessions_carry_a_number_only_where_a_text_gives_one():
    numbered = {s["slug"]: (s["first_number"], s["last_number"]) for s in SESSIONS if s["first_number"]}
    assert numbered == {"ptc-200": (200, None), "ptc-201-202": (201, 202), "ptc-237-238": (237, 238)}
    for path in (FIXTURES / "groups").glob("*.json"):
        group = path.read_text(encoding="utf-8")
        slugs = re.findall(r'"(ptc-[a-z0-9-]+)"', group)
        assert slugs == [s["slug"] for s in SESSIONS if path.stem in s["groups"]]
