"""The PDF file of a programme."""

import json
import os
import resource
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typst import Fonts

from programmes.content import ProgrammeContent, Section, number_rows
from programmes.exports.pdf import TEMPLATES, PdfLabels, layout, render
from programmes.importing.interchange import read
from tests.programmes.exports.pdf_reading import Reading, row_span, squeezed
from tests.programmes.exports.test_docx import (
    ANYTHING,
    FIXTURES,
    SEEDS,
    marked,
    of_all_kinds,
    programme,
    row,
    task,
    topic,
)
from wco_tracker.lib import typst
from wco_tracker.lib.typst import PdfNotMade, fit, make_pdf
from wco_tracker.lib.typst.child import attempt, certain, undrawable

LABELS = PdfLabels(
    columns=("Topic", "Tasks", "Performance Indicators", "Timeline", "Progress"),
    annex_line="Annex II to doc. PC0461E1",
    page_prefix="II/",
    note="",
    language="en",
    contents="Contents",
    standings={"planned": "Planned", "overdue": "Overdue"},
    undrawable="Some characters could not be drawn.",
)


def cells(reading: Reading) -> list[list[str]]:
    """The text of each row's cells, header rows apart."""
    rows = (reading.all("TD", within=line) for line in reading.all("TR"))
    return [[reading.text(cell) for cell in line] for line in rows if line]


def bullets(*texts: str) -> str:
    return "".join(f"•{squeezed(text)}" for text in texts if text)


def cells_of_tree(tree: ProgrammeContent) -> list[str]:
    """What each cell must say, squeezed: row by row, a merged cell once."""
    said = []
    for found in tree.topics:
        said.append(squeezed(found.title))
        for work in found.tasks:
            said.append(bullets(work.text) + "".join(f"–{squeezed(item)}" for item in work.sub_items))
            for line in work.indicators:
                standing = LABELS.standings.get(line.standing, "")
                said.append(f"•{line.ref}{squeezed(line.text)}")
                said.append(bullets(line.timeline.phrase) + standing)
                said.append(bullets(*(entry.text for entry in line.progress)))
    return said


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> ProgrammeContent:
    return read((FIXTURES / f"{request.param}.json").read_bytes())


@pytest.fixture(scope="module")
def seed_file(seed: ProgrammeContent) -> bytes:
    return render(seed, LABELS)


@pytest.fixture(scope="module")
def seed_reading(seed_file: bytes) -> Reading:
    return Reading(seed_file)


def test_every_cell_of_a_seed_stands_in_the_file_once_and_in_order(seed, seed_reading):
    assert [cell for line in cells(seed_reading) for cell in line] == cells_of_tree(seed)


def test_headings_quotes_and_introduction_of_a_seed_stand_in_the_file(seed, seed_reading):
    headings = [text[3:] for text in seed.introduction if text.startswith("## ")]
    headings += [f"{section.number}. {section.heading}" for section in seed.sections]
    assert seed_reading.texts("H1") == ["Contents", *map(squeezed, headings)]
    assert seed_reading.texts("H2") == [squeezed(found.title) for found in seed.topics]
    assert seed_reading.texts("Title") == [squeezed(seed.title)]
    assert seed_reading.texts("Em") == [squeezed(section.quote) for section in seed.sections]
    whole = seed_reading.text(seed_reading.root)
    assert all(squeezed(text.removeprefix("- ").removeprefix("## ")) in whole for text in seed.introduction)


def test_topics_and_tasks_span_their_rows(seed, seed_reading):
    spans = [row_span(cell) for cell in seed_reading.all("TD")]
    expected = []
    for found in seed.topics:
        expected.append(found.rows)
        for work in found.tasks:
            expected += [work.rows, *[1, 1, 1] * len(work.indicators)]
    assert spans == expected


