"""References of an adopted programme: told before they change, noted when they do, and old ones lead on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from programmes.actions.import_programme import import_programme
from programmes.actions.references import reference_changes
from programmes.actions.structure import Refused, add_node, edit_node, restore_node, undo_act
from programmes.importing import interchange
from programmes.models import FormerReference, WorkProgramme
from programmes.selectors.programmes import load_outline
from programmes.selectors.references import find_by_reference, references_in, references_of, row_reference
from tests.html import flat
from tracking.actions.nodes import move_node, step_node, withdraw_node

OUTLINE = "/programmes/small/structure/"


@pytest.fixture
def adopted(outline: dict[str, Any]) -> dict[str, Any]:
    """The small programme, adopted."""
    WorkProgramme.objects.filter(slug="small").update(status="adopted")
    for node in outline.values():
        node.refresh_from_db()
    return outline


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    return as_user(officer)


def refs(programme: Any) -> dict[str, str]:
    """Titles of topics by reference."""
    return {topic.ref: topic.title for topic in load_outline(programme).topics}


def moved_down(made: dict[str, Any], officer: Any, name: str = "A") -> None:
    made[name].refresh_from_db()
    step_node(node=made[name], up=False, revision=made[name].revision, by=officer)


# --- no reference is of two rows ------------------------------------------------------------


@pytest.mark.parametrize("number", ["1", "1.", " 1 ", "1.1", "2.7"])
def test_a_number_that_another_section_shows_is_refused_when_it_is_added(
    outline: dict[str, Any], browser: Any, number: str
) -> None:
    page = browser.post(f"{OUTLINE}add/", {"heading": "Three", "number": number})
    assert page.status_code == 422
    assert "Another section has the number" in flat(page.content.decode())
    assert len(load_outline(outline["programme"]).sections) == 2


def test_a_number_that_another_section_shows_is_refused_when_it_is_edited(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    address = f"{OUTLINE}{outline['two'].key}/?do=rename"
    page = browser.post(address, {"heading": "Two", "number": "1", "revision": "1"})
    assert page.status_code == 422
    assert "Another section has the number 1" in flat(page.content.decode())
    with pytest.raises(Refused):
        edit_node(node=outline["two"], values={"number": "1"}, revision=1, by=officer)
    outline["two"].refresh_from_db()
    assert (outline["two"].number, outline["two"].revision) == ("2", 1)


def test_a_full_stop_after_a_number_is_taken_off(outline: dict[str, Any], browser: Any) -> None:
    address = f"{OUTLINE}{outline['two'].key}/?do=rename"
    browser.post(address, {"heading": "Two", "number": "5.", "revision": "1"})
    assert refs(outline["programme"])["5.1"] == "D"


def test_a_section_whose_number_is_taken_meanwhile_is_not_restored(
    outline: dict[str, Any], officer: Any, browser: Any
) -> None:
    two = outline["two"]
    withdraw_node(node=two, why="Not needed", revision=1, by=officer)
    add_node(parent=outline["programme"], values={"heading": "New", "number": "2"}, by=officer)
    with pytest.raises(Refused, match="Another section has the number 2"):
        restore_node(node=two, revision=2, by=officer)
    page = browser.post(OUTLINE, {"node": f"{two.key}-2", "act": "restore"}, follow=True).content.decode()
    assert "Another section has the number 2" in flat(page)
    two.refresh_from_db()
    assert two.withdrawn_at


def test_a_new_number_is_not_undone_to_one_that_is_taken_meanwhile(
    outline: dict[str, Any], officer: Any
) -> None:
    edit_node(node=outline["two"], values={"number": "3"}, revision=1, by=officer)
    add_node(parent=outline["programme"], values={"heading": "New", "number": "2"}, by=officer)
    with pytest.raises(Refused, match="Another section has the number 2"):
        undo_act(node=outline["two"], revision=2, by=officer)
    outline["two"].refresh_from_db()
    assert outline["two"].number == "3"


def test_references_are_counted_alike_where_a_section_without_a_number_gives_way(
    outline: dict[str, Any], officer: Any
) -> None:
    for name, number in (("one", ""), ("two", "1")):
        edit_node(node=outline[name], values={"number": number}, revision=1, by=officer)
    add_node(parent=outline["programme"], values={"heading": "Three", "number": ""}, by=officer)
    whole = references_in(outline["programme"])
    assert whole[outline["A"].key] == "2.1"
    assert whole[outline["D"].key] == "1.1"
    outline["A"].section.refresh_from_db()
    outline["D"].section.refresh_from_db()
    topics = [outline["A"], outline["D"]]
    assert references_of(topics).items() <= whole.items()
    row = outline["x"]
    row.task.topic.section.refresh_from_db()
    assert row_reference(row) == whole[row.key] == "2.1.1"


# --- told before ----------------------------------------------------------------------------


def test_a_draft_is_moved_without_a_word(outline: dict[str, Any], browser: Any) -> None:
    browser.post(OUTLINE, {"node": f"{outline['A'].key}-1", "act": "down"})
    assert refs(outline["programme"])["1.2"] == "A"
    assert not FormerReference.objects.exists()


def test_in_an_adopted_programme_the_references_that_change_are_told_before(
    adopted: dict[str, Any], browser: Any
) -> None:
    move = {"node": f"{adopted['A'].key}-1", "act": "down"}
    page = flat(browser.post(OUTLINE, move).content.decode())
    assert "This would change 4:" in page
    for words in ("1.1 → 1.2", "1.2 → 1.1", "1.1.1 → 1.2.1", "1.1.2 → 1.2.2"):
        assert words in page
    assert refs(adopted["programme"])["1.1"] == "A"
    assert not FormerReference.objects.exists()
    browser.post(OUTLINE, {**move, "confirmed": "yes"})
    assert refs(adopted["programme"])["1.2"] == "A"


def test_a_script_is_asked_too(adopted: dict[str, Any], browser: Any) -> None:
    move = {"node": f"{adopted['A'].key}-1", "act": "down"}
    response = browser.post(OUTLINE, move, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "data-confirm" in page
    assert 'name="confirmed"' in page
    assert "outline-whole" not in page
    assert "structure-done" in response.headers["HX-Trigger-After-Settle"]
    assert refs(adopted["programme"])["1.1"] == "A"


FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "add": ("A", "add", {"title": "New"}, "1.2 → 1.3"),
    "move": ("A", "move", {"place": "after-C", "revision": "1"}, "1.1.2 → 1.3.2"),
    "withdraw": ("A", "withdraw", {"why": "Given up", "revision": "1"}, "1.2 → 1.1"),
    "rename": ("one", "rename", {"heading": "One", "number": "7", "revision": "1"}, "1.1.2 → 7.1.2"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_tell_them_before_too_and_keep_what_was_typed(
    adopted: dict[str, Any], browser: Any, form: str
) -> None:
    name, do, fields, change = FORMS[form]
    if "place" in fields:
        fields = fields | {"place": f"after-{adopted['C'].key}"}
    key = adopted[name].key
    address = f"{OUTLINE}add/?after={key}" if do == "add" else f"{OUTLINE}{key}/?do={do}"
    before = references_in(adopted["programme"])
    page = browser.post(address, fields).content.decode()
    assert change in flat(page)
    assert 'name="confirmed" value="yes"' in page
    assert do == "add" or 'name="revision" value="1"' in page
    assert references_in(adopted["programme"]) == before
    browser.post(address, {**fields, "confirmed": "yes"})
    assert references_in(adopted["programme"]) != before


@pytest.mark.parametrize("form", ["rename", "withdraw", "add"])
def test_what_changes_no_reference_of_another_row_is_done_without_a_word(
    adopted: dict[str, Any], browser: Any, form: str
) -> None:
    name, address, fields = {
        "rename": ("A", "{}/?do=rename", {"title": "New words", "revision": "1"}),
        "withdraw": ("C", "{}/?do=withdraw", {"why": "Given up", "revision": "1"}),
        "add": ("C", "add/?after={}", {"title": "Last"}),
    }[form]
    assert browser.post(OUTLINE + address.format(adopted[name].key), fields).status_code == 302


def test_a_restored_topic_is_told_with_the_references_it_moves(
    adopted: dict[str, Any], browser: Any, officer: Any
) -> None:
    withdraw_node(node=adopted["A"], why="Given up", revision=1, by=officer)
    page = browser.post(OUTLINE, {"node": f"{adopted['A'].key}-2", "act": "restore"}).content.decode()
    assert "1.1 → 1.2" in flat(page)
    adopted["A"].refresh_from_db()
    assert adopted["A"].withdrawn_at


def test_telling_leaves_nothing_written(adopted: dict[str, Any], officer: Any) -> None:
    changes = reference_changes(adopted["programme"], lambda: moved_down(adopted, officer))
    assert ("1.1", "1.2") in changes
    assert refs(adopted["programme"])["1.1"] == "A"
    assert not FormerReference.objects.exists()


# --- old ones lead on -----------------------------------------------------------------------


def follow(address: str, user: Any = None) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(f"/programmes/small/references/{address}/", follow=True)


def test_a_reference_leads_to_its_row_and_topic(adopted: dict[str, Any]) -> None:
    row = follow("1.1.2")
    assert row.redirect_chain[-1][0].endswith(f"#r-{adopted['y'].key}")
    topic = follow("1.1.")
    assert topic.redirect_chain[-1][0] == f"/programmes/small/topics/{adopted['A'].key}/"
    assert follow("9.9.9").status_code == 404


@pytest.mark.parametrize("reader", ["nobody", "officer"])
def test_an_old_reference_leads_to_the_row_and_says_what_it_is_now(
    adopted: dict[str, Any], officer: Any, reader: str
) -> None:
    move_node(node=adopted["A"], parent=adopted["two"], after=adopted["D"], revision=1, by=officer)
    page = follow("1.1.2", officer if reader == "officer" else None)
    assert page.redirect_chain[-1][0].endswith(f"#r-{adopted['y'].key}")
    assert "1.1.2 is now 2.2.2." in flat(page.content.decode())


def test_a_reference_that_is_of_another_row_now_names_the_one_that_had_it(
    adopted: dict[str, Any], officer: Any
) -> None:
    moved_down(adopted, officer)
    page = follow("1.1")
    assert page.redirect_chain[-1][0] == f"/programmes/small/topics/{adopted['B'].key}/"
    said = page.content.decode()
    assert "1.1 was the reference of another row: it is now" in flat(said)
    assert f'<a href="/programmes/small/topics/{adopted["A"].key}/">1.2</a>' in said


def test_an_old_reference_of_a_withdrawn_row_leads_to_its_history(
    adopted: dict[str, Any], officer: Any
) -> None:
    withdraw_node(node=adopted["y"], why="Given up", revision=1, by=officer)
    page = follow("1.1.2")
    assert page.redirect_chain[-1][0] == f"/programmes/small/rows/{adopted['y'].key}/history/"
    assert "1.1.2 is withdrawn." in flat(page.content.decode())


def test_references_of_a_draft_are_not_noted(outline: dict[str, Any], officer: Any) -> None:
    moved_down(outline, officer)
    assert not FormerReference.objects.exists()


def test_a_reference_that_came_back_is_of_its_row_alone(adopted: dict[str, Any], officer: Any) -> None:
    moved_down(adopted, officer)
    adopted["A"].refresh_from_db()
    undo_act(node=adopted["A"], revision=adopted["A"].revision, by=officer)
    found = find_by_reference(adopted["programme"], "1.1.1")
    assert [(each.key, each.now, each.is_former) for each in found] == [(adopted["x"].key, "1.1.1", False)]
    topics = find_by_reference(adopted["programme"], "1.1")
    assert [(each.key, each.now) for each in topics] == [(adopted["A"].key, "1.1"), (adopted["B"].key, "1.2")]


def test_an_import_notes_the_references_that_it_changes(adopted: dict[str, Any], officer: Any) -> None:
    from programmes.exports.interchange import render
    from programmes.selectors.programmes import load_whole

    programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug="small")
    tree = interchange.read(render(load_whole(programme)))
    tree.sections[0].topics.reverse()
    report = import_programme(interchange.read(render(tree)), by=officer)
    assert ("1.1", "1.3") in report.references
    assert "1.1.1 → 1.3.1" in str(report.reference_line)
    assert [each.now for each in find_by_reference(programme, "1.1.1")] == ["1.3.1"]


def test_adoption_itself_notes_nothing_and_an_edited_row_neither(
    adopted: dict[str, Any], officer: Any
) -> None:
    edit_node(node=adopted["x"], values={"text": "Other words"}, revision=1, by=officer)
    edit_node(node=adopted["A"], values={"title": "Other words"}, revision=1, by=officer)
    assert not FormerReference.objects.exists()
    edit_node(node=adopted["one"], values={"number": "9"}, revision=1, by=officer)
    assert {old.reference for old in FormerReference.objects.all()} == {"1.1", "1.2", "1.3", "1.1.1", "1.1.2"}
