"""Views of a matrix: columns in the address, kept under a name, shared with the group."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.actions.import_programme import import_programme
from programmes.filters import known_query
from programmes.forms.saved_views import SavedViewForm
from programmes.importing import interchange
from programmes.models import SavedView, WorkProgramme
from tests.programmes.importing.test_interchange import small

AsUser = Callable[[Any], Any]
VIEWS, MATRIX = "/programmes/small/views/", "/programmes/small/"


@pytest.fixture
def programme(ptc: Any) -> Any:
    """A small programme that everybody sees."""
    import_programme(interchange.read(small(lambda value: value.update(visibility="public"))), by=None)
    return WorkProgramme.objects.get(slug="small")


def keep(browser: Any, name: str = "Mine", query: str = "words=done", **fields: str) -> Any:
    return browser.post(VIEWS, {"name": name, "query": query, **fields})


def names(browser: Any) -> list[str]:
    response = browser.get(VIEWS)
    return [listed.view.name for which in ("own", "shared") for listed in response.context[which]]


# --- columns ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("", ["Topic", "Tasks", "Performance Indicators", "Timeline", "Progress"]),
        ("?columns=-progress", ["Topic", "Tasks", "Performance Indicators", "Timeline"]),
        ("?columns=-tasks&columns=-timeline", ["Topic", "Performance Indicators", "Progress"]),
        ("?columns=-tasks&columns=-timeline&columns=-progress", ["Topic", "Performance Indicators"]),
    ],
)
def test_the_address_leaves_columns_out_and_the_row_can_still_be_edited(
    programme: Any, officer: Any, as_user: AsUser, query: str, columns: list[str]
) -> None:
    import re

    page = as_user(officer).get(MATRIX + query).content.decode()
    assert re.findall(r'<th scope="col">(.*?)</th>', page) == columns
    row = re.search(r'<tr class="item".*?</tr>', page, re.DOTALL)
    assert row
    assert len(re.findall(r"<t[hd] ", row[0])) == len(columns) == len(re.findall(r"<col ", page))
    assert row[0].count('class="edit"') == 1


@pytest.mark.parametrize("name", ["-topic", "-indicator", "progress", "forged"])
def test_topic_and_indicator_stay_and_a_forged_column_is_told(
    programme: Any, as_user: AsUser, name: str
) -> None:
    page = as_user(None).get(MATRIX, {"columns": name}).content.decode()
    assert page.count('<th scope="col">') == 5
    assert 'role="alert"' in page


# --- keeping ------------------------------------------------------------------------------


def test_a_kept_view_leads_to_what_was_seen(programme: Any, officer: Any, as_user: AsUser) -> None:
    browser = as_user(officer)
    wanted = f"{MATRIX}?words=done&columns=-progress"
    assert keep(browser, query="words=done&columns=-progress").headers["Location"] == wanted
    view = SavedView.objects.get()
    assert browser.get(f"{VIEWS}{view.key}/").headers["Location"] == wanted
    assert names(browser) == ["Mine"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("evil=1&words=a&saved=abc&csrfmiddlewaretoken=x", "words=a"),
        ("?standing=overdue&standing=achieved&words=", "standing=overdue&standing=achieved"),
        ("words=%26x%3D1%23", "words=%26x%3D1%23"),
        ("//example.org/", ""),
    ],
)
def test_a_view_keeps_fields_that_the_filter_knows_only(query: str, kept: str) -> None:
    assert known_query(query) == kept


def test_a_name_is_taken_once_by_a_person_in_a_programme(
    programme: Any, officer: Any, chair: Any, as_user: AsUser
) -> None:
    keep(as_user(officer))
    assert keep(as_user(officer)).status_code == 422
    assert keep(as_user(chair)).status_code == 302
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("name", ["", "x" * 81, "\x07"])
def test_a_bad_name_is_refused_beside_its_field(
    programme: Any, officer: Any, as_user: AsUser, name: str
) -> None:
    response = keep(as_user(officer), name=name)
    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert not SavedView.objects.exists()


# --- sharing ------------------------------------------------------------------------------


def test_a_shared_view_is_seen_by_the_group_and_by_nobody_else(
    programme: Any, officer: Any, as_user: AsUser, request: pytest.FixtureRequest
) -> None:
    keep(as_user(officer), "Ours", shared="on")
    keep(as_user(officer), "Mine")
    view = SavedView.objects.get(name="Ours")
    for who in ("chair", "delegate", "facilitator", "observer", "administrator"):
        browser = as_user(request.getfixturevalue(who))
        assert names(browser) == ["Ours"], who
        assert browser.get(f"{VIEWS}{view.key}/").status_code == 302
    stranger = as_user(request.getfixturevalue("stranger"))
    assert names(stranger) == []
    assert stranger.get(f"{VIEWS}{view.key}/").status_code == 404


def test_somebody_without_a_role_keeps_views_for_themselves_only(
    programme: Any, stranger: Any, as_user: AsUser
) -> None:
    keep(as_user(stranger), shared="on")
    assert SavedView.objects.get().shared is False


def test_its_owner_alone_renames_shares_and_deletes_it(
    programme: Any, officer: Any, chair: Any, as_user: AsUser
) -> None:
    keep(as_user(officer), shared="on")
    view = SavedView.objects.get()
    for address in (f"{VIEWS}{view.key}/", f"{VIEWS}{view.key}/delete/"):
        assert as_user(chair).post(address, {"name": "Theirs"}).status_code == 404
    as_user(officer).post(f"{VIEWS}{view.key}/", {"name": "Other", "query": "words=forged"})
    view.refresh_from_db()
    assert (view.name, view.shared, view.query) == ("Other", False, "words=done")
    as_user(officer).post(f"{VIEWS}{view.key}/delete/")
    assert not SavedView.objects.exists()


def test_a_taken_name_leaves_a_view_as_it_was(programme: Any, officer: Any, as_user: AsUser) -> None:
    keep(as_user(officer), "One")
    keep(as_user(officer), "Two")
    two = SavedView.objects.get(name="Two")
    assert as_user(officer).post(f"{VIEWS}{two.key}/", {"name": "One"}).status_code == 422
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["One", "Two"]


def test_a_view_is_of_one_programme(programme: Any, officer: Any, as_user: AsUser) -> None:
    import_programme(interchange.read(small(lambda value: value.update(slug="other"))), by=None)
    keep(as_user(officer))
    key = SavedView.objects.get().key
    assert as_user(officer).get(f"/programmes/other/views/{key}/").status_code == 404


# --- cost ---------------------------------------------------------------------------------


def count(browser: Any, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(address, headers=headers).status_code == 200
    return len(statements)


def test_views_cost_the_matrix_nothing_and_their_list_the_same_however_many(
    programme: Any, officer: Any, as_user: AsUser
) -> None:
    browser, htmx = as_user(officer), {"HX-Request": "true", "HX-Target": "saved-views"}
    caches["pages"].clear()
    before = count(as_user(None), MATRIX), count(browser, MATRIX), count(browser, VIEWS, **htmx)
    for number in range(20):
        keep(browser, f"View {number}")
    caches["pages"].clear()
    after = count(as_user(None), MATRIX), count(browser, MATRIX), count(browser, VIEWS, **htmx)
    assert before == after
    assert after[2] <= 5


def test_the_form_of_a_view_has_no_more_fields_than_it_may() -> None:
    assert list(SavedViewForm.base_fields) == ["name", "query", "shared"]