def test_each_section_is_a_table_under_one_header_row(seed, seed_reading):
    tables = seed_reading.all("Table")
    assert len(tables) == len(seed.sections)
    for table in tables:
        names = [seed_reading.text(name) for name in seed_reading.all("TH", within=table)]
        assert names == [squeezed(name) for name in LABELS.columns]


def test_it_claims_pdf_ua_and_tells_title_language_and_page(seed, seed_reading):
    file = seed_reading.file
    with file.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == seed.title
        assert "xmp:CreateDate" not in told
    assert file.Root.Lang == "en"
    assert file.Root.MarkInfo.Marked
    assert file.Root.ViewerPreferences.DisplayDocTitle
    assert {tuple(round(float(edge)) for edge in page.mediabox) for page in file.pages} == {(0, 0, 842, 595)}


def test_bookmarks_and_contents_lead_to_sections_and_topics(seed, seed_reading):
    with seed_reading.file.open_outline() as outline:
        marks = outline.root[-len(seed.sections) :]
        assert [mark.title for mark in marks] == [f"{part.number}. {part.heading}" for part in seed.sections]
        assert [len(mark.children) for mark in marks] == [len(part.topics) for part in seed.sections]
    introduced = sum(text.startswith("## ") for text in seed.introduction)
    entries = introduced + len(seed.sections) + len(list(seed.topics))
    links = [note for page in seed_reading.file.pages for note in page.get("/Annots", [])]
    assert {str(note.Subtype) for note in links} == {"/Link"}
    assert len(seed_reading.all("TOCI")) == entries


def test_the_same_tree_gives_the_same_bytes(seed, seed_file):
    assert render(seed, LABELS) == seed_file


def test_a_topic_with_400_rows_gives_all_of_them_on_many_pages():
    lines = [task(row(f"key{place:07}", f"Indicator {place}.")) for place in range(400)]
    reading = Reading(render(programme(topic(*lines)), LABELS))
    assert [line[-3] for line in cells(reading)] == [f"•7.1.{n + 1}Indicator{n}." for n in range(400)]
    assert len(reading.file.pages) > 20


def test_a_cell_of_a_million_characters_is_all_there():
    words = "Customs procedures "
    reading = Reading(render(programme(topic(task(row("abcdefghij", words * 52_632)))), LABELS))
    assert cells(reading)[0][2] == "•7.1.1" + squeezed(words) * 52_632


def test_a_word_of_a_hundred_thousand_characters_is_all_there():
    reading = Reading(render(programme(topic(task(row("abcdefghij", "w" * 100_000)))), LABELS))
    assert cells(reading)[0][2] == "•7.1.1" + "w" * 100_000
    assert len(reading.file.pages) > 10


def test_a_standing_without_a_word_and_an_empty_reference_are_left_out():
    tree = programme(topic(task(row("abcdefghij"))))
    labels = PdfLabels(LABELS.columns, "", "", "", "en", "Contents", {}, "")
    assert cells(Reading(render(tree, labels)))[0][3] == "•March2014"


def test_the_day_that_standings_are_judged_at_stands_under_the_title():
    reading = Reading(render(programme(), replace(LABELS, judged="As of 1 March 2014", note="Some rows.")))
    title, day, note = ("Programme", "Asof1March2014", "Somerows.")
    assert reading.text(reading.root).startswith(title + day + note)
    assert day in reading.texts("P")
    assert reading.texts("Strong")[0] == note


def test_notes_stand_marked_under_the_title():
    labels = PdfLabels(LABELS.columns, "", "", "Only overdue rows.", "en", "", {}, "Not drawn.")
    assert Reading(render(programme(), labels)).texts("Strong")[0] == "Onlyoverduerows."


def test_an_entry_that_is_internal_is_marked_in_its_cell():
    reading = Reading(render(of_all_kinds(), marked(LABELS)))
    assert cells(reading)[0][-1] == "•Known•Unheard[internal<&>]•Reworded[changed]"


def test_rows_of_released_entries_alone_are_laid_out_the_same_with_and_without_words_for_others(seed):
    assert layout(seed, marked(LABELS)) == layout(seed, LABELS)


