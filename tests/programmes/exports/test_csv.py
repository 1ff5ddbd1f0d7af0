"""The CSV file of a programme, and the flat rows that Excel shares."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.content import ProgrammeContent
from programmes.exports.tabular import FlatRow, TabularLabels, flat_rows, render, safe
from programmes.importing.interchange import read
from tests.programmes.exports.test_docx import ANYTHING, FIXTURES, SEEDS, programme, row, task, topic
from wco_tracker.lib.excel import fit

LABELS = TabularLabels(
    columns=(
        "Section",
        "Reference",
        "Topic",
        "Tasks",
        "Performance Indicators",
        "Timeline",
        "Due",
        "Standing",
        "State",
        "Progress",
        "Last reported",
    ),
    standings={"planned": "Planned", "overdue": "Overdue"},
    states={"achieved": "Achieved"},
    long="[long]",
)


def rows_of(tree: ProgrammeContent) -> list[list[str]]:
    """The file read back as RFC 4180 says, header row apart."""
    found = list(csv.reader(io.StringIO(render(tree, LABELS).decode("utf-8-sig"), newline=""), strict=True))
    assert found[0] == list(LABELS.columns)
    return found[1:]


def reported(*months: str | None) -> ProgrammeContent:
    """A programme of one row with an entry for each month."""
    line = row("abcdefghij", "Done", "March 2014", *("said" for _ in months))
    for entry, month in zip(line.progress, months, strict=True):
        entry.reported_on = month
    line.state = "achieved"
    return programme(topic(task(line, sub_items=("use", "benefits"))))


@pytest.mark.parametrize("name", SEEDS)
def test_every_text_of_a_seed_stands_in_its_column_row_by_row(name):
    tree = read((FIXTURES / f"{name}.json").read_bytes())
    expected = [
        [f"{section.number}. {section.heading}", line.ref, found.title, line.text, line.timeline.phrase]
        for section in tree.sections
        for found in section.topics
        for line in found.indicators
    ]
    rows = rows_of(tree)
    assert [[line[0], line[1], line[2], line[4], line[5]] for line in rows] == expected
    assert [line[9] for line in rows] == [
        "\n".join(entry.text for entry in line.progress) for line in tree.indicators
    ]
    assert [line[6] for line in rows] == [str(line.timeline.due_on or "") for line in tree.indicators]
    works = [work for found in tree.topics for work in found.tasks for _ in work.indicators]
    assert all(line[3].startswith(work.text) for line, work in zip(rows, works, strict=True))
    assert all(item in line[3] for line, work in zip(rows, works, strict=True) for item in work.sub_items)


def test_it_has_a_byte_order_mark_and_ends_lines_as_the_standard_says():
    data = render(programme(topic(task(row("abcdefghij")))), LABELS)
    assert data.startswith(b'\xef\xbb\xbf"Section",')
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2


def test_the_same_tree_gives_the_same_bytes():
    assert render(reported("2014"), LABELS) == render(reported("2014"), LABELS)


def test_states_standings_sub_items_and_entries_have_their_words():
    (line,) = rows_of(reported("2014", None))
    assert line[3] == "Develop a handbook\n– use\n– benefits"
    assert line[6:] == ["2014-03-31", "Planned", "Achieved", "said\nsaid", "2014"]


@pytest.mark.parametrize(
    ("months", "last"),
    [((), ""), ((None,), ""), (("2014-10", "2013"), "2014-10"), (("2014-10", "2014-10-05"), "2014-10")],
)
def test_the_last_report_is_as_precise_as_its_source(months, last):
    assert rows_of(reported(*months))[0][10] == last


@pytest.mark.parametrize("tasks", [[], [task()], [task(), task(row("abcdefghij"))]])
def test_a_topic_without_tasks_and_a_task_without_indicators_still_have_their_row(tasks):
    rows = rows_of(programme(topic(*tasks)))
    assert len(rows) == max(1, len(tasks))
    assert all(line[2] == "Transit" for line in rows)


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\u00a0=1", "＝1"]
)
def test_what_a_spreadsheet_takes_for_a_formula_is_defused_in_every_column(typed):
    line = row("abcdefghij", typed, typed, typed)
    tree = programme(topic(task(line, text=typed), title=typed))
    tree.sections[0].number, tree.sections[0].heading = "", typed
    labels = TabularLabels((typed,) * 11, {"planned": typed}, {}, "")
    found = list(csv.reader(io.StringIO(render(tree, labels).decode("utf-8-sig"), newline="")))
    texts = [*found[0], *(found[1][place] for place in (0, 2, 3, 4, 5, 7, 9))]
    assert {text.lstrip() for text in texts} <= {"'" + typed, "'" + fit(typed)}


@pytest.mark.parametrize("typed", ["", "1-2", "Guidelines = rules", "a@b.org", "–1", "'=1", "(-1)"])
def test_other_text_is_left_as_it_is(typed):
    assert safe(typed) == typed


def test_a_cell_of_a_million_characters_quotes_breaks_and_nul_are_kept_after_a_warning():
    long = 'a "quoted", text;\n' * 55_556 + "\x00 \ud800 \U0001f600 مرحبا"
    (line,) = rows_of(programme(topic(task(row("abcdefghij", "Done", "2014", long)))))
    assert line[9] == "[long]\n" + long.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


@pytest.fixture(autouse=True)
def _long_fields():
    """The reader of these tests refuses long cells by itself."""
    before = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(before)


@given(st.lists(ANYTHING, min_size=1, max_size=4))
def test_any_text_comes_back_as_typed_or_with_its_apostrophe(texts):
    tree = programme(
        *(topic(task(row("abcdefghij", text, text, text), text=text), title=text) for text in texts)
    )
    flat = list(flat_rows(tree, LABELS))
    back = rows_of(tree)
    assert len(back) == len(texts)
    for line, found in zip(flat, back, strict=True):
        said = [str(value) if isinstance(value, date) else safe(value or "") for value in line]
        assert found == said
        assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in found)
    assert len(FlatRow._fields) == len(LABELS.columns)
