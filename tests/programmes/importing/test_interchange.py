"""The interchange form without a database: what goes out comes in equal, and every fault is told with its place."""

import copy
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from programmes.content import ProgrammeContent
from programmes.exports.interchange import as_dict, render
from programmes.importing.interchange import read
from tests.programmes.seeds import PROGRAMMES
from tests.programmes.trees import programmes
from wco_tracker.lib.interchange import Unreadable, read_bytes, read_file

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs" / "programme.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
MINIMAL = {
    "format": "wco-tracker/programme",
    "version": 1,
    "slug": "small",
    "group": "ptc",
    "title": "Small",
    "sections": [
        {
            "heading": "H",
            "topics": [
                {
                    "title": "T",
                    "tasks": [
                        {
                            "text": "Do",
                            "indicators": [
                                {
                                    "text": "Done",
                                    "timeline": {"phrase": "March 2014"},
                                    "progress": [{"text": "Begun"}],
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    ],
}
ROW = "sections[0].topics[0].tasks[0].indicators[0]"


def small(change: Callable[[dict[str, Any]], Any] | None = None) -> bytes:
    """The smallest programme, changed."""
    value = copy.deepcopy(MINIMAL)
    if change:
        change(value)
    return json.dumps(value).encode()


def topic_of(value: dict[str, Any]) -> dict[str, Any]:
    return value["sections"][0]["topics"][0]


def row_of(value: dict[str, Any]) -> dict[str, Any]:
    return topic_of(value)["tasks"][0]["indicators"][0]


def entry_of(value: dict[str, Any]) -> dict[str, Any]:
    return row_of(value)["progress"][0]


def nested(depth: int) -> list[Any]:
    """A list in a list in a list."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def faults_of(data: bytes) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.faults


# --- out and in ---------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_allows_no_field_it_does_not_name() -> None:
    value = as_dict(read(small()))
    assert VALIDATOR.is_valid(value)
    for change in (
        lambda v: v.update(extra=1),
        lambda v: entry_of(v).update(extra=1),
        lambda v: entry_of(v).pop("text"),
        lambda v: v.pop("sections"),
        lambda v: v.pop("version"),
        lambda v: row_of(v)["timeline"].update(kind="soon"),
    ):
        changed = copy.deepcopy(value)
        change(changed)
        assert not VALIDATOR.is_valid(changed)


@hypothesis_settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(programmes())
def test_any_tree_is_written_as_the_schema_says_and_read_again_equal(tree: ProgrammeContent) -> None:
    data = render(tree)
    VALIDATOR.validate(json.loads(data))
    again = read(data)
    again.sections = again.sections or []
    for row, other in zip(again.indicators, tree.indicators, strict=True):
        row.state = other.state  # derived from the entries when a tree is judged
    assert again == tree
    assert render(again) == data


def test_a_file_of_the_design_alone_is_taken() -> None:
    """Without any of the extra keys, and with goals whose plan it does not name."""
    value = copy.deepcopy(PROGRAMMES["ptc-2013-2016"])
    for name in ("plan", "document", "steps", "training", "as_of"):
        del value[name]
    tree = read(json.dumps(value).encode())
    assert as_dict(tree)["strategic_goals"] == value["strategic_goals"]
    assert tree.plan_slug == "ptc-2013-2016"
    assert [section.activity_code for section in tree.sections] == ["1.1", "1.2", "1.3", "1.4", "1.5", "5.1"]


def test_rows_without_a_key_get_one_each_time() -> None:
    first, second = read(small()), read(small())
    assert first.sections[0].key != second.sections[0].key
    assert len(first.sections[0].key) == 10


def test_a_phrase_without_a_reading_is_read_by_the_program() -> None:
    timeline = next(read(small()).indicators).timeline
    assert (timeline.kind, str(timeline.due_on), timeline.precision) == ("by_date", "2014-03-31", "month")


def test_a_visibility_that_is_not_said_is_the_narrowest() -> None:
    assert read(small()).visibility == "secretariat"


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read(b"\xef\xbb\xbf" + small()).title == "Small"


@pytest.mark.parametrize(
    ("given_", "kept"), [(0, "0"), (-0.0, "0"), ("-0.00", "0"), (12.5, "12.5"), ("1e3", "1000")]
)
def test_a_number_is_kept_as_short_as_it_can_be(given_: Any, kept: str) -> None:
    tree = read(small(lambda v: row_of(v).update(target=given_)))
    assert next(tree.indicators).target == kept


# --- faults -------------------------------------------------------------------------------

FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("a title that is missing", lambda v: v.pop("title"), "title: this is missing"),
    ("a title that is a number", lambda v: v.update(title=7), "title: a text in quotation marks"),
    (
        "a title that is too long",
        lambda v: v.update(title="x" * 301),
        "title: the text has 301 characters; at most 300",
    ),
    ("a period that is too long", lambda v: v.update(period="x" * 31), "period: the text has 31 characters"),
    (
        "a symbol too long",
        lambda v: v.update(document={"symbol": "x" * 61}),
        "document.symbol: the text has 61",
    ),
    (
        "an agenda item of no document",
        lambda v: v.update(document={"agenda_item": "I"}),
        "document.agenda_item: an agenda item is a document's",
    ),
    ("a short name with spaces", lambda v: v.update(slug="a b"), "slug: “a b” is not a short name"),
    ("a short name too long", lambda v: v.update(slug="x" * 51), "slug: "),
    ("an unknown status", lambda v: v.update(status="open"), "status: “open” is not one of"),
    ("a date that is none", lambda v: v.update(ends_on="2014-13"), "ends_on: "),
    ("sections that are an object", lambda v: v.update(sections={}), "sections: a list in brackets"),
    ("a section that is a text", lambda v: v.update(sections=["x"]), "sections[0]: an object in braces"),
    ("a flag that is a word", lambda v: v.update(training="yes"), "training: true or false"),
    ("a mended mark that is a text", lambda v: v.update(mended=["x"]), "mended[0]: an object in braces"),
    (
        "a mended mark of no place",
        lambda v: v.update(mended=[{"where": "k", "at": 1.5, "printed": "?", "read": "x"}]),
        "mended[0].at: a whole number",
    ),
    (
        "a control character in a mended mark",
        lambda v: v.update(mended=[{"where": "k\x00", "at": 1, "printed": "?", "read": "x"}]),
        "mended[0].where: line 1 of the text holds a control character (U+0000)",
    ),
    (
        "a topic's title too long",
        lambda v: topic_of(v).update(title="x" * 301),
        "sections[0].topics[0].title: ",
    ),
    (
        "a sponsor twice",
        lambda v: topic_of(v).update(sponsors=["A", "A"]),
        "topics[0].sponsors: “A” stands more",
    ),
    (
        "an earlier topic twice",
        lambda v: topic_of(v).update(continues=[{"programme": "p", "key": "a" * 10}] * 2),
        "topics[0].continues: the topic aaaaaaaaaa stands more than once",
    ),
    (
        "an activity twice",
        lambda v: v.update(
            strategic_goals=[
                {"number": n, "title": "G", "activities": [{"code": "1.1", "title": "A"}]} for n in "12"
            ]
        ),
        "strategic_goals: activity 1.1 stands more than once",
    ),
    (
        "a goal twice",
        lambda v: v.update(strategic_goals=[{"number": "1", "title": "G", "activities": []}] * 2),
        "strategic_goals: goal 1 stands more than once",
    ),
    ("a text too long", lambda v: row_of(v).update(text="x" * 10_001), f"{ROW}.text: the text has 10,001"),
    (
        "a control character",
        lambda v: row_of(v).update(text="a\nb\x07"),
        f"{ROW}.text: line 2 of the text holds",
    ),
    ("a lone surrogate", lambda v: row_of(v).update(text="\ud800"), f"{ROW}.text: line 1 of the text holds"),
    (
        "a phrase too long",
        lambda v: row_of(v)["timeline"].update(phrase="x" * 301),
        f"{ROW}.timeline.phrase: ",
    ),
    (
        "an unknown kind",
        lambda v: row_of(v)["timeline"].update(kind="soon"),
        f"{ROW}.timeline.kind: “soon” is not one of",
    ),
    (
        "a due day that is none",
        lambda v: row_of(v)["timeline"].update(kind="by_date", due_on="2014-02-30"),
        f"{ROW}.timeline.due_on: “2014-02-30” is not a day",
    ),
    (
        "an unknown recurrence",
        lambda v: row_of(v)["timeline"].update(kind="periodic", recurrence="fortnightly"),
        f"{ROW}.timeline.recurrence: “fortnightly” is not one of",
    ),
    (
        "a target that is a word",
        lambda v: row_of(v).update(target="many"),
        f"{ROW}.target: “many” is not a number",
    ),
    (
        "a target that is too fine",
        lambda v: row_of(v).update(target="1.005"),
        f"{ROW}.target: “1.005” is not",
    ),
    (
        "a target that is true",
        lambda v: row_of(v).update(target=True),
        f"{ROW}.target: “True” is not a number",
    ),
    ("a number too large", lambda v: entry_of(v).update(number=10**10), f"{ROW}.progress[0].number: "),
    ("an unknown state", lambda v: entry_of(v).update(sets_state="x"), f"{ROW}.progress[0].sets_state: “x”"),
    (
        "evidence that is a text",
        lambda v: entry_of(v).update(evidence="x"),
        f"{ROW}.progress[0].evidence: a list",
    ),
    (
        "a fault in what was released",
        lambda v: entry_of(v).update(released_as={"text": 5}),
        f"{ROW}.progress[0].released_as.text: ",
    ),
    ("a forged key", lambda v: row_of(v).update(key="DROP TABLE"), f"{ROW}.key: “DROP TABLE” is not a key"),
    (
        "another name for the timeline",
        lambda v: row_of(v).update(time_line=row_of(v).pop("timeline")),
        f"{ROW}: unknown name “time_line”; did you mean “timeline”?",
    ),
    (
        "another name for the sections",
        lambda v: v.update(Sections=v["sections"]),
        "The file: unknown name “Sections”; did you mean “sections”?",
    ),
    ("no sections", lambda v: v.pop("sections"), "sections: this is missing."),
    ("sections that are null", lambda v: v.update(sections=None), "sections: a list in brackets"),
    ("topics that are null", lambda v: v["sections"][0].update(topics=None), "sections[0].topics: a list in"),
    (
        "rows that are null",
        lambda v: topic_of(v)["tasks"][0].update(indicators=None),
        "indicators: a list in",
    ),
    (
        "a timeline that is a text",
        lambda v: row_of(v).update(timeline="March 2014"),
        f"{ROW}.timeline: an object in braces",
    ),
    (
        "a day that is not given",
        lambda v: row_of(v)["timeline"].update(kind="by_date"),
        f"{ROW}.timeline.due_on: a day is needed here",
    ),
    (
        "a day without a kind",
        lambda v: row_of(v)["timeline"].update(due_on="2014-03-31"),
        f"{ROW}.timeline.due_on: this says what the phrase means",
    ),
    *(
        (
            f"a slug that is a page's ({slug})",
            lambda v, slug=slug: v.update(slug=slug),
            f"slug: “{slug}” is the",
        )
        for slug in ("new", "import", "New", "IMPORT")
    ),
    ("a target below zero", lambda v: row_of(v).update(target=-1), f"{ROW}.target: “-1” is below 0."),
    ("a number below zero", lambda v: entry_of(v).update(number="-0.5"), f"{ROW}.progress[0].number: “-0.5”"),
    (
        "a number below zero that was released",
        lambda v: entry_of(v).update(released_as={"text": "x", "number": -3}),
        f"{ROW}.progress[0].released_as.number: “-3” is below 0.",
    ),
    *(
        (
            f"the numbers {one} and {other}",
            lambda v, one=one, other=other: v.update(
                sections=[{"heading": "H", "number": n} for n in ("7", one, "", other)]
            ),
            f"sections[3].number: sections[1] has the number {one.strip(' .')}, and both would give",
        )
        for one, other in [("1", "1"), ("1", "1."), ("5. ", " 5"), ("II", "ii"), ("1", "1.1"), ("II.1", "II")]
    ),
    (
        "a period that ends before it starts",
        lambda v: v.update(starts_on="2016", ends_on="2015-12"),
        "ends_on: 2015-12 is before “starts_on”, 2016.",
    ),
    (
        "a place before the first character",
        lambda v: v.update(mended=[{"where": "k", "at": -1, "printed": "?", "read": "x"}]),
        "mended[0].at: -1 is too small",
    ),
    (
        "a place beyond the last character",
        lambda v: v.update(mended=[{"where": "k", "at": 10_001, "printed": "?", "read": "x"}]),
        "mended[0].at: 10001 is too large",
    ),
    ("a text that is a deep list", lambda v: v.update(title=nested(300)), "title: a text in quotation marks"),
    ("a status that is a deep list", lambda v: v.update(status=nested(300)), "status: “[…]” is not one of"),
    ("a target that is a deep list", lambda v: row_of(v).update(target=nested(300)), "“[…]” is not a number"),
    (
        "a key twice",
        lambda v: (row_of(v).update(key="a" * 10), topic_of(v).update(key="a" * 10)),
        f"{ROW}.key: The key aaaaaaaaaa stands more than once; it is the key of sections[0].topics[0] too.",
    ),
]


@pytest.mark.parametrize(
    ("change", "told"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_told_with_its_place(change: Callable[[dict[str, Any]], Any], told: str) -> None:
    faults = faults_of(small(change))
    assert [fault for fault in faults if told in fault], faults


def test_all_faults_are_told_at_once() -> None:
    def change(value: dict[str, Any]) -> None:
        value.update(title=1, status="x")
        row_of(value).update(text=None)

    assert len(faults_of(small(change))) == 3


OBJECTS = {
    "": lambda v: v,
    "document": lambda v: v["document"],
    "plan": lambda v: v["plan"],
    "steps[0]": lambda v: v["steps"][0],
    "steps[0].source": lambda v: v["steps"][0]["source"],
    "strategic_goals[0]": lambda v: v["strategic_goals"][0],
    "strategic_goals[0].activities[0]": lambda v: v["strategic_goals"][0]["activities"][0],
    "mended[0]": lambda v: v["mended"][0],
    "sections[0]": lambda v: v["sections"][0],
    "sections[0].topics[0]": topic_of,
    "sections[0].topics[0].continues[0]": lambda v: topic_of(v)["continues"][0],
    "sections[0].topics[0].tasks[0]": lambda v: topic_of(v)["tasks"][0],
    ROW: row_of,
    f"{ROW}.timeline": lambda v: row_of(v)["timeline"],
    f"{ROW}.progress[0]": entry_of,
    f"{ROW}.progress[0].source": lambda v: entry_of(v)["source"],
    f"{ROW}.progress[0].released_as": lambda v: entry_of(v)["released_as"],
}


def whole(value: dict[str, Any]) -> None:
    """Gives the small programme one object of every form."""
    source = {"document": "PC0461E1"}
    value.update(
        document={"symbol": "PC0461E1"},
        plan={"slug": "plan", "title": "P"},
        steps=[{"status": "draft", "source": dict(source)}],
        strategic_goals=[{"number": "1", "title": "G", "activities": [{"code": "1.1", "title": "A"}]}],
        mended=[{"where": "k", "at": 0, "printed": "?", "read": "x"}],
    )
    topic_of(value).update(continues=[{"programme": "earlier", "key": "a" * 10}])
    entry_of(value).update(source=dict(source), released_as={"text": "Before"})


def test_one_object_of_every_form_is_taken() -> None:
    assert read(small(whole)).plan_slug == "plan"


@pytest.mark.parametrize("place", OBJECTS)
def test_an_unknown_name_is_refused_in_every_object(place: str) -> None:
    def change(value: dict[str, Any]) -> None:
        whole(value)
        OBJECTS[place](value).update(xyzzy=1)

    assert faults_of(small(change)) == [f"{place or 'The file'}: unknown name “xyzzy”."]


@pytest.mark.parametrize("place", OBJECTS)
def test_a_name_that_stands_twice_is_refused_in_every_object(place: str) -> None:
    """JSON readers keep the last one in silence."""

    def change(value: dict[str, Any]) -> None:
        whole(value)
        inner = OBJECTS[place](value)
        inner["twice"] = inner.pop(name := next(reversed(inner)))
        names.append(name)

    names: list[str] = []
    data = small(change).decode().replace('"twice": ', f'"{names[0]}": null, "{names[0]}": ')
    expected = f"{place or 'The file'}: more than one value has the name “{names[0]}”."
    assert expected in faults_of(data.encode())


def test_of_many_faults_the_first_fifty_are_listed_and_the_rest_counted() -> None:
    faults = faults_of(small(lambda v: v.update(introduction=[1] * 80)))
    assert len(faults) == 51
    assert faults[49].startswith("introduction[49]: ")
    assert faults[50] == "And 30 more."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (small()[:-20], "not JSON"),
        (small().replace(b'"Small"', b"NaN"), "NaN is not a JSON number"),
        (small().replace(b'"Small"', b"-Infinity"), "-Infinity is not a JSON number"),
        (small().replace(b'"Small"', b"1e999"), "title: a text in quotation marks"),
        (small().replace(b'"Small"', b"9" * 5000), "not JSON"),
        (b'{"a":' * 100_000, "nested too deeply"),
        ("é".encode("latin-1"), "not UTF-8 text (byte 0)"),
        (b"[]", "This is not a work programme"),
        (b"null", "This is not a work programme"),
        (b'{"format": "wco-tracker/group", "version": 1}', "This is not a work programme"),
        (b'{"format": "wco-tracker/programme", "version": 2}', "This is not a work programme"),
    ],
)
def test_what_is_no_programme_is_refused_in_one_sentence(data: bytes, told: str) -> None:
    faults = faults_of(data)
    assert len(faults) == 1
    assert told in faults[0]


def test_a_target_beyond_numbers_is_refused() -> None:
    data = small(lambda v: row_of(v).update(target="X")).replace(b'"X"', b"1e999")
    assert "is not a number" in faults_of(data)[0]


@pytest.mark.parametrize("number", ["5.", "5..", " 5 . ", "5"])
def test_a_number_is_read_without_the_full_stop_after_it(number: str) -> None:
    tree = read(small(lambda v: v["sections"][0].update(number=number)))
    assert (tree.sections[0].number, next(tree.indicators).ref) == ("5", "5.1.1")


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        (["", "", "3"], ["1", "2", "3"]),
        (["", "", "", "3"], ["1", "2", "4", "3"]),
        (["2", "", ""], ["2", "3", "4"]),
        (["", "1"], ["2", "1"]),
        (["", "1.1"], ["2", "1.1"]),
        (["7", "", "II", ""], ["7", "2", "II", "4"]),
    ],
)
def test_a_section_without_a_number_takes_none_that_another_shows(
    printed: list[str], numbers: list[str]
) -> None:
    section = MINIMAL["sections"][0]  # type: ignore[index]
    tree = read(small(lambda v: v.update(sections=[{**section, "number": number} for number in printed])))
    assert [row.ref for row in tree.indicators] == [f"{number}.1.1" for number in numbers]


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as large:
        large.truncate(2_000_000_000)  # it takes no room on the disk
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="2,000,000,000 bytes; at most 50,000,000"):
            read_file(path, read)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_file_that_does_not_say_how_large_it_is_is_read_up_to_the_limit_only() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b" " * size

    endless = Endless()
    with pytest.raises(Unreadable, match="more than 50,000,000 bytes"):
        read_bytes(endless)
    assert endless.given == 50_000_001


def test_a_file_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wco_tracker.lib.interchange.reading.LIMIT", 10)
    assert "at most 10 can be read" in faults_of(small())[0]