@pytest.mark.parametrize("tasks", [[], [task()], [task(text="")], [task(), task(row("abcdefghij"))]])
def test_a_topic_without_tasks_and_a_task_without_indicators_still_have_their_row(tasks):
    rows = cells(Reading(render(programme(topic(*tasks)), LABELS)))
    assert len(rows) == max(1, len(tasks))
    assert len(rows[0]) == 5


@pytest.mark.parametrize("title", ["", " ", "\u200b", "\n"])
def test_empty_headings_and_a_programme_without_sections_are_no_fault(title):
    tree = programme(topic(title=title), title=title, introduction=["## ", "- ", title])
    tree.sections[0].heading = tree.sections[0].number = title
    assert render(tree, LABELS).startswith(b"%PDF")
    assert render(programme(sections=[], introduction=[]), LABELS).startswith(b"%PDF")


MARKUP = '#import "x": *; $a$ *b* _c_ @d <e> `f` = g\n- h // i /* j */ \\ #panic() "]) #["'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (MARKUP, MARKUP),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("a\x00b\x07c\ufffed\ufeffe\ud800f\x85g", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdfg"),
        ("one\r\ntwo\rthree\tfour", "one two three four"),
        (
            "https://example.org/" + "a/path?of=much&length" * 9,
            "https://example.org/" + "a/path?of=much&length" * 9,
        ),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsgesellschaft"),
    ],
)
def test_hostile_text_is_kept_as_typed(typed, kept):
    line = row("abcdefghij", typed, "March 2014", typed)
    tree = programme(topic(task(line, text=typed, sub_items=(typed,)), title=typed), title=typed)
    tree.sections[0].heading = tree.sections[0].quote = tree.page_heading = typed
    labels = PdfLabels((typed,) * 5, typed, typed, typed, "en", typed, {"planned": typed}, typed)
    reading = Reading(render(tree, labels))
    whole = reading.text(reading.all("Document")[0])
    # Title, note, contents, its two entries, heading, quote, five columns, topic, task, sub-item, indicator,
    # standing, progress; and the page number's prefix where the contents name a page.
    assert whole.count(squeezed(kept)) == 20


def test_arabic_is_drawn_and_stays_in_its_order():
    found = cells(Reading(render(programme(topic(task(row("abcdefghij", "مرحبا بالعالم")))), LABELS)))
    assert sorted(found[0][2]) == sorted("•7.1.1مرحبابالعالم")


def test_what_no_font_can_draw_is_replaced_in_sight_and_a_note_says_so():
    line = row("abcdefghij", "a \U0010a7c0 b")  # Linear A
    reading = Reading(render(programme(topic(task(line))), LABELS))
    assert cells(reading)[0][2] == "•7.1.1a\ufffdb"
    assert squeezed(LABELS.undrawable) in reading.texts("Strong")


def test_the_note_on_characters_is_left_out_where_all_were_drawn(seed_reading):
    assert squeezed(LABELS.undrawable) not in seed_reading.texts("Strong")


def test_what_is_held_certain_can_be_drawn_without_any_font_of_the_machine():
    marks = "".join(chr(code) for code in range(0x20, 0x3000) if certain(chr(code))) + "\ufffd"
    assert len(marks) > 300
    data = json.dumps(layout(programme(introduction=[marks]), LABELS), ensure_ascii=False)
    own = Fonts(include_system_fonts=False, font_paths=[str(TEMPLATES / "fonts")])
    assert attempt(str(TEMPLATES / "programme.typ"), own, data, missing=0).startswith(b"%PDF")


@pytest.mark.parametrize("mark", ["\u1ab0", "\u20d0", "\u20dd", "\U0010a7c0"])
def test_a_mark_that_no_font_has_leaves_the_letter_that_it_stands_on(mark):
    """Typst names the letter with it; to replace both would replace that letter in all of the file."""
    reading = Reading(render(programme(introduction=[f"gre{mark}at", "great"]), LABELS))
    assert {"gre\ufffdat", "great"} <= set(reading.texts("P"))


