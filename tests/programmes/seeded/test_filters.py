"""Filters in the address, the day to judge at, and what the pages say of the two source documents."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.content import Criteria, ProgrammeContent, filter_tree
from programmes.filters import MatrixFilter
from programmes.forms.saved_views import ChartsFilter
from programmes.models import Topic
from programmes.selectors import programmes
from programmes.selectors.access import access_to, open_programme
from programmes.selectors.trees import read_tree

SEED = "/programmes/ptc-2013-2016/"
ROW = re.compile(r'data-ref="([0-9.]+)"')


@pytest.fixture
def tree(closed: Any) -> ProgrammeContent:
    """2013-2016 as everybody sees it."""
    return read_tree(access_to(None, closed))


@pytest.fixture
def shown(db: None, as_user: Callable[[Any], Any]) -> Callable[[str], list[str]]:
    """The references on a page of 2013-2016, in order."""
    return lambda query: ROW.findall(as_user(None).get(SEED + query).content.decode())


def refs(tree: ProgrammeContent) -> list[str]:
    return [row.ref for row in tree.indicators]


def test_all_rows_are_shown_without_a_filter(
    shown: Callable[[str], list[str]], tree: ProgrammeContent
) -> None:
    assert shown("") == refs(tree)
    assert len(refs(tree)) == 61


def test_a_section_is_shown_alone(shown: Callable[[str], list[str]], tree: ProgrammeContent) -> None:
    section = tree.sections[4]
    assert shown(f"?section={section.key}") == [row.ref for row in section.indicators]
    assert len(shown(f"?section={section.key}")) == 14


def test_a_topic_is_shown_alone(shown: Callable[[str], list[str]], tree: ProgrammeContent) -> None:
    topic = tree.sections[1].topics[0]
    assert shown(f"?topic={topic.key}") == [row.ref for row in topic.indicators]


def test_standings_are_chosen_one_or_several(
    shown: Callable[[str], list[str]], tree: ProgrammeContent
) -> None:
    counts = Counter(row.standing for row in tree.indicators)
    assert len(shown("?standing=achieved")) == counts["achieved"] > 0
    both = shown("?standing=achieved&standing=ran_to_the_end")
    assert len(both) == counts["achieved"] + counts["ran_to_the_end"]


def test_a_kind_of_timeline_is_chosen(shown: Callable[[str], list[str]], tree: ProgrammeContent) -> None:
    ongoing = [row.ref for row in tree.indicators if row.timeline.kind == "ongoing"]
    assert shown("?timeline=ongoing") == ongoing != []


def test_words_are_found_whatever_their_case_and_accents(
    shown: Callable[[str], list[str]], tree: ProgrammeContent
) -> None:
    for words in ("single window", "SINGLE WINDOW", "síngle wïndow", "window single"):
        assert shown(f"?words={words}") == shown("?words=single+window") != []
    assert shown("?words=single+nowhere") == []


def test_words_are_found_in_topics_tasks_entries_timelines_and_references(
    shown: Callable[[str], list[str]], tree: ProgrammeContent
) -> None:
    section = tree.sections[0]
    topic = section.topics[0]
    row = topic.tasks[0].indicators[0]
    for words in (
        topic.title,
        topic.tasks[0].text,
        row.text,
        row.progress[0].text,
        row.timeline.phrase,
    ):
        assert row.ref in shown("?words=" + words.replace("%", "%25").replace("&", "%26")), words


@pytest.mark.parametrize("typed", ["1.1.1", "1.1.1.", " 1.1.1 "])
def test_a_reference_in_place_of_words_jumps_to_its_row(
    as_user: Callable[[Any], Any], tree: ProgrammeContent, typed: str
) -> None:
    place = f"{SEED}#r-{next(tree.indicators).key}"
    assert as_user(None).get(SEED, {"words": typed}).headers["Location"] == place
    htmx = as_user(None).get(SEED, {"words": typed}, headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == place


def test_the_reference_of_a_topic_leads_to_its_page(
    as_user: Callable[[Any], Any], tree: ProgrammeContent
) -> None:
    topic = next(tree.topics)
    answer = as_user(None).get(SEED, {"words": topic.ref})
    assert answer.headers["Location"] == f"{SEED}topics/{topic.key}/"
    assert as_user(None).get(SEED, {"words": "99.99"}).status_code == 200


def test_filters_are_met_together(shown: Callable[[str], list[str]], tree: ProgrammeContent) -> None:
    section = tree.sections[0].key
    assert set(shown(f"?section={section}&standing=achieved&words=customs")) == (
        set(shown(f"?section={section}")) & set(shown("?standing=achieved")) & set(shown("?words=customs"))
    )


def test_references_stay_and_spans_are_counted_anew(tree: ProgrammeContent) -> None:
    kept = filter_tree(tree, Criteria(standings=frozenset({"achieved"})))
    assert set(refs(kept)) < set(refs(tree))
    for topic in kept.topics:
        assert topic.rows == sum(task.rows for task in topic.tasks) == sum(1 for _row in topic.indicators)
        assert all(task.rows == len(task.indicators) for task in topic.tasks)
    whole = {topic.key: topic.rows for topic in tree.topics}
    assert any(topic.rows < whole[topic.key] for topic in kept.topics)
    assert {topic.key: topic.rows for topic in tree.topics} == whole, "the tree that was given is as it was"


def test_no_criteria_leave_the_tree_as_it_is(tree: ProgrammeContent) -> None:
    assert filter_tree(tree, Criteria()) is tree


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("section=aaaaaaaaaa", "Section"),
        ("topic=../../etc", "Topic"),
        ("standing=wonderful", "Standing"),
        ("timeline=<script>", "Timeline"),
        ("at=yesterday", "Status as at"),
        ("at=2014-02-30", "Status as at"),
        ("at=20140630", "Status as at"),
        ("at=06/30/2014", "Status as at"),
        ("at=2014-06-30T00:00", "Status as at"),
        ("words=" + "x" * 201, "Contains"),
    ],
)
def test_a_value_that_does_not_exist_is_told_and_leaves_no_row(
    db: None, as_user: Callable[[Any], Any], query: str, label: str
) -> None:
    page = as_user(None).get(f"{SEED}?{query}").content.decode()
    assert ROW.findall(page) == []
    assert re.search(rf'<p class="error" role="alert">{label}\W+\w[^<]+', page)
    assert "Status as at 30 June 2014" not in page
    assert "<script>" not in page


def test_a_field_that_no_filter_has_is_ignored(shown: Callable[[str], list[str]]) -> None:
    assert len(shown("?sections=1&__proto__=x&slug[]=2")) == 61


def test_an_officer_is_chosen_by_those_who_may_know_the_name(
    closed: Any, delegate: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    Topic.objects.filter(section__programme=closed, position__lte=1000, section__number="1").update(
        officer=officer.person
    )
    page = f"{SEED}?officer={officer.person.key}"
    assert "Officer" not in page.partition("?")[2]
    assert 0 < len(ROW.findall(as_user(delegate).get(page).content.decode())) < 61
    nobody = as_user(None).get(page).content.decode()
    assert ROW.findall(nobody) == [], "names are for Members"
    assert f">{officer.person.name}</option>" not in nobody
    forged = as_user(delegate).get(f"{SEED}?officer=Nobody").content.decode()
    assert ROW.findall(forged) == []
    assert re.search(r'role="alert">Officer\W+\w', forged)


# --- judged at a day ----------------------------------------------------------------------


def test_a_day_shows_what_stood_then(db: None, closed: Any) -> None:
    then = read_tree(access_to(None, closed), at=date(2014, 6, 30))
    now = read_tree(access_to(None, closed))
    assert refs(then) == refs(now)
    told = [entry for row in then.indicators for entry in row.progress]
    assert 0 < len(told) < 72
    assert all(not entry.reported_on or entry.reported_on[:7] <= "2014-06" for entry in told)
    standings = Counter(row.standing for row in then.indicators)
    assert standings["overdue"] + standings["due_soon"] + standings["on_time"] + standings["stale"] > 0
    assert "ran_to_the_end" not in standings
    assert "open_at_close" not in standings
    achieved = {row.ref for row in then.indicators if row.state == "achieved"}
    assert achieved < {row.ref for row in now.indicators if row.state == "achieved"}


def test_before_its_adoption_a_programme_is_planned(db: None, closed: Any) -> None:
    tree = read_tree(access_to(None, closed), at=date(2014, 5, 31))
    assert {row.standing for row in tree.indicators} - {"achieved", "achieved_late", "not_needed"} == {
        "planned"
    }


def test_a_closed_programme_is_judged_on_the_day_it_closed(
    db: None, closed: Any, tree: ProgrammeContent
) -> None:
    assert {row.ref: row.standing for row in tree.indicators} == {
        row.ref: row.standing for row in read_tree(access_to(None, closed), at=date(2016, 7, 31)).indicators
    }


def test_a_draft_is_planned_and_not_late(db: None, draft: Any) -> None:
    assert {row.standing for row in read_tree(access_to(None, draft)).indicators} == {"planned"}


def test_the_page_says_at_which_day_it_judges(db: None, as_user: Callable[[Any], Any]) -> None:
    page = as_user(None).get(SEED + "?at=2014-06-30").content.decode()
    assert "Status as at 30 June 2014" in page
    assert "ran_to_the_end" not in page


def test_an_export_is_what_the_page_shows(db: None, as_user: Callable[[Any], Any]) -> None:
    browser = as_user(None)
    query = "?standing=achieved&at=2015-01-01"
    value = browser.get(SEED + "export/json/" + query).json()
    rows = [
        row for s in value["sections"] for t in s["topics"] for k in t["tasks"] for row in k["indicators"]
    ]
    assert len(rows) == len(ROW.findall(browser.get(SEED + query).content.decode())) > 0


# --- what the pages say -------------------------------------------------------------------


def plain(page: str) -> str:
    """A page's words, single spaces between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_page_of_2013_says_what_the_text_says(db: None, as_user: Callable[[Any], Any]) -> None:
    page = plain(as_user(None).get(SEED).content.decode())
    assert "Adopted by the Council, June 2014" in page
    assert re.search(r"Concluded\s+July 2016", page)
    assert "Text of September 2016" in page
    assert "PC0461E1 Annex I " in page
    assert "Agenda item XIV (b)" in page
    assert "61 indicators" in page
    assert "ISCM" in page


