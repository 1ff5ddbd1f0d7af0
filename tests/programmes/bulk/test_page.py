"""The page of many rows: choosing, the preview, applying, and what is kept when it is refused."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Indicator
from tests.programmes.bulk.test_actions import rows_of
from tests.programmes.seeded.test_rows import fresh, save

ADDRESS = "/programmes/ptc-adopted/bulk/"
SET = {"timeline": "set", "timeline_phrase": "June 2018", "step": "preview"}


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's."""
    return as_user(officer)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the preview's form."""
    form = page.split('class="bulkform"', 1)[1]
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', form)
    }


def applied(browser: Any, preview: Any) -> Any:
    return browser.post(ADDRESS, {**hidden(preview.content.decode()), "step": "apply"})


def test_the_preview_shows_before_and_after_and_writes_nothing(browser: Any, adopted: Any) -> None:
    rows = rows_of(adopted, 2)
    answer = browser.post(ADDRESS, {**SET, "row": [row.key for row in rows]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Due 30 June 2018." in page
    for row in rows:
        assert html.escape(row.timeline_phrase) in page
        assert fresh(row).revision == 1


def test_what_the_preview_showed_is_applied_and_can_be_undone(browser: Any, adopted: Any) -> None:
    rows = rows_of(adopted, 3)
    answer = applied(browser, browser.post(ADDRESS, {**SET, "row": [row.key for row in rows]}))
    assert answer.status_code == 302
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "3 rows are changed." in page
    assert {fresh(row).timeline_phrase for row in rows} == {"June 2018"}
    done = re.search(r'name="done" value="([^"]+)"', page)
    assert done is not None
    browser.post(f"{ADDRESS}undo/", {"done": done[1]})
    assert [fresh(row).timeline_phrase for row in rows] == [row.timeline_phrase for row in rows]


def test_all_that_match_are_the_rows_of_the_filter(browser: Any, adopted: Any) -> None:
    topic = rows_of(adopted, 1)[0].task.topic
    own = Indicator.objects.filter(task__topic=topic).count()
    answer = browser.post(ADDRESS, {**SET, "all": "on", "view": f"topic={topic.key}"})
    assert len(answer.context["preview"].changed) == own
    applied(browser, answer)
    assert Indicator.objects.filter(timeline_phrase="June 2018").count() == own


def test_rows_that_stay_as_they_are_are_named(browser: Any, adopted: Any) -> None:
    row = rows_of(adopted, 1)[0]
    answer = browser.post(ADDRESS, {**SET, "timeline_phrase": row.timeline_phrase, "row": row.key})
    assert [item.key for item in answer.context["preview"].unchanged] == [row.key]
    assert b'value="apply"' not in answer.content


def test_a_row_changed_since_the_preview_is_named_and_the_form_is_kept(
    browser: Any, adopted: Any, officer: Any
) -> None:
    rows = rows_of(adopted, 3)
    preview = browser.post(ADDRESS, {**SET, "row": [row.key for row in rows], "text": "Words of mine"})
    save(rows[1], officer, text="Changed meanwhile")
    answer = applied(browser, preview)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert len(answer.context["moved"]) == 1
    assert "Words of mine" in page
    assert page.count(" checked") == 3
    assert fresh(rows[0]).revision == 1


def test_the_officers_other_rows_are_named(browser: Any, adopted: Any, officer: Any) -> None:
    several = next(row for row in rows_of(adopted, 200) if row.task.topic.tasks.count() > 1)
    answer = browser.post(ADDRESS, {"officer": "=" + officer.name, "row": several.key, "step": "preview"})
    assert answer.context["preview"].reached
    applied(browser, answer)
    assert fresh(several).task.topic.officer == officer.person


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"row": "x", **SET}, "No row is chosen."),
        ({"all": "on"}, "No new value is chosen."),
        ({"all": "on", "timeline_phrase": "June"}, "You wrote a timeline."),
        ({"all": "on", "session": "ptc-2016-03"}, "Write what the progress is"),
        ({"all": "on", "officer": "=Nobody knows"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(
    browser: Any, adopted: Any, posted: dict[str, str], said: str
) -> None:
    answer = browser.post(ADDRESS, posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_back_to_the_form_keeps_the_choice_and_the_words(browser: Any, adopted: Any) -> None:
    row = rows_of(adopted, 1)[0]
    preview = browser.post(ADDRESS, {**SET, "row": row.key, "text": "One\nTwo"})
    answer = browser.post(ADDRESS, {**hidden(preview.content.decode()), "step": "back"})
    assert answer.status_code == 200
    assert answer.context["form"]["text"].value() == "One\nTwo"
    assert answer.content.decode().count(" checked") == 1


def test_the_matrix_carries_its_filter_there(browser: Any, as_user: Any, delegate: Any) -> None:
    page = browser.get("/programmes/ptc-adopted/?words=data").content.decode()
    assert f'href="{ADDRESS}?words=data"' in page
    assert ADDRESS not in as_user(delegate).get("/programmes/ptc-adopted/").content.decode()


@pytest.mark.parametrize("where", [ADDRESS, "/programmes/ptc-adopted/session/ptc-2016-03/"])
def test_columns_that_are_left_out_are_no_filter_of_rows_but_kept_for_the_way_back(
    browser: Any, adopted: Any, where: str
) -> None:
    page = browser.get(f"{where}?columns=-progress&words=data").content.decode()
    assert '<select name="columns"' not in page
    assert '<input type="hidden" name="columns" value="-progress">' in page
    assert 'href="/programmes/ptc-adopted/?words=data&amp;columns=-progress"' in page


def test_a_page_costs_the_same_statements_for_one_row_and_for_all(browser: Any, adopted: Any) -> None:
    found = []
    for posted in ({"row": rows_of(adopted, 1)[0].key}, {"all": "on"}):
        with CaptureQueriesContext(connection) as statements:
            assert browser.post(ADDRESS, {**SET, **posted}).status_code == 200
        found.append(len(statements))
    with CaptureQueriesContext(connection) as statements:
        browser.get(ADDRESS)
    assert found == [3 + 9, 3 + 9]
    assert len(statements) == 3 + 7


@pytest.fixture
def large(adopted: Any, officer: Any) -> list[str]:
    """The keys of a programme's 2,000 rows, at /programmes/large/."""
    from programmes.actions.import_programme import import_programme
    from programmes.content.samples import sample

    import_programme(sample("large", 2000, "ptc"), by=None)
    rows = Indicator.objects.filter(task__topic__section__programme__slug="large")
    return list(rows.values_list("key", flat=True))


@pytest.mark.parametrize("as_one_field", [True, False])
def test_two_thousand_ticked_rows_are_changed_and_changed_back(
    browser: Any, large: list[str], as_one_field: bool
) -> None:
    address = "/programmes/large/bulk/"
    ticked = {"chosen": " ".join(large)} if as_one_field else {"row": large}
    preview = browser.post(address, {**SET, **ticked})
    assert preview.status_code == 200
    assert len(preview.context["preview"].changed) == len(large) == 2000
    if not as_one_field:
        return
    answer = browser.post(address, {**hidden(preview.content.decode()), "step": "apply"})
    assert answer.status_code == 302
    assert Indicator.objects.filter(key__in=large, timeline_phrase="June 2018").count() == 2000
    done = re.search(r'name="done" value="([^"]+)"', browser.get(answer.headers["Location"]).content.decode())
    assert done is not None
    browser.post(f"{address}undo/", {"done": done[1]})
    assert not Indicator.objects.filter(key__in=large, timeline_phrase="June 2018").exists()


def test_a_form_beyond_every_limit_is_answered_with_what_to_do_instead(browser: Any, adopted: Any) -> None:
    answer = browser.post(ADDRESS, {**SET, "row": ["abcdefghij"] * 10_001})
    assert answer.status_code == 400
    assert "tick “All that match” instead" in answer.content.decode()


def test_the_preview_says_all_of_the_entry(browser: Any, adopted: Any) -> None:
    (row,) = rows_of(adopted, 1)
    typed = {"text": "Reported.", "session": "ptc-2016-03", "reported_on": "2016-03", "step": "preview"}
    page = browser.post(ADDRESS, {**typed, "row": [row.key]}).content.decode()
    changed = page.split("Reported.", 1)[1].split("</li>", 1)[0]
    assert "Session" in changed
    assert changed.count("March 2016") == 2
