"""The Word file of a programme."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.content import (
    Entry,
    Indicator,
    ProgrammeContent,
    Section,
    Task,
    Topic,
    number_rows,
)
from programmes.exports.docx import WordLabels, render, table_rows
from programmes.exports.marks import Marks
from programmes.importing.interchange import read
from wco_tracker.lib import timelines
from wco_tracker.lib.word import clean, is_right_to_left, package, runs

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "programmes"
SEEDS = ["ptc-2013-2016", "ptc-2016-2019"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABELS = WordLabels(
    columns=("Topic", "Tasks", "Performance Indicators", "Timeline", "Progress"),
    annex_line="Annex II to doc. PC0461E1",
    page_prefix="II/",
    note="",
    language="en",
)


Labels = TypeVar("Labels")


def parts_of(data: bytes) -> dict[str, ElementTree.Element]:
    """Every part of the file, parsed: raises where one is not well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def body_of(tree: ProgrammeContent, labels: WordLabels = LABELS) -> ElementTree.Element:
    return parts_of(render(tree, labels))["word/document.xml"]


def text_of(element: ElementTree.Element) -> str:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        marks.get(node.tag) or node.text or "" for node in element.iter() if node.tag in {*marks, f"{W}t"}
    )


def texts_of(element: ElementTree.Element) -> list[str]:
    return [text for paragraph in element.iter(f"{W}p") if (text := text_of(paragraph))]


def style_of(paragraph: ElementTree.Element) -> str:
    return paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def cells(body: ElementTree.Element) -> list[list[ElementTree.Element]]:
    """The cells of each row that is not a header."""
    return [
        row.findall(f"{W}tc")
        for table in body.iter(f"{W}tbl")
        for row in table.findall(f"{W}tr")
        if row.find(f"{W}trPr/{W}tblHeader") is None
    ]


def merges(rows: list[list[ElementTree.Element]], column: int) -> list[str]:
    found = [row[column].find(f"{W}tcPr/{W}vMerge") for row in rows]
    return ["" if mark is None else mark.get(f"{W}val") for mark in found]


def bookmarks(body: ElementTree.Element) -> list[str]:
    return [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]


def texts_of_tree(tree: ProgrammeContent) -> list[str]:
    """All that the body of the file must say, header rows apart."""
    texts = [tree.title, *(re.sub("^(## |- )", "", text) for text in tree.introduction), "*", "* *"]
    for section in tree.sections:
        texts += [f"{section.number}. {section.heading}", section.quote]
        for topic in section.topics:
            texts.append(topic.title)
            for task in topic.tasks:
                texts += [task.text, *task.sub_items]
                for row in task.indicators:
                    texts += [row.text, row.timeline.phrase, *(entry.text for entry in row.progress)]
    return [text for text in texts if text]


def row(key: str, text: str = "Guidelines adopted", phrase: str = "March 2014", *progress: str) -> Indicator:
    entries = [Entry(key=f"e{place}", text=words) for place, words in enumerate(progress)]
    return Indicator(key=key, text=text, timeline=timelines.read(phrase), progress=entries)


def programme(*topics: Topic, **values: object) -> ProgrammeContent:
    section = Section(key="s", number="7", heading="PTC tasks", quote="“Quote”", topics=list(topics))
    fields = {
        "slug": "p",
        "group": "ptc",
        "title": "Programme",
        "introduction": ["Contains"],
        "sections": [section],
    }
    return number_rows(ProgrammeContent(**(fields | values)))


def topic(*tasks: Task, title: str = "Transit") -> Topic:
    return Topic(key="t", title=title, title_printed=title, tasks=list(tasks))


def task(*indicators: Indicator, text: str = "Develop a handbook", sub_items: tuple[str, ...] = ()) -> Task:
    return Task(key="k", text=text, indicators=list(indicators), sub_items=list(sub_items))


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> ProgrammeContent:
    return read((FIXTURES / f"{request.param}.json").read_bytes())


@pytest.fixture(scope="module")
def seed_body(seed: ProgrammeContent) -> ElementTree.Element:
    return body_of(seed)


def test_every_text_of_a_seed_stands_in_the_file_as_often_as_in_the_tree(seed, seed_body):
    headers = list(LABELS.columns) * len(seed.sections)
    assert Counter(texts_of(seed_body)) == Counter(texts_of_tree(seed) + headers)