def test_the_page_of_2016_says_it_is_a_draft(db: None, as_user: Callable[[Any], Any]) -> None:
    page = plain(as_user(None).get("/programmes/ptc-2016-2019/").content.decode())
    assert "Draft of September 2016" in page
    assert "PC0461E1 Annex II" in page
    assert "Agenda item XIV (b)" in page
    assert "70 indicators" in page
    assert "Adopted" not in page.split("Judged")[0]


def test_what_no_text_gives_is_not_recorded(
    db: None, tree: ProgrammeContent, as_user: Callable[[Any], Any]
) -> None:
    topic = next(tree.topics)
    page = plain(as_user(None).get(f"{SEED}topics/{topic.key}/").content.decode())
    assert "Lead: not recorded" in page
    assert "Officer: not recorded" in page


def test_a_stray_of_the_editor_is_shown_as_printed_on_the_topics_page(
    db: None, tree: ProgrammeContent, as_user: Callable[[Any], Any]
) -> None:
    topic = next(topic for topic in tree.topics if topic.title_printed == "Single Window Armen")
    assert topic.title == "Single Window"
    assert "Single Window Armen" not in as_user(None).get(SEED).content.decode()
    assert "Single Window Armen" in as_user(None).get(f"{SEED}topics/{topic.key}/").content.decode()


