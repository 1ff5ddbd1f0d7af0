"""Searching: who finds what, and where a word may stand."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.actions.rows import RowValues, save_row, undo_row
from programmes.models import Indicator, ProgrammeSection, ProgressEntry, Task, Topic
from tests.html import flat
from tests.programmes.importing.test_interchange import entry_of, row_of, topic_of
from tests.programmes.search.conftest import RELEASED
from tests.rows import create
from tracking.actions import writing
from tracking.models import ChangeSet
from wco_tracker.views.search import PAGE

AsUser = Callable[[Any], Any]


def search(browser: Any, words: str, **fields: Any) -> str:
    return html.unescape(flat(browser.get("/search/", {"q": words, **fields})))


def marks(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def kinds(page: str) -> list[str]:
    return re.findall(r'class="tag">(\w+)<', page)


# --- accents, case and place --------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("economie", ["Topic"]),
        ("ÉCONOMIE", ["Topic"]),
        ("Préparer", ["Task"]),
        ("BROCHURE", ["Task"]),
        ("publie", ["Indicator"]),
        ("exemplaires", ["Indicator"]),
        ("aout 2014", ["Indicator"]),
        ("ebauche", ["Progress"]),
        ("securite", ["Topic"]),
        ("guide", ["Task", "Indicator"]),
        ("guide numerique", ["Task", "Indicator"]),
        ("ebauche securite guide", ["Progress"]),
        ("guide nowhere", []),
        ("%", []),
        ("_", []),
    ],
)
def test_it_finds_a_word_where_it_stands_accents_and_case_apart(
    told: Any, as_user: AsUser, words: str, wanted: list[str]
) -> None:
    assert sorted(set(kinds(search(as_user(None), words)))) == sorted(wanted)


def test_it_marks_every_found_word_in_the_row_and_above_it(told: Any, as_user: AsUser) -> None:
    found = marks(search(as_user(None), "EBAUCHE economie publie securite", kind="progress"))
    assert found == ["Économie", "Sécurité", "ébauche", "publié"]


def test_words_of_the_address_are_never_markup(told: Any, as_user: AsUser) -> None:
    page = as_user(None).get("/search/", {"q": "<mark>guide"}).content.decode()
    assert "&lt;mark&gt;guide" in page
    assert marks(page) == []


# --- who finds what -----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "stranger", "observer", "delegate", "facilitator"])
def test_a_reader_outside_finds_an_entry_as_it_was_released_only(
    told: Any, as_user: AsUser, request: pytest.FixtureRequest, who: str
) -> None:
    browser = as_user(request.getfixturevalue(who))
    assert marks(search(browser, "ebauche")) == ["ébauche"]
    assert marks(search(browser, "rapport")) == []
    assert "Le rapport final" not in search(browser, "guide ebauche")


@pytest.mark.parametrize("who", ["officer", "chair", "vice_chair", "administrator"])
def test_a_reader_inside_finds_an_entry_as_it_stands(
    told: Any, as_user: AsUser, request: pytest.FixtureRequest, who: str
) -> None:
    browser = as_user(request.getfixturevalue(who))
    assert marks(search(browser, "rapport")) == ["rapport"]
    assert marks(search(browser, "ebauche")) == []


def test_an_entry_that_was_never_released_is_found_inside_only(
    place: Callable[..., Any], officer: Any, as_user: AsUser
) -> None:
    place(lambda value: entry_of(value).update(text="Unheard"), status="adopted")
    assert kinds(search(as_user(officer), "unheard")) == ["Progress"]
    assert kinds(search(as_user(None), "unheard")) == []


def test_a_reader_inside_sees_of_a_found_entry_that_it_is_internal_or_changed_and_nobody_else_does(
    place: Callable[..., Any], officer: Any, delegate: Any, as_user: AsUser
) -> None:
    def change(value: dict[str, Any]) -> None:
        entry = entry_of(value)
        again = {**RELEASED, "text": "Again once"}
        row_of(value)["progress"] = [
            {**entry, "text": "Again released", "released": True},
            {**entry, "text": "Again reworded", "released_as": again},
            {**entry, "text": "Again internal"},
        ]

    place(change, status="adopted")
    page = search(as_user(officer), "again")
    assert re.findall(r"</mark>(\w+)</a>", page) == ["released", "reworded", "internal"]
    page = re.sub(r'<span class="standing.*?</span>', "", page)
    assert re.findall(r'</mark>(\w+)</a><span class="tag">([\w ]+)<', page) == [
        ("reworded", "Changed since its release"),
        ("internal", "Internal until released"),
    ]
    assert page.count('<div class="internal">') == 2
    for reader in (None, delegate):
        page = search(as_user(reader), "again")
        assert re.findall(r"</mark>(\w+)</a>", page) == ["released", "once"]
        assert 'class="internal"' not in page


def test_an_officer_of_one_group_reads_another_groups_entries_as_they_were_released(
    told: Any, place: Callable[..., Any], officer: Any, as_user: AsUser
) -> None:
    from groups.models import Group

    create(Group, slug="other", name="Other", kind=Group.Kind.COMMITTEE)
    place(lambda value: entry_of(value).update(text="Le rapport caché"), slug="theirs", group="other")
    found = search(as_user(officer), "rapport")
    assert (kinds(found), marks(found)) == (["Progress"], ["rapport"])
    assert "caché" not in found


def test_a_withdrawn_row_and_all_below_it_is_not_found(told: Any, as_user: AsUser) -> None:
    from django.utils import timezone

    for model in (ProgressEntry, Indicator, Task, Topic, ProgrammeSection):
        model.objects.all().update(withdrawn_at=timezone.now())
        assert kinds(search(as_user(None), "ebauche")) == []
        model.objects.all().update(withdrawn_at=None)
    assert kinds(search(as_user(None), "ebauche")) == ["Progress"]


# --- filters and pages --------------------------------------------------------------------


def test_it_searches_one_programme_and_one_kind_where_the_address_says_so(
    told: Any, place: Callable[..., Any], as_user: AsUser
) -> None:
    place(lambda value: row_of(value).update(text="Another guide"), slug="other")
    assert kinds(search(as_user(None), "guide", kind="task")) == ["Task"]
    assert kinds(search(as_user(None), "guide", programme="other")) == ["Indicator"]
    assert 'role="alert"' in search(as_user(None), "guide", programme="nowhere", kind="forged")


def many(place: Callable[..., Any], rows: int) -> Any:
    def change(value: dict[str, Any]) -> None:
        row = row_of(value)
        topic_of(value)["tasks"][0]["indicators"] = [{**row, "text": f"Place {n}"} for n in range(rows)]

    return place(change)


def test_pages_follow_one_another_in_the_documents_order(place: Callable[..., Any], as_user: AsUser) -> None:
    many(place, 2 * PAGE)
    pages = [search(as_user(None), "place", page=number) for number in (1, 2, 3)]
    seen = [re.findall(r"</mark>(\d+)</a>", page) for page in pages]
    assert [*seen[0], *seen[1]] == [str(number) for number in range(100)]
    assert seen[2] == []
    assert ['rel="next"' in page for page in pages] == [True, False, False]


def test_statements_do_not_grow_with_what_is_found(place: Callable[..., Any], as_user: AsUser) -> None:
    browser, counted = as_user(None), []
    for rows in (2, 200):
        many(place, rows)
        with CaptureQueriesContext(connection) as statements:
            search(browser, "place")
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 8


# --- the folded columns -------------------------------------------------------------------


def folded(row: Any) -> str:
    row.refresh_from_db()
    return str(row.folded)


def test_a_save_and_its_undoing_keep_the_folded_words_up_to_date(told: Any, officer: Any) -> None:
    row = Indicator.objects.get()
    save_row(row, RowValues("Événement", "Été 2015", unit="Pièces"), revision=1, by=officer)
    assert folded(row) == "evenement\nete 2015\npieces"
    undo_row(row, revision=2, by=officer)
    assert folded(row) == "guide publie\naout 2014\nexemplaires"


def test_history_does_not_keep_the_folded_words(told: Any) -> None:
    for model in (ProgressEntry, Indicator, Task, Topic, ProgrammeSection):
        assert "folded" not in {field.name for field in model.history.model._meta.fields}


def test_a_release_lets_everybody_find_the_new_words(told: Any, officer: Any, as_user: AsUser) -> None:
    from programmes.actions.release import release, unreleased

    release(told, unreleased(told), by=officer)
    assert marks(search(as_user(None), "rapport")) == ["rapport"]


def test_a_row_made_alone_is_folded_too(told: Any) -> None:
    task = Task.objects.get()
    with writing.change(by=None, kind=ChangeSet.Kind.EDITED, container="programme/small") as change_set:
        row = Indicator(task=task, text="Tâche À PART")
        writing.create(row, change_set=change_set)
    assert folded(row).startswith("tache a part")


# --- which row of which programme ---------------------------------------------------------


def test_each_place_says_the_reference_of_its_row(place: Callable[..., Any], as_user: AsUser) -> None:
    def change(value: dict[str, Any]) -> None:
        topic, row = topic_of(value), row_of(value)
        task = topic["tasks"][0]
        topic["tasks"] = [
            {**task, "indicators": [{**row, "text": f"Place {n}"} for n in range(2)]} for _ in range(2)
        ]
        section = value["sections"][0]
        section["topics"] = [{**topic, "title": "Before", "tasks": []}, topic]
        value["sections"] = [{**section, "number": "7"}, {**section, "number": ""}]

    programme = place(change)
    page = search(as_user(None), "place")
    from programmes.selectors.programmes import row_references

    shown = re.findall(r'class="ref">([\d.]+)</span><a href="[^"]*#r-(\w+)"', page)
    assert {key: ref for ref, key in shown} == row_references(programme)
    assert [ref for ref, _key in shown] == [
        *("7.2.1", "7.2.2", "7.2.3", "7.2.4"),
        *("2.2.1", "2.2.2", "2.2.3", "2.2.4"),
    ]
    assert '<h3><span class="ref">7.2</span>' in page


def test_programmes_are_told_apart_and_what_the_committee_works_by_comes_first(
    place: Callable[..., Any], as_user: AsUser
) -> None:
    def put(slug: str, status: str, title: str, **more: Any) -> None:
        place(
            lambda value: row_of(value).update(text="A guide"), slug=slug, status=status, title=title, **more
        )

    put("a-training", "adopted", "Copy", training=True, period="2019-2022")
    put("b-closed", "closed", "Old", period="2013-2016")
    put("c-draft", "draft", "Next", period="2019-2022")
    put("d-adopted", "adopted", "Now", period="2016-2019")
    page = search(as_user(None), "guide")
    heads = re.findall(r'<h2 id="p-.*?</h2>', page)
    assert [re.search(r">(Now|Next|Old|Copy)<", head)[1] for head in heads] == ["Now", "Next", "Old", "Copy"]
    assert ["Training copy" in head for head in heads] == [False, False, False, True]
    assert [re.search(r'class="tag status">(\w+)<', head)[1] for head in heads] == [
        "Adopted",
        "Draft",
        "Concluded",
        "Adopted",
    ]
    assert "Next</span>, Draft</p>" in page


# --- as people type ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "“guide publié”",
        "«guide  publie»",
        '"Guide publié"',
        "publié, guide.",
        "(publie) guide!",
        "gui\u00adde pub\u200blie\u0301",
    ],
)
def test_phrases_punctuation_and_order_are_no_matter(
    told: Any, as_user: AsUser, officer: Any, typed: str
) -> None:
    assert search(as_user(officer), typed).count("<mark>") > 0


def test_a_phrase_is_found_as_it_stands_only(told: Any, as_user: AsUser, officer: Any) -> None:
    assert search(as_user(officer), '"publié guide"').count("<mark>") == 0


def test_results_show_the_standing_of_a_row(told: Any, as_user: AsUser, officer: Any) -> None:
    page = search(as_user(officer), "publie")
    assert re.search(r'class="standing \w+"', page)
