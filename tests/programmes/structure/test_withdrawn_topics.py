"""The page of a topic that was withdrawn, itself or with its section: it keeps its history and its links."""

from collections.abc import Callable
from typing import Any

import pytest

from groups.models import Person
from programmes.actions.programmes import new_programme
from programmes.actions.structure import add_node, edit_node
from programmes.models import TopicContinuation
from tests.html import flat
from tests.rows import create
from tracking.actions.nodes import restore_node, withdraw_node

AsUser = Callable[[Any], Any]


def address(topic: Any) -> str:
    return f"/programmes/small/topics/{topic.key}/"


def page_of(browser: Any, topic: Any) -> str:
    response = browser.get(address(topic))
    assert response.status_code == 200
    return flat(response)


def test_it_says_when_why_and_by_whom_to_each_as_they_may_see_it(
    outline: dict[str, Any], officer: Any, delegate: Any, as_user: AsUser
) -> None:
    withdraw_node(node=outline["A"], why="Merged with B", revision=1, by=officer)
    for reader, who in ((officer, "Officer"), (delegate, "Officer"), (None, "Secretariat")):
        page = page_of(as_user(reader), outline["A"])
        for words in (
            "Withdrawn topic",
            "The topic is withdrawn:",
            f"· {who},<time",
            "Merged with B",
            "Withdrawn: “A” (Merged with B)",
            'href="/programmes/small/"',
            f'href="/programmes/small/rows/{outline["x"].key}/history/"',
        ):
            assert words in page, (reader, words)
        assert ("Restore…" in page) == (reader == officer)
        assert ("Officer" in page) == (reader is not None)


def test_a_topic_in_a_withdrawn_section_says_so_too(
    outline: dict[str, Any], officer: Any, as_user: AsUser
) -> None:
    withdraw_node(node=outline["one"], why="Not taken up", revision=1, by=officer)
    page = page_of(as_user(None), outline["A"])
    assert "The section is withdrawn:" in page
    assert "The topic is withdrawn:" not in page
    assert "Not taken up" in page
    assert "Rows that went with it" in page


def test_who_sees_no_names_does_not_read_an_officer_in_its_history(
    outline: dict[str, Any], officer: Any, as_user: AsUser
) -> None:
    named = create(Person, name="Ms Named")
    edit_node(node=outline["A"], values={"officer": named}, revision=1, by=officer)
    withdraw_node(node=outline["A"], why="Gone", revision=2, by=officer)
    assert "Ms Named" in page_of(as_user(officer), outline["A"])
    assert "Ms Named" not in page_of(as_user(None), outline["A"])


def test_it_keeps_its_link_to_the_topic_it_went_on_with(
    outline: dict[str, Any], ptc: Any, officer: Any, as_user: AsUser
) -> None:
    before = new_programme(
        group=ptc, title="Before", slug="before", period="2016-2019", visibility="public", by=officer
    )
    section = add_node(parent=before, values={"heading": "One"}, by=officer)
    earlier = add_node(parent=section, values={"title": "E"}, by=officer)
    TopicContinuation.objects.create(topic=outline["A"], earlier=earlier, how="reworded")
    withdraw_node(node=outline["A"], why="Gone", revision=1, by=officer)
    assert f'href="/programmes/before/topics/{earlier.key}/"' in page_of(as_user(None), outline["A"])


@pytest.mark.parametrize(("name", "shown"), [("C", ""), ("A", "Task 2"), ("D", "")])
def test_a_topic_without_indicators_is_there_and_not_withdrawn(
    outline: dict[str, Any], as_user: AsUser, name: str, shown: str
) -> None:
    page = page_of(as_user(None), outline[name])
    assert "Withdrawn topic" not in page
    assert f'id="t-{outline[name].key}"' in page
    assert shown in page


def test_a_filter_by_place_leaves_what_is_empty_and_one_by_rows_does_not(
    outline: dict[str, Any], officer: Any, as_user: AsUser
) -> None:
    empty = add_node(parent=outline["programme"], values={"number": "3", "heading": "Three"}, by=officer)
    browser = as_user(None)

    def seen(query: str) -> set[str]:
        page = browser.get(f"/programmes/small/?{query}").content.decode()
        return {name for name in "ABCD" if f'id="t-{outline[name].key}"' in page} | (
            {"Three"} if f'id="s-{empty.key}"' in page else set()
        )

    assert seen("") == {*"ABCD", "Three"}
    assert seen(f"section={outline['one'].key}") == {*"ABC"}
    assert seen(f"section={outline['one'].key}&topic={outline['C'].key}") == {"C"}
    assert seen("words=x") == {"A"}


def test_a_restored_topic_has_its_rows_again(outline: dict[str, Any], officer: Any, as_user: AsUser) -> None:
    withdraw_node(node=outline["A"], why="Gone", revision=1, by=officer)
    outline["A"].refresh_from_db()
    restore_node(node=outline["A"], revision=2, by=officer)
    page = page_of(as_user(None), outline["A"])
    assert "Withdrawn topic" not in page
    assert 'data-ref="1.1.1"' in page


@pytest.mark.parametrize("key", ["aaaaaaaaaa", "of a task"])
def test_what_was_never_a_topic_of_the_programme_is_not_found(
    outline: dict[str, Any], as_user: AsUser, key: str
) -> None:
    key = outline["task1"].key if key == "of a task" else key
    assert as_user(None).get(f"/programmes/small/topics/{key}/").status_code == 404


def test_a_topic_is_not_told_to_who_may_not_know_of_its_programme(
    outline: dict[str, Any], officer: Any, stranger: Any, as_user: AsUser
) -> None:
    programme = outline["programme"]
    withdraw_node(node=outline["A"], why="Gone", revision=1, by=officer)
    type(programme).objects.update(visibility="secretariat")
    assert as_user(stranger).get(address(outline["A"])).status_code == 404