def test_a_reference_leads_to_its_row(
    db: None, tree: ProgrammeContent, as_user: Callable[[Any], Any]
) -> None:
    row = next(tree.indicators)
    access = open_programme(None, "ptc-2013-2016")
    assert as_user(None).get("/search/?q=1.1.1").headers["Location"] == (
        f"{access.programme.get_absolute_url()}#r-{row.key}"
    )


@pytest.mark.parametrize("withdrawn", [0, 1])
def test_sections_and_topics_have_the_same_names_in_a_kept_view_as_in_the_filter(
    closed: Any, draft: Any, withdrawn: int
) -> None:
    for programme in (closed, draft):
        gone = Topic.objects.filter(section__programme=programme).in_order()[:withdrawn]
        Topic.objects.filter(pk__in=[topic.pk for topic in gone]).update(withdrawn_at="2020-01-01T00:00Z")
        fields = MatrixFilter({}, programmes.load_outline(programme)).form.fields
        offered = {
            (name, key): words for name in ("section", "topic") for key, words in fields[name].choices if key
        }
        with CaptureQueriesContext(connection) as statements:
            assert programmes.names_in_outline(programme) == offered
        assert len(statements) == 1
        assert len(offered) > 20


def test_two_programmes_and_two_pages_each_have_a_form_of_their_own(
    tree: ProgrammeContent, adopted: Any
) -> None:
    """The form's class is made once; its choices and fields are not shared."""
    other = read_tree(access_to(None, adopted))
    first, second, charts = MatrixFilter({}, tree), MatrixFilter({}, other), ChartsFilter({}, tree)
    for chosen, shown in ((first, tree), (second, other), (charts, tree)):
        assert [key for key, _ in chosen.form.fields["section"].choices][1:] == [
            s.key for s in shown.sections
        ]
    assert "columns" in first.form.fields
    assert "since" not in first.form.fields
    assert "columns" not in charts.form.fields
    assert "since" in charts.form.fields


def test_what_does_not_fit_is_said_beside_the_field_on_every_page_of_rows(
    as_user: Callable[[Any], Any], officer: Any, db: None
) -> None:
    for page in ("", "charts/", "bulk/"):
        answer = as_user(officer).get(f"{SEED}{page}?at=never").content.decode()
        assert 'value="never"' in answer
        assert '<p class="error" role="alert">Status as at · Enter a valid date.</p>' in answer


def test_markup_for_a_day_stays_text(as_user: Callable[[Any], Any], officer: Any, db: None) -> None:
    for page in ("?", "charts/?since=%22%3E%3Cscript%3E&", "bulk/?"):
        answer = as_user(officer).get(f"{SEED}{page}at=%22%3E%3Cscript%3E").content.decode()
        assert 'value="&quot;&gt;&lt;script&gt;"' in answer
        assert '"><script>' not in answer
