"""load_seeds, import_programme and export_programme, as one types them."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Topic, WorkProgramme
from tests.programmes.exports.pdf_reading import Reading, squeezed
from tests.programmes.importing.test_interchange import row_of, small
from tests.programmes.seeded.test_interchange import nothing_written, stored
from tracking.models import ChangeSet


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Any], Path]:
    """Writes bytes, or a value as JSON, to a file."""

    def write(content: Any, name: str = "programme.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def run(*words: Any) -> str:
    printed = io.StringIO()
    call_command(*(str(word) for word in words), stdout=printed)
    return printed.getvalue()


def fails(*words: Any) -> str:
    with nothing_written(), pytest.raises(CommandError) as caught:
        run(*words)
    return str(caught.value)


# --- load_seeds ---------------------------------------------------------------------------


def test_a_second_run_of_load_seeds_changes_nothing(db: None) -> None:
    with nothing_written():
        assert "nothing to do" in run("load_seeds")


def test_load_seeds_leaves_what_an_officer_changed(closed: Any) -> None:
    value = stored(closed.slug)
    value["title"] = "Renamed"
    call_command("import_programme", _kept(value), "--apply", stdout=io.StringIO())
    run("load_seeds")
    assert WorkProgramme.objects.get(pk=closed.pk).title == "Renamed"


def _kept(value: Any) -> str:
    path = Path(_FOLDER) / "kept.json"
    path.write_text(json.dumps(value))
    return str(path)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    global _FOLDER
    _FOLDER = str(tmp_path)


# --- import_programme ---------------------------------------------------------------------


def test_without_apply_nothing_is_written(db: None, file: Any) -> None:
    with nothing_written():
        said = run("import_programme", file(small()))
    assert "Small: 1 sections, 1 indicators. added: 1 section, 1 topic, 1 task, 1 indicator, 1 entry" in said
    assert "not written; add --apply to write" in said


def test_with_apply_it_is_written_with_its_change_set(db: None, file: Any) -> None:
    assert "(written)" in run("import_programme", file(small()), "--apply")
    assert stored("small")["sections"][0]["heading"] == "H"
    change = ChangeSet.objects.get(container="programme/small")
    assert (change.kind, change.by, change.file) == (ChangeSet.Kind.IMPORTED, None, "programme.json")


def test_json_prints_what_was_read_and_nothing_else(db: None, file: Any) -> None:
    with nothing_written():
        read = json.loads(run("import_programme", file(small()), "--json"))
    assert set(read) == {"content", "unplaced", "warnings"}
    assert read["content"]["title"] == "Small"


def test_json_with_apply_prints_what_it_wrote(db: None, file: Any) -> None:
    read = json.loads(run("import_programme", file(small()), "--json", "--apply"))
    assert stored("small") == read["content"]


def test_a_group_named_takes_the_place_of_the_files(db: None, file: Any) -> None:
    path = file(small(lambda v: v.update(group="nowhere")))
    assert "There is no group “nowhere”" in fails("import_programme", path, "--apply")
    run("import_programme", path, "--apply", "--group", "ec")
    assert stored("small")["group"] == "ec"


def test_an_export_imported_changes_nothing(closed: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    run("export_programme", closed.slug, "--format", "json", "--output", path)
    with nothing_written():
        assert "nothing to change (written)" in run("import_programme", path, "--apply")


def test_into_makes_a_copy_with_keys_of_its_own(closed: Any, file: Any) -> None:
    original = stored(closed.slug)
    run("import_programme", file(original), "--into", "a-copy", "--apply")
    copied = stored("a-copy")
    assert stored(closed.slug) == original
    assert copied["sections"][0]["key"] != original["sections"][0]["key"]
    assert _without_keys(copied) == _without_keys(original) | {"slug": "a-copy"}
    keys = set(_keys(copied))
    assert {m["where"] for m in copied["mended"] if "." not in m["where"]} <= keys
    assert not keys & set(_keys(original))


def test_into_a_copy_again_changes_what_differs_only(closed: Any, file: Any) -> None:
    original = stored(closed.slug)
    run("import_programme", file(original), "--into", "a-copy", "--apply")
    with nothing_written():
        assert "nothing to change" in run("import_programme", file(original), "--into", "a-copy", "--apply")
    original["sections"][0]["topics"][0]["tasks"][0]["text"] = "Reworded"
    before = Topic.objects.filter(section__programme__slug="a-copy", withdrawn_at=None).count()
    run("import_programme", file(original), "--into", "a-copy", "--apply")
    assert _without_keys(stored("a-copy")) == _without_keys(original) | {"slug": "a-copy"}
    assert Topic.objects.filter(section__programme__slug="a-copy", withdrawn_at=None).count() == before


def test_a_copy_goes_on_with_the_same_earlier_topics(draft: Any, closed: Any, file: Any) -> None:
    value = stored(draft.slug)
    topics = [topic for section in value["sections"] for topic in section["topics"]]
    old = Topic.objects.filter(section__programme=closed).values_list("key", flat=True).first()
    topics[0]["continues"] = [{"programme": closed.slug, "key": old, "how": "reworded"}]
    topics[1]["continues"] = [{"programme": draft.slug, "key": topics[0]["key"], "how": "reworded"}]
    run("import_programme", file(value), "--into", "a-copy", "--apply")
    first, second, *_ = [topic for section in stored("a-copy")["sections"] for topic in section["topics"]]
    assert first["continues"] == topics[0]["continues"]
    assert second["continues"] == [{"programme": "a-copy", "key": first["key"], "how": "reworded"}]


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(item) for name, item in value.items() if name not in ("key", "where")}
    return [_without_keys(item) for item in value] if isinstance(value, list) else value


def _keys(value: dict[str, Any]) -> list[str]:
    from programmes.importing.interchange import keys_of, read

    return keys_of(read(json.dumps(value).encode()))


# --- rows without a key -------------------------------------------------------------------


def keyless(value: Any) -> Any:
    """The same without any key of a row."""
    if isinstance(value, dict):
        kept = {name: keyless(item) for name, item in value.items() if name not in ("key", "mended")}
        return kept | ({"continues": []} if "continues" in kept else {})
    return [keyless(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("slug", ["ptc-2013-2016", "ptc-2016-2019"])
def test_a_file_without_keys_imported_twice_changes_nothing(slug: str, db: None, file: Any) -> None:
    value = keyless(stored(slug)) | {"slug": "without-keys"}
    path = file(value)
    run("import_programme", path, "--apply")
    first = stored("without-keys")
    assert keyless(first) == value
    with nothing_written():
        assert "nothing to change" in run("import_programme", path, "--apply")
    assert stored("without-keys") == first


def test_a_row_without_a_key_is_the_one_of_its_words_under_the_same_row(db: None, file: Any) -> None:
    value = keyless(stored("ptc-2013-2016")) | {"slug": "without-keys"}
    run("import_programme", file(value), "--apply")
    before = stored("without-keys")
    topic = value["sections"][0]["topics"][0]
    topic["tasks"][0]["indicators"][0]["timeline"] = {"phrase": "May 2016"}
    topic["tasks"].insert(0, {"text": "A new task", "indicators": []})
    said = run("import_programme", file(value), "--apply")
    assert "added: 1 task; changed: " in said
    assert "1 indicator (written)" in said
    after = stored("without-keys")["sections"][0]["topics"][0]
    old = before["sections"][0]["topics"][0]
    assert after["tasks"][1]["key"] == old["tasks"][0]["key"]
    assert after["tasks"][1]["indicators"][0]["key"] == old["tasks"][0]["indicators"][0]["key"]
    assert after["tasks"][1]["indicators"][0]["timeline"]["phrase"] == "May 2016"


LOOKS = {
    "white space at its end": lambda text: f"{text} ",
    "two spaces": lambda text: text.replace(" ", "  "),
    "a no-break space": lambda text: text.replace(" ", "\u00a0"),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "a typewriter's apostrophe": lambda text: text.replace("’", "'"),
    "a letter for an apostrophe": lambda text: text.replace("’", "ʼ"),
    "capitals": lambda text: text.upper(),
    "a zero-width space": lambda text: text.replace(" ", " \u200b"),
    "a soft hyphen": lambda text: text.replace("m", "m\u00ad"),
    "a mark of direction": lambda text: f"\u200e{text}",
    "a hyphen of Unicode": lambda text: text.replace("-", "\u2011"),
    "quotation marks": lambda text: text.replace("“", '"').replace("”", '"'),
}


@pytest.mark.parametrize("look", LOOKS)
def test_rows_without_a_key_that_read_the_same_stay_and_get_the_text_as_printed(
    look: str, db: None, file: Any
) -> None:
    words = "The Members’ “e-commerce” résumé"
    texts = {"heading": words, "title": words, "text": words}

    def worded(value: Any, change: Any) -> Any:
        if isinstance(value, list):
            return [worded(item, change) for item in value]
        if not isinstance(value, dict):
            return value
        new = {name: change(texts[name]) for name in value if name in texts}
        return {name: worded(item, change) for name, item in value.items()} | new

    sections = json.loads(small())["sections"]
    value = {**json.loads(small()), "sections": worded(sections, lambda text: text)}
    run("import_programme", file(value), "--apply")
    before = stored("small")
    other = value | {"sections": worded(sections, LOOKS[look])}
    said = run("import_programme", file(other), "--apply")
    assert "changed: 1 section, 1 topic, 1 task, 1 indicator, 1 entry (written)" in said
    assert "added" not in said
    assert "withdrawn" not in said
    assert "stored with other characters that read the same" in said
    assert list(_keys(stored("small"))) == list(_keys(before))
    assert keyless(stored("small"))["sections"][0]["heading"] == LOOKS[look](words)
    with nothing_written():
        assert "nothing to change" in run("import_programme", file(other), "--apply")
    run("import_programme", file(value), "--into", "a-copy", "--apply")
    said = run("import_programme", file(keyless(other)), "--into", "a-copy", "--apply")
    assert "added" not in said
    assert "withdrawn" not in said


def test_of_rows_that_read_the_same_the_one_of_the_same_characters_is_meant(db: None, file: Any) -> None:
    value = json.loads(small())
    tasks = value["sections"][0]["topics"][0]["tasks"]
    tasks += [{"text": "DO"}]
    run("import_programme", file(value), "--apply")
    before = stored("small")["sections"][0]["topics"][0]["tasks"]
    tasks.reverse()
    run("import_programme", file(value), "--apply")
    after = stored("small")["sections"][0]["topics"][0]["tasks"]
    assert [task["key"] for task in after] == [task["key"] for task in reversed(before)]


def test_a_topic_is_known_by_its_title_where_its_printed_title_is_left_out(db: None, file: Any) -> None:
    value = json.loads(small())
    value["sections"][0]["topics"][0]["title_printed"] = "T?"
    run("import_programme", file(value), "--apply")
    key = stored("small")["sections"][0]["topics"][0]["key"]
    run("import_programme", file(small()), "--apply")
    assert stored("small")["sections"][0]["topics"][0]["key"] == key


def test_rows_that_could_each_be_meant_are_named_and_nothing_written(db: None, file: Any) -> None:
    value = json.loads(small())
    task = value["sections"][0]["topics"][0]["tasks"][0]
    words = {"text": "Report to the PTC"}
    task["indicators"] = [words | {"timeline": {"phrase": f"{month} 2016"}} for month in ("March", "May")]
    value = keyless(value)
    run("import_programme", file(value), "--apply")
    with nothing_written():
        assert "nothing to change" in run("import_programme", file(value), "--apply")
    rows = value["sections"][0]["topics"][0]["tasks"][0]["indicators"]
    rows[1]["timeline"] = {"phrase": "June 2016"}  # the first is told by all that it holds: this is the other
    assert "“May 2016” → “June 2016”" in run("import_programme", file(value))
    rows[0]["timeline"] = {"phrase": "April 2016"}
    said = fails("import_programme", file(value), "--apply")
    assert (
        "1.1: “Report to the PTC” stands 2 times in the file without a key and 2 times in the programme"
        in said
    )


# --- row by row ---------------------------------------------------------------------------


def test_what_would_change_is_told_row_by_row(closed: Any, file: Any) -> None:
    value = stored(closed.slug)
    topic = value["sections"][0]["topics"][0]
    changed, gone = topic["tasks"][0]["indicators"][0], value["sections"][1]["topics"][0]
    changed["timeline"] = {"phrase": "May 2016"}
    changed["text"] = "Reworded"
    topic["sponsors"] = ["Customs of Atlantis"]
    topic["tasks"].append({"text": "A new task", "indicators": []})
    del value["sections"][1]["topics"][0]
    value["title"] = "Renamed"
    with nothing_written():
        lines = run("import_programme", file(value)).splitlines()
    told = "\n".join(lines)
    assert f"changed programme ({stored(closed.slug).get('key', '')}" in told
    assert "title “PTC Work Programme 2013-2016” → “Renamed”" in told
    indicator = next(line for line in lines if f"({changed['key']})" in line)
    assert indicator.startswith("changed indicator 1.1.1 ")
    assert "→ “Reworded”" in indicator
    assert "→ “May 2016”" in indicator
    assert "timeline_kind" not in indicator
    assert any(line.startswith("added task 1.1 (") and "“A new task”" in line for line in lines)
    assert any(
        line.startswith(f"changed topic 1.1 ({topic['key']})") and line.endswith("sponsors") for line in lines
    )
    assert any(line.startswith(f"withdrawn topic ({gone['key']})") for line in lines)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.docx", b"PK", "a.docx: only .json can be read"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b"\xff", "not UTF-8"),
        (
            "a.json",
            small(lambda v: v.update(Sections=v.pop("sections"))),
            "The file: unknown name “Sections”; did you mean “sections”?",
        ),
        (
            "a.json",
            small(lambda v: row_of(v).update(text=5)),
            "indicators[0].text: a text in quotation marks",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_and_nothing_written(
    db: None, file: Any, name: str, content: bytes, told: str
) -> None:
    assert told in fails("import_programme", file(content, name), "--apply")


def test_a_file_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    assert "No such file" in fails("import_programme", tmp_path / "none.json")


def test_a_short_name_that_is_none_is_told(db: None, file: Any) -> None:
    assert "slug: " in fails("import_programme", file(small()), "--into", "no name!", "--apply")
    assert "slug: " in fails("import_programme", file(small()), "--into", "x" * 51, "--apply")
    assert "slug: “new” is the address" in fails(
        "import_programme", file(small()), "--into", "new", "--apply"
    )


# --- export_programme ---------------------------------------------------------------------


def test_an_export_to_standard_output_is_the_file_alone(
    closed: Any, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    path = tmp_path / "out.json"
    run("export_programme", closed.slug, "--format", "json", "--output", path)
    call_command("export_programme", closed.slug, "--format", "json")
    assert capsysbinary.readouterr().out == path.read_bytes()
    assert json.loads(path.read_bytes()) == stored(closed.slug)


def test_an_export_in_word_is_a_word_file(closed: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    run("export_programme", closed.slug, "--format", "docx", "--output", path)
    assert "word/document.xml" in zipfile.ZipFile(path).namelist()
    assert list(tmp_path.iterdir()) == [path], "no half file stays"


def test_as_at_leaves_out_what_was_reported_later(closed: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    run("export_programme", closed.slug, "--format", "json", "--as-at", "2014-06-30", "--output", path)
    told = [
        entry["reported_on"]
        for section in json.loads(path.read_bytes())["sections"]
        for topic in section["topics"]
        for task in topic["tasks"]
        for row in task["indicators"]
        for entry in row["progress"]
    ]
    assert 0 < len(told) < 72
    assert not [day for day in told if day and day > "2014-06-30"]
    assert json.loads(path.read_bytes())["extract"] == "as at 2014-06-30"
    word = tmp_path / "out.docx"
    run(
        "export_programme",
        closed.slug,
        "--format",
        "docx",
        "--as-at",
        "2014-06-30",
        "--output",
        word,
        "--language",
        "fr",
    )
    with zipfile.ZipFile(word) as archive:
        assert "30 juin 2014" in archive.read("word/document.xml").decode()


def test_a_pdf_names_the_day_its_standings_are_judged_at(closed: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    run("export_programme", closed.slug, "--format", "pdf", "--output", path)
    reading = Reading(path.read_bytes())
    assert squeezed("Standings as of 31 July 2016") in reading.text(reading.root)


def test_an_unknown_programme_is_told(db: None) -> None:
    assert fails("export_programme", "nowhere", "--format", "json") == "There is no work programme “nowhere”."


@pytest.mark.parametrize("where", ["missing/out.json", "file/out.json", "folder", ""])
def test_an_output_that_cannot_be_written_is_told_and_leaves_nothing(
    closed: Any, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    said = fails("export_programme", closed.slug, "--format", "json", "--output", tmp_path / where)
    assert "Nothing was written" in said
    assert sorted(tmp_path.rglob("*")) == before