def test_the_texts_of_a_seed_keep_their_order(seed, seed_body):
    said = [text for text in texts_of(seed_body) if text not in LABELS.columns]
    assert said == [text for text in texts_of_tree(seed) if text not in LABELS.columns]


def test_merged_cells_follow_the_spans_of_the_tree(seed, seed_body):
    rows = cells(seed_body)
    topics, tasks = list(seed.topics), [task for topic in seed.topics for task in topic.tasks]
    assert len(rows) == sum(topic.rows for topic in topics)
    for column, nodes in ((0, topics), (1, tasks)):
        marks = Counter(merges(rows, column))
        assert marks["restart"] == sum(node.rows > 1 for node in nodes)
        assert marks["continue"] == sum(node.rows - 1 for node in nodes)


def test_each_table_repeats_its_header_row_and_has_a_caption(seed, seed_body):
    tables = list(seed_body.iter(f"{W}tbl"))
    assert len(tables) == len(seed.sections)
    for table, section in zip(tables, seed.sections, strict=True):
        headers = [line.find(f"{W}trPr/{W}tblHeader") is not None for line in table.findall(f"{W}tr")]
        assert headers.index(True) == 0
        assert sum(headers) == 1
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == section.heading
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        assert len(widths) == 5
        assert sum(widths) == 16838 - 2 * 1134  # A4 landscape between its margins


def test_each_row_has_one_bookmark_with_its_key_and_revision(seed, seed_body):
    names = bookmarks(seed_body)
    assert names == [f"row_{line.key}_{line.revision}" for line in seed.indicators]
    assert len(set(names)) == len(names)
    starts = [mark.get(f"{W}id") for mark in seed_body.iter(f"{W}bookmarkStart")]
    assert starts == [mark.get(f"{W}id") for mark in seed_body.iter(f"{W}bookmarkEnd")]
    assert len(set(starts)) == len(starts)


def test_a_bookmark_name_stays_within_words_limit_at_any_revision():
    line = row("abcdefghij")
    line.revision = 10**20
    (name,) = bookmarks(body_of(programme(topic(task(line)))))
    assert len(name) <= 40


def test_a_bookmark_stands_in_the_indicator_cell_around_its_text():
    (line,) = cells(body_of(programme(topic(task(row("abcdefghij"))))))
    assert [len(cell.findall(f".//{W}bookmarkStart")) for cell in line] == [0, 0, 1, 0, 0]
    tags = [node.tag.removeprefix(W) for node in line[2].find(f"{W}p")]
    assert tags == ["pPr", "bookmarkStart", "r", "bookmarkEnd"]


def test_the_same_tree_gives_the_same_bytes(seed):
    assert render(seed, LABELS) == render(seed, LABELS)


def test_the_file_tells_no_time_and_no_machine(seed):
    with zipfile.ZipFile(io.BytesIO(render(seed, LABELS))) as archive:
        entries = archive.infolist()
        assert entries[0].filename == "[Content_Types].xml"
        assert {(entry.date_time, entry.create_system) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 3)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


def test_every_part_is_declared_and_every_relation_leads_to_a_part(seed):
    parts = parts_of(render(seed, LABELS))
    declared = {
        node.get("PartName").lstrip("/") for node in parts["[Content_Types].xml"] if node.get("PartName")
    }
    assert declared == {name for name in parts if name.endswith(".xml") and name != "[Content_Types].xml"}
    related = {node.get("Target") for node in parts["_rels/.rels"]}
    related |= {f"word/{node.get('Target')}" for node in parts["word/_rels/document.xml.rels"]}
    assert related == declared


def test_every_style_that_is_used_is_defined(seed):
    parts = parts_of(render(seed, LABELS))
    defined = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    names = ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/numbering.xml")
    used = {mark.get(f"{W}val") for name in names for mark in parts[name].iter(f"{W}pStyle")}
    assert used <= defined


