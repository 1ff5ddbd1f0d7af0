"""The pages of a programme's structure by plain HTML: what they offer, where they lead, what they keep."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Group
from programmes.actions.structure import add_node, edit_node, paste_tasks
from programmes.forms.structure import lines_of
from programmes.models import Indicator, Task, Topic, WorkProgramme
from programmes.selectors.programmes import load_outline
from tests.html import flat
from tests.rows import create
from tracking.actions.nodes import withdraw_node

OUTLINE = "/programmes/small/structure/"


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's, without a script."""
    return as_user(officer)


def address(node: Any, do: str) -> str:
    return f"{reverse('programmes:node', args=['small', node.key])}?do={do}"


def post(browser: Any, where: str, **fields: Any) -> str:
    """Posts, follows, and returns the page."""
    response = browser.post(where, fields, follow=True)
    assert response.status_code == 200, response.content.decode()
    return str(response.content.decode())


def act(browser: Any, node: Any, name: str, revision: int = 1, **fields: str) -> str:
    return post(browser, OUTLINE, node=f"{node.key}-{revision}", act=name, **fields)


def undo(browser: Any, page: str) -> str:
    """Presses the button of the bar."""
    found = re.search(r'name="node" value="([^"]+)"><button[^>]+value="undo"', page)
    assert found, "no undo is offered"
    return post(browser, OUTLINE, node=found[1], act="undo")


def titles(programme: Any, section: int = 0) -> str:
    return "".join(topic.title for topic in load_outline(programme).sections[section].topics)


# --- the outline ----------------------------------------------------------------------------


def test_the_outline_shows_every_node_with_its_reference_and_leads_to_what_can_be_done(
    outline: dict[str, Any], browser: Any
) -> None:
    page = browser.get(OUTLINE).content.decode()
    for name in ("one", "A", "task1", "x"):
        key = outline[name].key
        assert f'id="n-{key}"' in page
        assert f'href="{OUTLINE}{key}/"' in page
    assert re.findall(r'class="ref">([^<]+)<', page) == [
        "1",
        "1.1",
        "1.1.1",
        "1.1.2",
        "1.2",
        "1.3",
        "2",
        "2.1",
    ]
    actions = browser.get(f"{OUTLINE}{outline['x'].key}/").content.decode()
    for words in ("Add one after it", "Rename", "Move up", "Move down", "Move to…", "History", "Withdraw…"):
        assert words in actions
    assert "Paste tasks" in browser.get(f"{OUTLINE}{outline['A'].key}/").content.decode()


def test_an_empty_programme_says_how_to_begin(programme: Any, browser: Any) -> None:
    assert "Add the first section" in browser.get(OUTLINE).content.decode()