def test_typsts_own_words_for_a_missing_character_are_understood():
    class Said(Exception):
        diagnostic = 'PDF/UA-1 error: the text `"\\u{10a7c0}x"` could not be displayed with font `"L"`'

    assert undrawable(Said()) == {"\U0010a7c0", "x"}


@settings(max_examples=200)
@given(ANYTHING)
def test_a_fitted_text_loses_nothing_but_what_no_pdf_can_hold(text):
    value = fit(text)
    said = value if isinstance(value, str) else "".join(map("".join, value["runs"]))
    assert len(said) >= len(text.replace("\r\n", "\n"))
    assert fit(said) == value


@settings(max_examples=12)
@given(st.lists(ANYTHING, min_size=1, max_size=3), ANYTHING)
def test_any_text_makes_a_file(texts, title):
    tree = programme(
        *(topic(task(row("abcdefghij", text, "2014", text), text=text), title=title) for text in texts)
    )
    reading = Reading(render(tree, LABELS))
    assert len(cells(reading)) == len(texts)


# --- the process of its own ----------------------------------------------------------------------


def test_a_document_that_takes_too_long_is_ended_and_says_so():
    with pytest.raises(PdfNotMade) as error:
        render(programme(topic(*(task(row(f"key{n:07}")) for n in range(400)))), LABELS, seconds=0.1)
    assert error.value.reason == "time"


def test_a_process_without_memory_is_told_from_a_faulty_document(tmp_path: Path):
    with pytest.raises(PdfNotMade) as error:
        make_pdf(TEMPLATES / "programme.typ", {}, fonts=TEMPLATES / "fonts", memory=40_000_000)
    assert error.value.reason == "killed"


def test_a_killed_process_leaves_no_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child = tmp_path / "child.py"
    child.write_text(
        "import os, signal, sys\nsys.stdout.write('%PDF-1.7 half')\nsys.stdout.flush()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    monkeypatch.setattr(typst, "CHILD", child)
    with pytest.raises(PdfNotMade) as error:
        render(programme(), LABELS)
    assert error.value.reason == "killed"


def test_half_a_file_is_not_returned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child = tmp_path / "child.py"
    child.write_text("print('%PDF-1.7 half')\n")
    monkeypatch.setattr(typst, "CHILD", child)
    with pytest.raises(PdfNotMade) as error:
        render(programme(), LABELS)
    assert error.value.reason == "template"


def test_a_machine_that_cannot_start_a_process_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", os.devnull)
    with pytest.raises(PdfNotMade) as error:
        render(programme(), LABELS)
    assert error.value.reason == "start"


@pytest.mark.parametrize(
    "words", ["#panic()", '#set document(title: "T")\n#set text(font: "No Such Font")\nA']
)
def test_errors_and_warnings_of_a_template_are_faults(words, tmp_path: Path):
    template = tmp_path / "faulty.typ"
    template.write_text(words)
    with pytest.raises(PdfNotMade) as error:
        make_pdf(template, {}, fonts=TEMPLATES / "fonts")
    assert error.value.reason == "template"
    assert str(error.value)


def test_the_memory_of_a_large_document_is_not_the_callers():
    tree = programme(topic(*(task(row(f"key{n:07}", "words " * 20)) for n in range(300))))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    render(tree, LABELS)
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000
    )  # KiB; the child took over 100,000


def test_nothing_of_the_data_is_markup():
    sections = [Section(key="s", number="7", heading="#panic()", topics=[topic(title="#panic()")])]
    data = layout(number_rows(programme(sections=sections)), LABELS)
    assert data["sections"][0]["heading"] == "7. #panic()"
    assert Counter(type(part).__name__ for part in data["sections"][0].values()) == {
        "str": 2,
        "bool": 1,
        "list": 1,
    }