def test_the_title_and_the_language_are_told_and_the_page_is_a4_landscape():
    parts = parts_of(render(programme(topic(), language="fr", title="Programme de travail"), LABELS))
    assert "Programme de travail" in "".join(parts["docProps/core.xml"].itertext())
    default = parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(f"{W}val") == "fr-FR"
    page = parts["word/document.xml"].find(f".//{W}pgSz")
    assert page.attrib == {f"{W}w": "16838", f"{W}h": "11906", f"{W}orient": "landscape"}


def test_labels_of_another_language_than_the_text_say_so():
    body = body_of(programme(topic(task(row("abcdefghij"))), language="fr"))
    told = [lang.get(f"{W}val") for lang in body.iter(f"{W}lang")]
    assert told == ["en-GB"] * len(LABELS.columns)


def test_the_header_holds_the_annex_line_and_the_footer_the_numbered_page():
    parts = parts_of(render(programme(page_heading="DRAFT, September 2016"), LABELS))
    assert text_of(parts["word/header1.xml"]) == "Annex II to doc. PC0461E1\tDRAFT, September 2016"
    footer = parts["word/footer1.xml"]
    assert text_of(footer) == "II/1."
    assert footer.find(f".//{W}fldSimple").get(f"{W}instr").strip() == "PAGE"


def test_a_note_stands_marked_under_the_title():
    labels = WordLabels(LABELS.columns, "", "", "Only overdue rows.", "en")
    paragraphs = list(body_of(programme(), labels).iter(f"{W}p"))
    assert [(style_of(paragraph), text_of(paragraph)) for paragraph in paragraphs[:2]] == [
        ("Title", "Programme"),
        ("Notice", "Only overdue rows."),
    ]


def of_all_kinds() -> ProgrammeContent:
    """A row with a released entry, an internal one, and one that was changed since its release."""
    line = row("abcdefghij", "Done", "2014", "Known", "Unheard", "Reworded")
    line.progress[0].released = True
    line.progress[2].released_as = {"text": "Worded"}
    return programme(topic(task(line)), language="fr")


def marked(labels: Labels) -> Labels:
    """The labels, with words after entries that are internal."""
    return replace(labels, marks=Marks(internal="[internal <&>]", changed="[changed]"))


def test_an_entry_that_is_internal_is_marked_in_its_cell_in_the_language_of_the_labels():
    ((*_others, cell),) = cells(body_of(of_all_kinds(), marked(LABELS)))
    assert texts_of(cell) == ["Known", "Unheard [internal <&>]", "Reworded [changed]"]
    assert [lang.get(f"{W}val") for lang in cell.iter(f"{W}lang")] == ["en-GB", "en-GB"]


def test_released_entries_alone_give_the_same_bytes_with_and_without_words_for_others():
    tree = of_all_kinds()
    for entry in next(tree.indicators).progress:
        entry.released, entry.released_as = True, None
    assert render(tree, marked(LABELS)) == render(tree, LABELS)


def test_the_introduction_has_headings_and_a_dash_list():
    body = body_of(programme(introduction=["## Introduction", "Contains", "- Activity 1.1"]))
    shown = [(style_of(paragraph), text_of(paragraph)) for paragraph in body.iter(f"{W}p")][1:4]
    assert shown == [("Heading1", "Introduction"), ("Normal", "Contains"), ("ListDash", "Activity 1.1")]


def test_each_section_after_the_first_starts_on_a_new_page():
    sections = [Section(key=number, number=number, heading="Tasks") for number in ("7", "", "9")]
    body = body_of(programme(sections=sections, introduction=[]))
    headings = [paragraph for paragraph in body.iter(f"{W}p") if style_of(paragraph) == "Heading1"]
    assert [text_of(heading) for heading in headings] == ["7. Tasks", "Tasks", "9. Tasks"]
    breaks = [heading.find(f"{W}pPr/{W}pageBreakBefore") is not None for heading in headings]
    assert breaks == [False, True, True]


def test_tasks_sub_items_indicators_timelines_and_entries_are_bullets_of_words_own_numbering():
    line = row("abcdefghij", "Update approved", "March 2018", "First", "Second")
    (found,) = cells(body_of(programme(topic(task(line, sub_items=("use", "benefits"))))))
    shown = [[(style_of(part), text_of(part)) for part in cell.findall(f"{W}p")] for cell in found]
    assert shown == [
        [("TopicTitle", "Transit")],
        [("ListBullet", "Develop a handbook"), ("ListBullet2", "use"), ("ListBullet2", "benefits")],
        [("ListBullet", "Update approved")],
        [("ListBullet", "March 2018")],
        [("ListBullet", "First"), ("ListBullet", "Second")],
    ]


