"""Saved views in words: each says what it chooses as the filter's form does, to each as far as they may see."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Person
from programmes.actions.import_programme import import_programme
from programmes.filters import MatrixFilter
from programmes.importing import interchange
from programmes.models import ProgrammeSection, SavedView, Topic, WorkProgramme
from programmes.selectors.access import open_programme
from programmes.selectors.programmes import load_outline, names_in_outline
from tests.programmes.importing.test_interchange import small
from tests.rows import create

AsUser = Callable[[Any], Any]
VIEWS = "/programmes/small/views/"
WHOLE = "The whole programme, with all columns."


@pytest.fixture
def programme(ptc: Any) -> Any:
    """A small programme that everybody sees."""
    import_programme(interchange.read(small(lambda value: value.update(visibility="public"))), by=None)
    return WorkProgramme.objects.get(slug="small")


def said(browser: Any, address: str = VIEWS) -> list[str]:
    """What the page says of each view, and at its end of the one that can be kept."""
    page = browser.get(address).content.decode()
    found = re.findall(r'<p class="note">(.*?)</p>', page, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", "", words)).split()) for words in found]


def keep(owner: Any, programme: Any, query: str, name: str = "Mine", *, shared: bool = False) -> Any:
    return SavedView.objects.create(programme=programme, owner=owner, name=name, query=query, shared=shared)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", WHOLE),
        ("standing=overdue&words=data", "Standing: Overdue · Contains: data"),
        ("standing=overdue&standing=achieved", "Standing: Achieved, Overdue"),
        ("timeline=by_date&at=2015-03-31", "Timeline: By a date · Status as at: 31 March 2015"),
        ("columns=-progress&columns=-tasks", "Hidden columns: Tasks, Progress"),
        (
            "standing=overdue&standing=forged&timeline=forged&at=2015-13-01&columns=-topic",
            "Standing: Overdue, no longer in the programme · Timeline: no longer in the programme · "
            "Status as at: 2015-13-01 · Hidden columns: no longer in the programme",
        ),
        ("words=%3Cb%3E%26x", "Contains: <b>&x"),
    ],
)
def test_a_view_is_said_in_words_and_so_is_the_one_to_be_kept(
    programme: Any, officer: Any, as_user: AsUser, query: str, words: str
) -> None:
    keep(officer, programme, query)
    assert said(as_user(officer)) == [words]
    if query:
        assert said(as_user(officer), f"{VIEWS}?{query}") == [words, words]
        assert "standing=" not in as_user(officer).get(VIEWS).content.decode()


def test_a_section_and_a_topic_are_said_as_the_filter_offers_them(
    programme: Any, officer: Any, as_user: AsUser
) -> None:
    section, topic = ProgrammeSection.objects.get(), Topic.objects.get()
    keep(officer, programme, f"section={section.key}&topic={topic.key}")
    tree = load_outline(programme)
    offered = MatrixFilter({}, tree).form.fields
    (_key, of_section), (_other, of_topic) = offered["section"].choices[1], offered["topic"].choices[1]
    assert said(as_user(officer)) == [f"Section: {of_section} · Topic: {of_topic}"]
    names = names_in_outline(open_programme(officer, "small").programme)
    assert names == {("section", section.key): of_section, ("topic", topic.key): of_topic}


def test_what_was_withdrawn_is_said_to_be_gone(programme: Any, officer: Any, as_user: AsUser) -> None:
    topic = Topic.objects.get()
    keep(officer, programme, f"topic={topic.key}")
    Topic.objects.update(withdrawn_at="2020-01-01T00:00Z")
    assert said(as_user(officer)) == ["Topic: no longer in the programme"]


def test_an_officer_is_named_to_those_who_see_names_only(
    programme: Any, officer: Any, observer: Any, delegate: Any, as_user: AsUser
) -> None:
    named = create(Person, name="Ms Named")
    Topic.objects.update(officer=named)
    keep(officer, programme, f"officer={named.key}&words=data", shared=True)
    assert said(as_user(delegate))[0] == "Officer: Ms Named · Contains: data"
    assert said(as_user(observer))[0] == "Contains: data"


def test_the_words_are_in_the_readers_language(programme: Any, officer: Any, as_user: AsUser) -> None:
    keep(officer, programme, "standing=overdue&at=2015-03-01")
    browser = as_user(officer)
    browser.cookies["django_language"] = "fr"
    (words,) = said(browser)
    for part in ("Situation", "En retard", "1er mars 2015"):
        assert part in words


def test_one_statement_says_any_number_of_views(programme: Any, officer: Any, as_user: AsUser) -> None:
    browser = as_user(officer)
    keep(officer, programme, "words=data", "Plain")
    browser.get(VIEWS)

    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            browser.get(VIEWS)
        return len(statements)

    plain = cost()
    keys = [f"section={ProgrammeSection.objects.get().key}", f"topic={Topic.objects.get().key}"]
    for number in range(20):
        keep(officer, programme, keys[number % 2], f"View {number}")
        assert cost() == plain + 1