def test_hostile_words_stay_words(outline: dict[str, Any], browser: Any, officer: Any) -> None:
    add_node(parent=outline["one"], values={"title": "<script>alert(1)</script>"}, by=officer)
    page = browser.get(OUTLINE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_matrix_and_the_list_lead_there_for_officers_only(
    outline: dict[str, Any], officer: Any, delegate: Any, as_user: Callable[[Any], Any]
) -> None:
    for where, link in (("/programmes/small/", OUTLINE), ("/programmes/", "/programmes/new/")):
        for user, shown in ((officer, True), (delegate, False), (None, False)):
            assert (f'href="{link}"' in as_user(user).get(where).content.decode()) is shown


# --- what is done comes back to the node, and can be undone ---------------------------------


def test_a_move_comes_back_to_the_node_and_is_undone(outline: dict[str, Any], browser: Any) -> None:
    node = outline["B"]
    response = browser.post(OUTLINE, {"node": f"{node.key}-1", "act": "up"})
    assert response.headers["Location"] == f"{OUTLINE}?done={node.key}#n-{node.key}"
    page = browser.get(response.headers["Location"]).content.decode()
    assert "Moved: B" in page
    assert titles(outline["programme"]) == "BAC"
    assert "The last change is undone." in undo(browser, page)
    assert titles(outline["programme"]) == "ABC"


@pytest.mark.parametrize(
    ("place", "order"), [("first-one", "BAC"), ("after-C", "ACB"), ("before-A", "BAC"), ("before-C", "ABC")]
)
def test_a_drop_names_the_place(outline: dict[str, Any], browser: Any, place: str, order: str) -> None:
    how, name = place.split("-")
    act(browser, outline["B"], "move", place=f"{how}-{outline[name].key}")
    assert titles(outline["programme"]) == order


@pytest.mark.parametrize("place", ["", "first-", "after-", "into-", "first-aaaaaaaaaa", "before"])
def test_a_place_that_is_none_is_refused_with_words(
    outline: dict[str, Any], browser: Any, place: str
) -> None:
    assert "Not done:" in act(browser, outline["B"], "move", place=place)
    assert titles(outline["programme"]) == "ABC"


def test_move_to_lists_every_place_of_its_level(outline: dict[str, Any], browser: Any) -> None:
    where = address(outline["B"], "move")
    page = browser.get(where).content.decode()
    assert len(re.findall(r"<optgroup", page)) == 2
    assert f'value="after-{outline["B"].key}"' not in page
    page = post(browser, where, revision="1", place=f"after-{outline['D'].key}")
    assert "Moved: B" in page
    assert (titles(outline["programme"]), titles(outline["programme"], 1)) == ("AC", "DB")


def test_adding_goes_from_an_empty_section_to_the_first_row_of_the_matrix(
    programme: Any, browser: Any
) -> None:
    where = f"{OUTLINE}add/"
    post(browser, where, number="1", heading="First table")
    section = programme.sections.get()
    post(browser, f"{where}?under={section.key}", title="Topic of it")
    topic = section.topics.get()
    post(browser, f"{where}?under={topic.key}", text="A task", sub_items="one\r\n\r\n two ")
    task = topic.tasks.get()
    assert task.sub_items == ["one", "two"]
    page = post(browser, f"{where}?under={task.key}", text="An indicator", timeline_phrase="by 31 March 2020")
    assert "Added: An indicator" in page
    matrix = browser.get("/programmes/small/").content.decode()
    for words in ("First table", "Topic of it", "A task", "two", "An indicator", 'data-ref="1.1.1"'):
        assert words in matrix


def test_the_form_of_a_section_begins_with_its_heading_which_is_not_cut(
    outline: dict[str, Any], browser: Any
) -> None:
    for where in (f"{OUTLINE}add/", address(outline["one"], "rename")):
        page = browser.get(where).content.decode().split(" data-structure>")[1]
        named = re.findall(r'<(?:textarea|input|select)[^>]* name="(\w+)"', page)
        assert [name for name in named if name not in ("csrfmiddlewaretoken", "revision")] == [
            "heading",
            "number",
            "quote",
            "activity",
        ]


def test_adding_after_a_node_stands_after_it(outline: dict[str, Any], browser: Any) -> None:
    post(browser, f"{OUTLINE}add/?after={outline['A'].key}", title="N")
    assert titles(outline["programme"]) == "ANBC"


def test_renaming_changes_what_was_typed_and_is_undone(outline: dict[str, Any], browser: Any) -> None:
    topic = outline["A"]
    page = post(browser, address(topic, "rename"), revision="1", title="Anew", title_printed="")
    assert titles(outline["programme"]) == "AnewBC"
    assert load_outline(outline["programme"]).sections[0].topics[0].title_printed == "Anew"
    undo(browser, page)
    assert titles(outline["programme"]) == "ABC"


def test_a_title_printed_as_it_is_called_follows_a_new_title(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    edit_node(node=outline["A"], values={"title_printed": "A"}, revision=1, by=officer)
    assert (
        ">A</textarea>"
        not in browser.get(address(outline["A"], "rename")).content.decode().split("title_printed")[-1]
    )
    post(browser, address(outline["A"], "rename"), revision="2", title="Anew", title_printed="")
    assert Topic.objects.get(pk=outline["A"].pk).title_printed == ""


def test_a_withdrawn_node_is_listed_with_who_and_why_and_is_restored(
    outline: dict[str, Any], browser: Any
) -> None:
    assert 'name="why"' in browser.get(address(outline["A"], "withdraw")).content.decode()
    page = post(browser, address(outline["A"], "withdraw"), revision="1", why="Merged with B")
    assert "Withdrawn: A" in page
    listed = page.split('id="withdrawn"')[1]
    assert "Officer," in listed
    assert "Merged with B" in listed
    assert titles(outline["programme"]) == "BC"
    assert "Restored: A" in act(browser, outline["A"], "restore", revision=2)
    assert titles(outline["programme"]) == "ABC"


def test_every_withdrawn_node_is_reached_page_by_page(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    made = paste_tasks(topic=outline["B"], texts=[f"Pasted {n}" for n in range(60)], by=officer)
    for task in made:
        withdraw_node(node=task, why="Gone", revision=1, by=officer)
    withdraw_node(node=outline["C"], why="Last", revision=1, by=officer)
    first, second = (browser.get(f"{OUTLINE}?withdrawn={n}") for n in (1, 2))
    assert "1 to 50 of 61" in first.content.decode()
    assert f'href="{"?"}withdrawn=2"' in first.content.decode()
    listed = [gone.node.key for page in (first, second) for gone in page.context["withdrawn"]]
    assert listed == [outline["C"].key, *(task.key for task in reversed(made))]
    restored = browser.post(
        f"{OUTLINE}?withdrawn=2",
        {"node": f"{made[0].key}-2", "act": "restore"},
        headers={"HX-Request": "true"},
    )
    assert restored.context["withdrawn"].number == 2


def test_a_withdrawn_node_has_a_page_with_its_history_and_the_rows_that_went_with_it(
    outline: dict[str, Any], browser: Any, as_user: Any, delegate: Any, chair: Any
) -> None:
    post(browser, address(outline["A"], "rename"), revision="1", title="Anew", title_printed="")
    page = post(browser, address(outline["A"], "withdraw"), revision="2", why="Merged with B")
    assert f'href="{OUTLINE}{outline["A"].key}/#history"' in page
    page = browser.get(f"{OUTLINE}{outline['A'].key}/").content.decode()
    for words in ("Merged with B", "Withdrawn: “Anew” (Merged with B)", 'value="restore"', "<del>"):
        assert words in page
    row = f"/programmes/small/rows/{outline['x'].key}/"
    assert f'href="{row}history/"' in page
    for reader, who in ((browser, "Officer"), (as_user(None), "Secretariat")):
        assert reader.get(row).headers["Location"] == f"{row}history/"
        page = flat(reader.get(f"{row}history/"))
        assert "The topic is withdrawn:" in page
        assert f"{who},<time" in page
        assert "Merged with B" in page
        assert ("Restore…" in page) == (who == "Officer")


def test_the_history_of_a_withdrawn_row_says_who_why_and_where_it_was_moved(
    outline: dict[str, Any], browser: Any
) -> None:
    act(browser, outline["x"], "move", place=f"first-{outline['task2'].key}")
    page = post(browser, address(outline["x"], "withdraw"), revision="2", why="Done elsewhere")
    where = f"/programmes/small/rows/{outline['x'].key}/history/"
    assert f'href="{where}"' in page
    page = browser.get(where).content.decode()
    for words in (
        "History of a withdrawn row",
        "The row is withdrawn:",
        "Withdrawn: “x” (Done elsewhere)",
        "Moved to: Task 2",
    ):
        assert words in page


def test_withdrawing_comes_back_to_what_stood_before(outline: dict[str, Any], browser: Any) -> None:
    gone = browser.post(address(outline["B"], "withdraw"), {"revision": "1", "why": "Empty"})
    assert gone.headers["Location"].endswith(f"#n-{outline['A'].key}")
    first = browser.post(address(outline["A"], "withdraw"), {"revision": "1", "why": "Empty"})
    assert first.headers["Location"].endswith(f"#n-{outline['one'].key}")


def test_withdrawing_without_a_reason_is_refused_beside_the_field(
    outline: dict[str, Any], browser: Any
) -> None:
    response = browser.post(address(outline["A"], "withdraw"), {"revision": "1", "why": " "})
    assert response.status_code == 422
    assert titles(outline["programme"]) == "ABC"


def test_pasted_lines_become_tasks_and_are_undone_together(outline: dict[str, Any], browser: Any) -> None:
    where = address(outline["B"], "paste")
    page = post(browser, where, tasks="1. Collect\r\n  • Compare \r\n\r\n(b) Publish\r\n3 experts")
    assert "4 tasks are added." in page
    texts = Task.objects.filter(topic=outline["B"]).present().in_order().values_list("text", flat=True)
    assert list(texts) == ["Collect", "Compare", "Publish", "3 experts"]
    undo(browser, page)
    assert list(texts.all()) == []


@pytest.mark.parametrize("typed", ["", " \n • \n", "x\n" * 201, "long" * 2501])
def test_a_list_that_cannot_be_pasted_stays_in_the_form(
    outline: dict[str, Any], browser: Any, typed: str
) -> None:
    response = browser.post(address(outline["B"], "paste"), {"tasks": typed})
    assert response.status_code == 422
    assert typed.strip() in response.content.decode().replace("\r\n", "\n")
    assert Task.objects.filter(topic=outline["B"]).count() == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- a", "a"),
        ("• a", "a"),
        ("12. a", "a"),
        ("2.1) a", "a"),
        ("(iv) a", "a"),
        ("a) a", "a"),
        ("\t–\ta", "a"),
        ("2014 review", "2014 review"),
        ("1.5 million", "1.5 million"),
        ("A. Smith reports", "A. Smith reports"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_only_bullets_and_numbers_are_taken_off(line: str, words: str) -> None:
    assert lines_of(line) == [words]


# --- two people -----------------------------------------------------------------------------


def test_a_stale_rename_says_who_and_shows_all_three(
    outline: dict[str, Any], browser: Any, administrator: Any
) -> None:
    edit_node(node=outline["A"], values={"title": "Theirs"}, revision=1, by=administrator)
    response = browser.post(address(outline["A"], "rename"), {"revision": "1", "title": "Mine"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Administrator changed “Theirs” meanwhile" in page
    assert ">\nMine</textarea>" in page
    assert '<input type="hidden" name="revision" value="2">' in page
    for words in ("<p>A</p>", "<p>Theirs</p>", "<p>Mine</p>"):
        assert words in flat(page)
    assert titles(outline["programme"]) == "TheirsBC"


def test_a_stale_withdrawal_says_who_and_keeps_the_reason(
    outline: dict[str, Any], browser: Any, administrator: Any
) -> None:
    edit_node(node=outline["A"], values={"title": "Theirs"}, revision=1, by=administrator)
    response = browser.post(address(outline["A"], "withdraw"), {"revision": "1", "why": "My long reason"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Administrator changed" in page
    assert "My long reason" in page
    assert titles(outline["programme"]) == "TheirsBC"


def test_a_stale_move_or_undo_says_who_and_moves_nothing(
    outline: dict[str, Any], browser: Any, administrator: Any
) -> None:
    page = act(browser, outline["B"], "up")
    edit_node(node=Topic.objects.get(pk=outline["B"].pk), values={"title": "b"}, revision=2, by=administrator)
    assert "Administrator changed “b” meanwhile" in act(browser, outline["B"], "up", revision=2)
    assert "cannot be undone any more" in undo(browser, page)
    assert titles(outline["programme"]) == "bAC"


def test_a_withdrawn_node_refuses_its_forms_and_keeps_what_was_typed(
    outline: dict[str, Any], browser: Any, administrator: Any
) -> None:
    withdraw_node(node=outline["A"], why="Gone", revision=1, by=administrator)
    for do, fields in (
        ("rename", {"title": "Typed words"}),
        ("withdraw", {"why": "Typed words"}),
        ("paste", {"tasks": "Typed words"}),
    ):
        response = browser.post(address(outline["A"], do), {"revision": "2", **fields})
        assert response.status_code == 422, do
        assert "Typed words" in response.content.decode()
        assert "Restore it first" in response.content.decode()
    response = browser.post(f"{OUTLINE}add/?under={outline['A'].key}", {"text": "Typed words"})
    assert response.status_code == 422


def test_what_is_no_node_is_not_found(outline: dict[str, Any], browser: Any, ptc: Any, officer: Any) -> None:
    assert browser.get(f"{OUTLINE}aaaaaaaaaa/").status_code == 404
    assert browser.get(f"{OUTLINE}add/?under=nothing").status_code == 404
    assert browser.get(f"{OUTLINE}add/?under={outline['x'].key}").status_code == 404
    assert browser.get(address(outline["x"], "paste")).status_code == 404
    for fields in ({}, {"node": "aaaaaaaaaa-1", "act": "up"}, {"node": f"{outline['A'].key}-x", "act": "no"}):
        assert "Not done:" in post(browser, OUTLINE, **fields)


def test_home_does_not_lead_to_a_row_that_was_withdrawn(outline: dict[str, Any], browser: Any) -> None:
    act(browser, outline["y"], "up")
    link = reverse("programmes:history", args=["small", outline["y"].key])
    assert link in browser.get("/").content.decode()
    post(browser, address(outline["A"], "withdraw"), revision="1", why="Gone")
    assert link not in browser.get("/").content.decode()


def test_undo_of_a_row_that_was_only_made_is_refused(outline: dict[str, Any], browser: Any) -> None:
    page = post(browser, reverse("programmes:undo", args=["small", outline["x"].key]), revision="1")
    assert "cannot be undone" in page


# --- a new programme ------------------------------------------------------------------------

NEW = {"title": "Anew", "slug": "Anew-2022", "language": "fr", "visibility": "secretariat"}


def test_a_new_programme_leads_to_its_empty_outline(ptc: Any, browser: Any) -> None:
    page = post(browser, "/programmes/new/", group=str(ptc.pk), **NEW)
    made = WorkProgramme.objects.get(slug="anew-2022")
    assert (made.group, made.language, made.status) == (ptc, "fr", "draft")
    assert "Add the first section" in page


def test_a_programme_is_started_only_in_a_group_one_serves(ptc: Any, browser: Any) -> None:
    other = create(Group, slug="other", name="Other", kind="committee")
    page = browser.get("/programmes/new/").content.decode()
    assert ">Other<" not in page
    assert browser.post("/programmes/new/", {"group": str(other.pk), **NEW}).status_code == 422
    assert WorkProgramme.objects.count() == 0


@pytest.mark.parametrize("slug", ["new", "NEW", "small", "Small"])
def test_a_short_name_that_is_taken_is_refused(programme: Any, ptc: Any, browser: Any, slug: str) -> None:
    response = browser.post("/programmes/new/", {"group": str(ptc.pk), **NEW, "slug": slug})
    assert response.status_code == 422
    assert response.context["form"].errors["slug"] == ["This web address is taken. Choose another."]
    assert WorkProgramme.objects.count() == 1


@pytest.mark.parametrize("slug", ["a b", "é", "ptc/2019", "x" * 51, "é" * 60, " ", ""])
def test_a_bad_short_name_is_refused_with_one_sentence_that_says_what_to_write(
    ptc: Any, browser: Any, slug: str
) -> None:
    response = browser.post("/programmes/new/", {"group": str(ptc.pk), **NEW, "slug": slug})
    assert response.status_code == 422
    (said,) = response.context["form"].errors["slug"]
    for words in ("letters without accents, digits and hyphens", "50 characters", "ptc-2019-2022"):
        assert words in said
    assert WorkProgramme.objects.count() == 0


def test_a_short_name_of_fifty_characters_is_taken(ptc: Any, browser: Any) -> None:
    assert 'maxlength="50"' in browser.get("/programmes/new/").content.decode()
    post(browser, "/programmes/new/", group=str(ptc.pk), **{**NEW, "slug": "x" * 50})
    assert WorkProgramme.objects.get().slug == "x" * 50


# --- by htmx --------------------------------------------------------------------------------


def parts(answer: Any) -> list[str]:
    """The ids of what an answer replaces beside the bar."""
    return re.findall(r'id="([\w-]+)"[^>]* hx-swap-oob', answer.content.decode())


def htmx(browser: Any, node: Any, name: str, revision: int = 1, **fields: str) -> Any:
    return browser.post(
        OUTLINE, {"node": f"{node.key}-{revision}", "act": name, **fields}, headers={"HX-Request": "true"}
    )


def test_a_move_brings_only_the_parts_whose_references_it_changes(
    outline: dict[str, Any], browser: Any
) -> None:
    row = htmx(browser, outline["x"], "down")
    assert parts(row) == ["status", f"p-{outline['A'].key}"]
    assert "Moved: x" in row.content.decode()
    assert "structure-done" in row.headers["HX-Trigger-After-Settle"]
    topic = htmx(browser, outline["A"], "down")
    assert parts(topic) == ["status", f"p-{outline['one'].key}"]
    far = htmx(browser, outline["A"], "move", 2, place=f"first-{outline['two'].key}")
    assert parts(far) == ["status", f"p-{outline['one'].key}", f"p-{outline['two'].key}"]
    assert parts(htmx(browser, outline["one"], "down")) == ["status", "outline-whole", "withdrawn-part"]


def test_a_stale_page_is_brought_up_to_date_and_told_why(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    edit_node(node=outline["B"], values={"title": "Anew"}, revision=1, by=officer)
    answer = htmx(browser, outline["B"], "up")
    page = answer.content.decode()
    assert parts(answer) == ["status", "outline-whole", "withdrawn-part"]
    assert "changed “Anew” meanwhile" in page
    assert f'data-node="{outline["B"].key}-2"' in page
    assert titles(outline["programme"]).startswith("A")


def test_somebody_signed_out_is_told_so(outline: dict[str, Any], as_user: Any) -> None:
    fields = {"node": f"{outline['B'].key}-1", "act": "up"}
    by_script = {"HX-Request": "true", "HX-Target": "done"}
    answer = as_user(None).post(OUTLINE, fields, headers=by_script)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#status")
    assert as_user(None).post(OUTLINE, fields).status_code == 401


# --- statements -----------------------------------------------------------------------------

SIGNED_IN = 3  # session, user with person, roles
PINNED = {
    "": SIGNED_IN + 6,  # programme, sections, rows, withdrawn nodes: how many, which, those of one level
    "node": SIGNED_IN + 4,  # programme, indicators, tasks, its history
    "rename": SIGNED_IN + 3,  # programme, indicators, tasks
    "move": SIGNED_IN + 5,
    "done": SIGNED_IN + 6 + 11,  # and the node, its last history row, what else the act wrote, table by table
}


def test_statements_are_pinned_and_no_more_for_many_rows(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    task = outline["task1"]
    act(browser, task, "down")
    withdraw_node(node=outline["task2"], why="Gone", revision=1, by=officer)
    for _again in range(2):
        key = task.key
        found = {}
        for name, where in {
            "": OUTLINE,
            "node": f"{OUTLINE}{key}/",
            "rename": f"{OUTLINE}{key}/?do=rename",
            "move": f"{OUTLINE}{key}/?do=move",
            "done": f"{OUTLINE}?done={key}",
        }.items():
            with CaptureQueriesContext(connection) as statements:
                assert browser.get(where).status_code == 200
            found[name] = len(statements)
        assert found == PINNED
        for made in paste_tasks(topic=outline["B"], texts=[str(n) for n in range(120)], by=officer)[:60]:
            withdraw_node(node=made, why="Gone", revision=1, by=officer)


def test_a_long_outline_closes_its_topics_but_the_one_in_hand(
    outline: dict[str, Any], browser: Any, officer: Any
) -> None:
    assert browser.get(OUTLINE).content.decode().count("<details open>") == 1
    tasks = paste_tasks(topic=outline["B"], texts=[str(n) for n in range(400)], by=officer)
    assert browser.get(OUTLINE).content.decode().count("<details open>") == 0
    page = browser.get(f"{OUTLINE}?done={tasks[0].key}").content.decode()
    assert page.count("<details open>") == 1


def test_a_programme_with_tasks_and_no_indicator_yet_shows_them_in_its_tables(
    browser: Any, outline: Any, programme: Any, officer: Any
) -> None:
    for row in load_outline(programme).indicators:
        withdraw_node(node=Indicator.objects.get(key=row.key), why="Not yet", revision=1, by=officer)
    page = browser.get("/programmes/small/").content.decode()
    task = Task.objects.filter(topic__section__programme=programme).first()
    assert task
    assert task.text in page
    assert "This programme has no rows yet" not in page
