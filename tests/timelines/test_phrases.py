"""Timelines as people write them: each line of phrases/*.tsv is a phrase and what it means."""

import csv
from datetime import date
from pathlib import Path

import pytest

from wco_tracker.lib.timelines import Timeline, read

Row = dict[str, str]
TABLES = sorted(Path(__file__).with_name("phrases").glob("*.tsv"))


def rows_of(table: Path) -> list[Row]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = [row for table in TABLES for row in rows_of(table)]
DUE = [row for row in ROWS if row["due_on"]]
INVISIBLE = "\u200b\u00ad\ufeff\u200e\u200f\u2060\u202a"
NO_DAY = [
    "{} (cancelled)", "{} – annulé", "{} (postponed)", "{} (postponed to a later date)",
    "{} (reporté à une date ultérieure)", "{} (may be extended to 31/12/2099)",
    "{} at the earliest", "{} (au plus tôt)", "not before {}", "pas avant {}", "{} (starting)", "{} onwards",
    "{} or 31/12/2099", "{} (ou plus tard)", "{} (ongoing)", "{} (spring)", "{} and possibly later",
]  # fmt: skip
SECOND_DATE = [
    "{} (extended to 31/12/2099)", "{}, moved to 31/12/2099", "{} (reporté au 31 décembre 2099)",
    "{} (or 31/12/2099)", "{}; 31/12/2099", "{} (December 2099)", "{} if possible, 31/12/2099 at the latest",
    "{}, au plus tard le 31/12/2099", "{} (Q4 2099)", "{} (nouvelle échéance : fin 2099)",
]  # fmt: skip


def meaning(timeline: Timeline) -> Row:
    return {
        "kind": timeline.kind,
        "due_on": str(timeline.due_on or ""),
        "precision": timeline.precision or "",
        "recurrence": timeline.recurrence or "",
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_phrase_is_read_rightly_or_not_at_all(table: Path) -> None:
    found = {row["phrase"]: (meaning(read(row["phrase"])), row) for row in rows_of(table)}
    assert {phrase: pair for phrase, pair in found.items() if not pair[0].items() <= pair[1].items()} == {}
    assert all(read(phrase).phrase == phrase for phrase in found)


def test_invisible_characters_and_spaces_change_nothing() -> None:
    for row in ROWS:
        plain = meaning(read(row["phrase"]))
        assert meaning(read(INVISIBLE.join(["", *row["phrase"], ""]))) == plain, row["phrase"]
        assert meaning(read(row["phrase"].replace(" ", "\u00a0\u202f\n"))) == plain, row["phrase"]


def test_every_table_speaks_both_languages_and_says_nothing_twice() -> None:
    for table in TABLES:
        assert {"en", "fr"} <= set(table.read_text().replace("\n", "\t").split("\t")), table.name
    assert len({row["phrase"] for row in ROWS}) == len(ROWS)


def days(frame: str) -> dict[str, date | None]:
    """The due dates of all phrases that have one, put into a frame."""
    return {framed: read(framed).due_on for row in DUE if (framed := frame.format(row["phrase"]))}


@pytest.mark.parametrize("frame", NO_DAY)
def test_what_is_given_up_or_only_a_start_is_due_on_no_day(frame: str) -> None:
    assert {framed for framed, due in days(frame).items() if due} == set()


@pytest.mark.parametrize("frame", SECOND_DATE)
def test_a_second_date_is_the_due_date_or_there_is_none(frame: str) -> None:
    found = days(frame)
    assert {framed for framed, due in found.items() if due not in (None, date(2099, 12, 31))} == set()
