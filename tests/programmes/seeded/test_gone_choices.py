"""A filter whose value is gone shows no row and says so: on every page and in every file that a filter chooses."""

from collections.abc import Callable
from typing import Any

import pytest

from groups.models import Person
from programmes.actions.structure import edit_node
from programmes.models import SavedView, Topic
from tests.html import flat
from tests.rows import create, edit

pytestmark = pytest.mark.django_db
GONE = [
    "section=aaaaaaaaaa",
    "topic=aaaaaaaaaa",
    "standing=overdue&standing=forgotten",
    "timeline=someday",
    "officer=Somebody+who+left",
    f"words={'x' * 201}",
    "at=2015-02-30",
]
PAGES = ["", "bulk/", "charts/", "session/ptc-2016-03/"]


@pytest.fixture
def browser(officer: Any, adopted: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's; a topic of the programme has another officer."""
    topic = Topic.objects.filter(section__programme=adopted).earliest("pk")
    edit(topic, officer=create(Person, name="Colleague"))
    return as_user(officer)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        (page, query)
        for page in PAGES
        for query in GONE
        # An update is of today: it has no such field.
        if not (page.startswith("session") and query.startswith("at="))
    ],
)
def test_no_row_is_shown_and_the_page_says_why(browser: Any, page: str, query: str) -> None:
    answer = browser.get(f"/programmes/ptc-adopted/{page}?{query}")
    assert answer.status_code == 200
    shown = flat(answer)
    assert 'role="alert"' in shown
    assert 'id="r-' not in shown
    assert 'name="row"' not in shown


@pytest.mark.parametrize("query", GONE)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_holds_no_row_and_its_name_says_part(browser: Any, form: str, query: str) -> None:
    answer = browser.get(f"/programmes/ptc-adopted/export/{form}/?{query}")
    assert "ptc-adopted-part" in answer.headers["Content-Disposition"]
    text = b"".join(answer).decode("utf-8-sig")
    assert ("indicators" not in text) if form == "json" else (len(text.strip().splitlines()) <= 2)


def test_the_officer_of_a_shared_view_who_left_is_named(browser: Any, adopted: Any, officer: Any) -> None:
    query = f"officer={Person.objects.get(name='Colleague').key}"
    view = SavedView.objects.create(programme=adopted, owner=officer, name="Mine", query=query)
    assert 'id="r-' in browser.get(view.get_absolute_url()).content.decode()
    topic = Topic.objects.get(officer__name="Colleague")
    edit_node(node=topic, values={"officer": None}, revision=topic.revision, by=officer)
    page = flat(browser.get(view.get_absolute_url()))
    assert "This choice is not, or no longer, in this programme." in page
    assert 'id="r-' not in page


def test_all_that_match_a_filter_that_is_gone_are_none(browser: Any) -> None:
    answer = browser.post(
        "/programmes/ptc-adopted/bulk/", {"timeline_phrase": "June 2018", "all": "on", "view": GONE[0]}
    )
    assert answer.status_code == 422
    assert "No row is chosen." in answer.content.decode()


def test_a_column_that_is_gone_hides_nothing_and_keeps_the_rows(browser: Any) -> None:
    page = browser.get("/programmes/ptc-adopted/?columns=-evidence").content.decode()
    assert 'id="r-' in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("address", ["/programmes/?status=forgotten", "/search/?q=data&programme=nowhere"])
def test_lists_and_the_search_show_nothing_either(browser: Any, adopted: Any, address: str) -> None:
    page = browser.get(address).content.decode()
    assert f'href="{adopted.get_absolute_url()}' not in page
    assert "is not one of the available choices" in page
