"""Every word of the dump's annexes is in the fixtures, as often and in the same order, and no other.

A cell of the fixtures must stand in the dump as one run of words, and begin after the cell before it; a cell
that a page break cuts stands in two runs, and is named in `CUT`. Each word of the
dump is used up once, and none may be left. The exceptions are the lists below and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest

from . import FIXTURES, PROGRAMMES, SECTIONS, dump_lines, printed, rows

SHA256 = "f9831baf2bd6b14a7c09bb7315f6a9e6d4022c0cab2b595734e386cfa6890347"

TABLE_HEADER = "Topic Tasks Performance Indicators Timeline Progress"  # at the top and at each page break
HEADERS = 41
RUNNING_HEADS = [  # printed twice in Annex II, on its first page and on the eighth
    "Annex II to doc. PC0461E1",
    "DRAFT PTC Work Programme 2016-2019, September 2016",
    "II/1.",
    "Annex II to doc. PC0461E1",
    "DRAFT PTC Work Programme 2016-2019, September 2016",
    "II/8.",
]
RULE = re.compile(r"[_*\s]+")  # rules of underscores and asterisks
GLYPHS = {"5": ["o the practical use of the", "o the business benefits"]}  # sub-bullets of the UCR task

# Words broken over two lines, by section: joined in the fixtures.
BROKEN = {
    "1": [
        ("WCO-", "UPU"),
        ("e-", "commerce"),
        ("non-", "acceptable"),
        ("e-", "commerce"),
        ("e-", "commerce"),
        ("e-", "commerce"),
        ("E-", "Commerce"),
        ("in-", "depth"),
    ],
    "4": [
        ("Customs-", "Business"),
    ],
    "5": [
        ("cross-", "border"),
        ("IT-", "related"),
    ],
    "6": [
        ("proof-", "of-concept"),
    ],
    "7": [
        ("e-", "commerce,"),
        ("E-", "Commerce"),
        ("discussed/approved/clarif", "ied"),
    ],
    "9": [
        ("Customs-", "Police"),
    ],
    "10": [
        ("Customs-", "Business"),
    ],
    "11": [
        ("cross-", "border"),
        ("e-", "commerce"),
    ],
    "12": [
        ("proof-", "of-concept"),
    ],
}

# Cells that stand in several runs of words, because a page break cuts them and their neighbours; how many.
CUT = {
    "1": {
        ("1.3.1", "indicator"): 2,
        ("1.3.1 (1)", "progress"): 2,
        ("1.5.1", "task"): 2,
        ("1.5.1 (1)", "progress"): 2,
    },
    "2": {("2.1.5", "indicator"): 2, ("2.1.5 (1)", "progress"): 2},
    "3": {("3.1.4", "indicator"): 2, ("3.1.4 (1)", "progress"): 2},
    "4": {("4.3.1", "task"): 2, ("4.3.1", "indicator"): 2, ("4.3.1 (1)", "progress"): 2},
    "5": {
        ("5.1.2", "task"): 2,
        ("5.1.2", "indicator"): 2,
        ("5.1.2 (1)", "progress"): 2,
        ("5.3.1", "task"): 2,
        ("5.3.1 (1)", "progress"): 2,
    },
    "9": {("9.2.2", "indicator"): 2},
    "10": {("10.3.1", "task"): 2, ("10.3.1", "indicator"): 2},
    "11": {("11.2.5", "task"): 2, ("11.2.5", "indicator"): 2, ("11.2.5", "timeline"): 2},
    "13": {("13.1.1", "task"): 2},
}


def page(start: int, end: int) -> list[str]:
    """The lines of a stretch of the dump, without headers, running heads, rules and blank lines."""
    lines = [line.strip() for line in dump_lines()[start:end]]
    return [
        line
        for line in lines
        if line and line != TABLE_HEADER and line not in RUNNING_HEADS and not RULE.fullmatch(line)
    ]


LINES = dump_lines()
STARTS = {
    match[1]: number
    for number, line in enumerate(LINES)
    if (match := re.match(r"\s*(\d+)\. (?:PTC tasks|Tasks) to support Strategic Activity", line))
}
ANNEX_I = LINES.index(" PTC Work Programme 2013-2016 ")
ANNEX_II = LINES.index("Annex II to doc. PC0461E1 ")
ENDS = dict(zip(STARTS, [*list(STARTS.values())[1:], len(LINES)], strict=True)) | {"6": ANNEX_II}


def words(number: str) -> tuple[list[str], list[tuple[str, str]]]:
    """A section's words in the dump, the broken ones joined; and the pairs that were joined."""
    found: list[str] = []
    joined = []
    named = {first for first, _ in BROKEN.get(number, [])}
    halves = set(BROKEN.get(number, []))
    for line in page(STARTS[number], ENDS[number]):
        of_line = line.split()
        if line in GLYPHS.get(number, []):
            of_line = of_line[1:]
        if found and found[-1] in named and (found[-1], of_line[0]) in halves:
            joined.append((found[-1], of_line[0]))
            found[-1] += of_line.pop(0)
        found += of_line
    return found, joined


def cells(section):
    """The section's cells as (reference, column, words as printed), in printed order."""
    programme = next(each for each in PROGRAMMES.values() if section in each["sections"])
    first = f"{section['number']}. {printed(programme, section['key'], 'heading', section['heading'])}"
    yield section["number"], "heading", first.split()
    yield section["number"], "quote", printed(programme, section["key"], "quote", section["quote"]).split()
    for row in rows(section):
        row_cells = [("indicator", row.indicator["key"], "text", row.indicator["text"])]
        if row.opens_task:
            row_cells[:0] = [("task", row.task["key"], "text", row.task["text"])]
            row_cells[1:1] = [("task", row.task["key"], "sub_items", item) for item in row.task["sub_items"]]
        if row.opens_topic:
            row_cells[:0] = [("topic", row.topic["key"], "title_printed", row.topic["title_printed"])]
        row_cells.append(("timeline", row.indicator["key"], "phrase", row.indicator["timeline"]["phrase"]))
        for column, key, field, text in row_cells:
            yield row.reference, column, printed(programme, key, field, text).split()
        for number, entry in enumerate(row.indicator["progress"], 1):
            entry_text = printed(programme, entry["key"], "text", entry["text"])
            yield f"{row.reference} ({number})", "progress", entry_text.split()