@pytest.mark.parametrize("tasks", [[], [task()], [task(text="")], [task(), task(row("abcdefghij"))]])
def test_a_topic_without_tasks_and_a_task_without_indicators_still_have_their_row(tasks):
    tree = programme(topic(*tasks))
    rows = cells(body_of(tree))
    assert len(rows) == max(1, len(tasks))
    assert all(len(line) == 5 and all(cell.find(f"{W}p") is not None for cell in line) for line in rows)
    assert Counter(texts_of_tree(tree)) <= Counter(texts_of(body_of(tree)))


def test_a_programme_without_sections_is_a_file_too():
    assert texts_of(body_of(programme(sections=[]))) == ["Programme", "Contains"]


def test_a_short_row_stays_together_and_a_long_one_may_break():
    long = " ".join(["words"] * 500)
    section = programme(
        topic(task(row("abcdefghij")), task(row("abcdefghik", "Done", "2014", long)))
    ).sections[0]
    assert [line.short for line in table_rows(section, iter(range(9)))] == [True, False]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("<w:p/>&amp; {{ x }} {% if %} ]]>", "<w:p/>&amp; {{ x }} {% if %} ]]>"),
        ("a\x00b\x07c\ufffed", "a\ufffdb\ufffdc\ufffdd"),
        ("a\ud800b", "a\ufffdb"),
        ("one\r\ntwo\rthree\nfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb  c ", "a\tb  c "),
        ("😀 𝔘 مرحبا", "😀 𝔘 مرحبا"),
        ("w" * 5000, "w" * 5000),
    ],
)
def test_hostile_text_is_kept_as_typed(typed, kept):
    line = row("abcdefghij", typed, "March 2014", typed)
    tree = programme(topic(task(line, text=typed, sub_items=(typed,)), title=typed), title=typed)
    tree.sections[0].heading = tree.sections[0].quote = tree.page_heading = typed
    labels = WordLabels((typed,) * 5, typed, typed, typed, typed)
    parts = parts_of(render(tree, labels))
    said = texts_of(parts["word/document.xml"])
    assert said.count(kept) == 13  # title, note, quote, five columns, topic, task, sub-item, indicator, entry
    assert f"7. {kept}" in said
    assert text_of(parts["word/header1.xml"]) == f"{kept}\t{kept}"


def test_arabic_reads_from_right_to_left_and_english_with_an_arabic_word_does_not():
    assert is_right_to_left("(1) مرحبا")
    assert not is_right_to_left("Note: مرحبا")
    body = body_of(programme(introduction=["مرحبا", "Contains"]))
    marked = [text_of(part) for part in body.iter(f"{W}p") if part.find(f"{W}pPr/{W}bidi") is not None]
    assert marked == ["مرحبا"]


def test_the_order_of_the_parts_is_the_order_given():
    with zipfile.ZipFile(io.BytesIO(package([("b.xml", "<b/>"), ("a.xml", "<a/>")]))) as archive:
        assert archive.namelist() == ["b.xml", "a.xml"]


ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@given(ANYTHING)
def test_any_text_makes_well_formed_runs_that_lose_nothing(text):
    element = ElementTree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{runs(text)}</w:p>')
    assert text_of(element) == clean(re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.lists(ANYTHING, max_size=3), max_size=3), max_size=3), ANYTHING)
def test_any_shape_of_tree_makes_a_well_formed_file_with_the_spans_of_the_tree(shape, text):
    topics = [
        topic(
            *(
                task(*(row(f"k{a}x{b}x{c}", words) for c, words in enumerate(lines)), text=text)
                for b, lines in enumerate(tasks)
            )
        )
        for a, tasks in enumerate(shape)
    ]
    tree = programme(*topics, title=text)
    body = body_of(tree)
    rows = cells(body)
    assert len(rows) == sum(found.rows for found in topics)
    assert merges(rows, 0).count("continue") == sum(found.rows - 1 for found in topics)
    assert bookmarks(body) == [f"row_{line.key}_1" for line in tree.indicators]
