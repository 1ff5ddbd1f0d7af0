"""A kept page is never another than the one that would be made now."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import CommitteeSession, Person
from programmes.actions.import_programme import import_programme
from programmes.actions.release import release, unreleased
from programmes.actions.rows import undo_row
from programmes.importing import interchange
from programmes.models import Topic
from tests.programmes.seeded.test_rows import add, fresh, save
from tests.rows import create, delete, edit
from tracking.actions import writing
from tracking.models import ChangeSet

ADDRESS = "/programmes/ptc-adopted/"
QUERIES = ("", "?standing=stale&standing=on_time", "?at=2018-03-01", "?words=data")


def shown(browser: Any, address: str) -> str:
    """The page without its tokens, which are another each time."""
    response = browser.get(address)
    assert response.status_code == 200
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def changes(row: Any, adopted: Any, officer: Any, ptc: Any) -> dict[str, Callable[[], Any]]:
    """Everything that can make the page another, by the way that makes it."""

    def move() -> None:
        with writing.change(
            by=officer, kind=ChangeSet.Kind.EDITED, container="programme/ptc-adopted"
        ) as change_set:
            topic = Topic.objects.filter(section=row.task.topic.section).order_by("position").first()
            assert topic
            topic.position += 10_000
            writing.save(topic, revision=topic.revision, change_set=change_set)
            writing.raise_versions([adopted])

    def bring() -> None:
        tree = interchange.read(officer_browser_json())
        next(tree.indicators).text = "Brought by a file"
        import_programme(tree, by=officer)

    def officer_browser_json() -> bytes:
        from programmes.exports.interchange import render
        from programmes.selectors.access import access_to
        from programmes.selectors.trees import read_tree

        adopted.refresh_from_db()
        return render(read_tree(access_to(officer, adopted), depth="whole"))

    def rename_a_person() -> None:
        edit(officer.person, name="Renamed")

    def give_an_officer() -> None:
        with writing.change(by=officer, kind=ChangeSet.Kind.EDITED, container="") as change_set:
            topic = fresh(row).task.topic
            topic.officer = create(Person, name="Somebody new")
            writing.save(topic, revision=topic.revision, change_set=change_set)
            writing.raise_versions([adopted])

    def hold_sessions() -> None:
        for slug, day in (("ptc-x", "2018-01"), ("ptc-y", "2018-02")):
            create(CommitteeSession, slug=slug, held_on=day).groups.add(ptc)

    def move_a_session() -> None:
        session = CommitteeSession.objects.get(slug="ptc-y")
        edit(session, held_on="2030-01", ends_on=date(2030, 1, 31))

    def cancel_a_session() -> None:
        delete([CommitteeSession.objects.get(slug="ptc-x")])

    def rename_the_group() -> None:
        edit(ptc, name="Another committee")

    def rename_the_document() -> None:
        edit(adopted.document, symbol="PC9999E1")

    return {
        "an edit": lambda: save(row, officer, text="Edited"),
        "an entry": lambda: add(row, officer, "Reported anew"),
        "a person": rename_a_person,
        "an undo": lambda: undo_row(fresh(row), revision=fresh(row).revision, by=officer),
        "another entry": lambda: add(row, officer, "Reported again"),
        "a release": lambda: release(adopted, unreleased(adopted), by=officer),
        "a move": move,
        "an import": bring,
        "an officer": give_an_officer,
        "sessions": hold_sessions,
        "a session's day": move_a_session,
        "a session cancelled": cancel_a_session,
        "the group": rename_the_group,
        "the document": rename_the_document,
    }


@pytest.mark.once
def test_it_is_the_same_as_one_made_anew_after_every_change_for_every_reader_and_language(
    row: Any,
    adopted: Any,
    ptc: Any,
    officer: Any,
    delegate: Any,
    chair: Any,
    as_user: Callable[[Any], Any],
    settings: Any,
) -> None:
    settings.TRACKER_TODAY = date(2018, 3, 1)
    browsers = {
        (name, language): as_user(user)
        for name, user in (("officer", officer), ("chair", chair), ("delegate", delegate), ("nobody", None))
        for language in ("en", "fr")
    }
    for (_, language), browser in browsers.items():
        browser.cookies["django_language"] = language
    seen: set[str] = set()
    steps = {"nothing": lambda: None, **changes(row, adopted, officer, ptc)}
    for what, change in steps.items():
        change()
        queries = QUERIES if what in ("nothing", "an entry", "a release") else ("",)
        for address in ("/", *(ADDRESS + query for query in queries)):
            twice = {who: (shown(b, address), shown(b, address)) for who, b in browsers.items()}
            for who, browser in browsers.items():
                caches["pages"].clear()
                anew = shown(browser, address)
                assert twice[who] == (anew, anew), (what, address, who)
                if address == ADDRESS:
                    seen.add(anew)
    assert len(seen) > len(steps) * 2, "the changes are seen"


def test_it_is_another_on_another_day(adopted: Any, as_user: Callable[[Any], Any], settings: Any) -> None:
    settings.TRACKER_TODAY = date(2018, 3, 1)
    before = shown(as_user(None), ADDRESS)
    settings.TRACKER_TODAY = date(2019, 9, 1)
    assert shown(as_user(None), ADDRESS) != before


def test_it_costs_four_statements_fewer(adopted: Any, officer: Any, as_user: Callable[[Any], Any]) -> None:
    browser = as_user(officer)
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            browser.get(ADDRESS)
        numbers.append(len(statements))
    assert numbers == [8, 4]


def test_it_holds_nothing_of_one_readers_session(
    adopted: Any, officer: Any, chair: Any, as_user: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, kept = caches["pages"].set, []
    monkeypatch.setattr(
        type(caches["pages"]), "set", lambda self, key, value: (kept.append(value), keep(key, value))
    )
    as_user(officer).get(ADDRESS)
    as_user(chair).get(ADDRESS)
    assert len(kept) == 2
    for value in kept:
        assert settings.CSRF_COOKIE_NAME not in repr(value)
        assert "csrfmiddlewaretoken" not in repr(value)
        assert officer.email not in repr(value)
        assert officer.name not in repr(value)