def ways(wanted: list[str], runs: int, after: int, page_words: list[str], used: list[bool]):
    """The ways to lay these words over unused words of the page in exactly so many runs, as index lists."""
    for start in range(after, len(page_words)):
        length = 0
        for word, on_page, taken in zip(wanted, page_words[start:], used[start:], strict=False):
            if taken or word != on_page:
                break
            length += 1
        if runs == 1:
            if length == len(wanted):
                yield list(range(start, start + length))
        else:
            for cut in range(min(length, len(wanted) - 1), 0, -1):
                for rest in ways(wanted[cut:], runs - 1, start + cut + 1, page_words, used):
                    yield [*range(start, start + cut), *rest]


def lay_cut(cut_cells, page_words, used):
    """The first way to lay all the cut cells over the unused words: positions by cell, or None."""
    if not cut_cells:
        return {}
    (name, wanted, runs), *others = cut_cells
    for places in ways(wanted, runs, 0, page_words, used):
        taken = [place or at in set(places) for at, place in enumerate(used)]
        if (rest := lay_cut(others, page_words, taken)) is not None:
            return {name: places} | rest
    return None


def lay(section):
    """Lay every cell over the dump's words: (reference, column, positions) in printed order."""
    number = section["number"]
    page_words, _ = words(number)
    used = [False] * len(page_words)
    cursor = 0
    whole = {}
    cut_cells = []
    order = list(cells(section))
    for at, (reference, column, wanted) in enumerate(order):
        if runs := CUT.get(number, {}).get((reference, column)):
            cut_cells.append((at, wanted, runs))
            continue
        places = next(ways(wanted, 1, cursor, page_words, used), None)
        assert places, f"{reference} {column} is not in the dump in one run: {' '.join(wanted)}"
        cursor = places[-1] + 1
        whole[at] = places
        for place in places:
            used[place] = True
    cut = lay_cut(cut_cells, page_words, used)
    assert cut is not None, f"section {number}: its cut cells are not in the dump"
    return [(*order[at][:2], places) for at, places in sorted((whole | cut).items())], len(page_words)


def test_the_dump_is_kept_byte_for_byte():
    stored = (FIXTURES / "documents" / "PC0461E1.txt").read_bytes()
    assert hashlib.sha256(stored).hexdigest() == SHA256


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["number"])
def test_every_word_of_a_section_is_there_as_often_as_in_the_dump(section):
    in_the_dump = Counter(words(section["number"])[0])
    in_the_fixture = Counter(word for _, _, of_cell in cells(section) for word in of_cell)
    assert in_the_fixture - in_the_dump == Counter()
    assert in_the_dump - in_the_fixture == Counter()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["number"])
def test_the_cells_of_a_section_lie_over_the_dump_in_order(section):
    laid, length = lay(section)
    assert sorted(place for _, _, places in laid for place in places) == list(range(length))
    starts = [places[0] for _, _, places in laid]
    assert starts == sorted(starts)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["number"])
def test_the_broken_words_of_a_section_are_those_named(section):
    assert words(section["number"])[1] == BROKEN.get(section["number"], [])


@pytest.mark.parametrize(
    ("slug", "start", "end"),
    [("ptc-2013-2016", ANNEX_I, STARTS["1"]), ("ptc-2016-2019", ANNEX_II, STARTS["7"])],
    ids=["I", "II"],
)
def test_an_introduction_is_the_dump_word_for_word(slug, start, end):
    programme = PROGRAMMES[slug]
    in_the_fixture = programme["title"].split()
    if slug == "ptc-2016-2019":
        in_the_fixture[0] = (
            "DRAFT"  # the title is that of section III, "Draft PTC ..."; the annex has capitals
        )
    for number, text in enumerate(programme["introduction"]):
        as_printed = printed(programme, f"introduction.{number}", "text", text)
        in_the_fixture += as_printed.removeprefix("## ").split()
    assert in_the_fixture == " ".join(page(start, end)).split()


def test_no_text_holds_a_line_break_or_two_spaces():
    for section in SECTIONS:
        texts = [section["heading"], section["quote"]]
        for row in rows(section):
            texts += [
                row.topic["title_printed"],
                row.topic["title"],
                row.task["text"],
                *row.task["sub_items"],
            ]
            texts += [row.indicator["text"], row.indicator["timeline"]["phrase"]]
            texts += [entry["text"] for entry in row.indicator["progress"]]
        assert all(text == " ".join(text.split()) and text for text in texts)


def test_what_is_left_out_is_what_is_named():
    after = [line.strip() for line in LINES[ANNEX_I:]]
    assert after.count(TABLE_HEADER) == HEADERS
    assert [line for line in after if line in RUNNING_HEADS] == RUNNING_HEADS
    assert [line for line in after if re.match(r"o\s", line)] == GLYPHS["5"]
    heading = PROGRAMMES["ptc-2016-2019"]["document"]["page_heading"]
    assert heading == RUNNING_HEADS[1]
    rules = [line for line in after if line and RULE.fullmatch(line)]
    assert rules == ["*", "* *", "*", "* *", "_______________________"]
