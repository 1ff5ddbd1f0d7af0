"""Who sees and does what: one table, every address with every role in programmes of every visibility and status."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, reverse

import groups.urls
import programmes.urls
import tracking.urls
import wco_tracker.urls
from groups.models import CommitteeSession, Group, Membership, Person, User
from programmes.actions.import_programme import import_programme
from programmes.importing import interchange
from programmes.models import Indicator, WorkProgramme
from tests.programmes.importing.test_interchange import small
from tests.rows import create

# --- the table ----------------------------------------------------------------------------

OUTSIDE = frozenset({"nobody", "stranger"})
SECRETARIAT = frozenset({"officer", "administrator"})
SEE_DRAFTS = frozenset({"chair", "vice_chair"})
IN_GROUP = SECRETARIAT | SEE_DRAFTS | {"facilitator", "delegate", "observer"}
EVERYBODY = IN_GROUP | OUTSIDE | {"colleague"}
MEMBERS = EVERYBODY - OUTSIDE - {"observer"}
SEE = {"public": EVERYBODY, "members": MEMBERS, "group": IN_GROUP, "secretariat": SECRETARIAT}
SESSION = "ptc-2016-03"
WRITE = frozenset({"officer", "administrator"})

# The answer to nobody, to a reader, to one who writes, and to one who may not know of the programme.
READ = (200, 200, 200, 404)
PROGRAMME: dict[str, dict[str, tuple[int, int, int, int]]] = {
    "programmes:matrix": {"GET": READ, "POST": READ},
    "programmes:topic": {"GET": READ, "POST": READ},
    "programmes:export": {"GET": READ, "POST": READ},
    "programmes:reading": {"GET": READ, "POST": READ},
    "programmes:history": {"GET": READ, "POST": READ},
    "programmes:row": {"GET": (302, 302, 302, 404), "POST": (302, 302, 302, 404)},
    "programmes:reference": {"GET": (302, 302, 302, 404), "POST": (302, 302, 302, 404)},
    "programmes:charts": {"GET": READ, "POST": READ},
    # A view is kept by anybody who is signed in; a post without a name keeps none. The last two are of nobody's view.
    "programmes:views": {"GET": (302, 200, 200, 404), "POST": (401, 422, 422, 404)},
    "programmes:view": {"GET": (302, 404, 404, 404), "POST": (401, 404, 404, 404)},
    "programmes:view-delete": {"GET": (405, 405, 405, 405), "POST": (401, 404, 404, 404)},
    "programmes:release": {"GET": (302, 403, 200, 404), "POST": (401, 403, 302, 404)},
    # A post without a login keeps what was typed; without a revision it is a conflict.
    "programmes:edit": {"GET": (302, 403, 200, 404), "POST": (401, 403, 409, 404)},
    "programmes:entry": {"GET": (302, 403, 200, 404), "POST": (401, 403, 200, 404)},
    "programmes:settings": {"GET": (302, 403, 200, 404), "POST": (401, 403, 409, 404)},
    "programmes:structure": {"GET": (302, 403, 200, 404), "POST": (401, 403, 302, 404)},
    "programmes:add": {"GET": (302, 403, 200, 404), "POST": (401, 403, 422, 404)},
    "programmes:node": {"GET": (302, 403, 200, 404), "POST": (401, 403, 302, 404)},
    "programmes:undo": {"GET": (405, 405, 405, 405), "POST": (401, 403, 302, 404)},
    "programmes:sessions": {"GET": (302, 403, 200, 404), "POST": (401, 403, 200, 404)},
    "programmes:session": {"GET": (302, 403, 200, 404), "POST": (401, 403, 200, 404)},
    "programmes:session-row": {"GET": (405, 405, 405, 405), "POST": (401, 403, 409, 404)},
    "programmes:session-release": {"GET": (405, 405, 405, 405), "POST": (401, 403, 302, 404)},
    "programmes:bulk": {"GET": (302, 403, 200, 404), "POST": (401, 403, 422, 404)},
    "programmes:bulk-undo": {"GET": (405, 405, 405, 405), "POST": (401, 403, 302, 404)},
}
# Addresses of no programme: the answer to nobody, and to anybody who is signed in.
OTHER: dict[str, dict[str, tuple[int, int]]] = {
    "home": {"GET": (200, 200), "POST": (200, 200)},
    "programmes:list": {"GET": (200, 200), "POST": (200, 200)},
    "search": {"GET": (200, 200), "POST": (200, 200)},
    "account": {"GET": (302, 200), "POST": (302, 200)},
    "jobs": {"GET": (302, 200), "POST": (302, 200)},
    "accounts/email/": {"GET": (302, 302), "POST": (302, 302)},
    "language": {"GET": (405, 405), "POST": (400, 400)},
    "favicon": {"GET": (302, 302), "POST": (302, 302)},
    "health-live": {"GET": (200, 200), "POST": (405, 405)},
    "health-ready": {"GET": (200, 200), "POST": (405, 405)},
    "health-work": {"GET": (503, 503), "POST": (405, 405)},  # no heart beats in a test
}
# Addresses of no programme for officers of any group: the answer to nobody, to a reader, to one who writes somewhere.
WRITING: dict[str, dict[str, tuple[int, int, int]]] = {
    "programmes:new": {"GET": (302, 403, 200), "POST": (401, 403, 422)},
    "programmes:import": {"GET": (302, 403, 200), "POST": (401, 403, 422)},
    # Without a file that was looked at, it leads back to choosing one.
    "programmes:import-confirm": {"GET": (405, 405, 405), "POST": (401, 403, 302)},
}
# The page of a session, by its visibility, for those who see it; others get 404.
SESSIONS: dict[str, dict[str, int]] = {"session": {"GET": 200, "POST": 200}}
OWN = {"job", "job-file"}  # their owner's alone: tests/tracking/actions/test_jobs.py
KEYED = ("row", "edit", "undo", "history", "view", "view-delete")
CONTAINERS = [
    *(("public", status) for status in ("draft", "adopted", "closed")),
    *(
        (visibility, status)
        for visibility in ("members", "group", "secretariat")
        for status in ("draft", "adopted")
    ),
]
AGAIN = {("members", "adopted"), ("group", "draft")}


def sees(role: str, visibility: str, status: str) -> bool:
    """Whether the table lets the role know of such a programme."""
    return role in SEE[visibility] or (status in ("draft", "submitted") and role in SEE_DRAFTS)


def expected(role: str, visibility: str, status: str, name: str, method: str) -> int:
    """The table's answer."""
    nobody, reader, writer, hidden = PROGRAMME[name][method]
    if role == "nobody" and method == "POST" and nobody == 401:
        return nobody
    if not sees(role, visibility, status):
        return hidden
    return writer if role in WRITE else nobody if role == "nobody" else reader


# --- the tests ----------------------------------------------------------------------------


@pytest.fixture
def colleague(db: None) -> User:
    """A secretariat officer of another group."""
    person = create(Person, name="Colleague")
    create(Membership, group=Group.objects.get(slug="ec"), person=person, role="officer")
    return User.objects.create_user("colleague@example.org", "a pass phrase", person=person)


@pytest.fixture
def everybody(request: pytest.FixtureRequest, as_user: Callable[[Any], Any]) -> dict[str, Any]:
    """A browser for each of the cast."""
    return {role: as_user(request.getfixturevalue(role)) for role in sorted(EVERYBODY)}


@pytest.fixture
def row(ptc: Any) -> Any:
    """The only row of a small programme."""
    import_programme(interchange.read(small(lambda v: v["sections"][0].update(number="77"))), by=None)
    return Indicator.objects.select_related("task__topic").get(task__topic__section__programme__slug="small")


def addresses(row: Any) -> dict[str, str]:
    given: dict[str, list[str]] = {
        "programmes:topic": [row.task.topic.key],
        "programmes:export": ["json"],
        "programmes:reference": ["77.1.1"],
        "programmes:node": [row.task.key],
        **{f"programmes:{name}": [SESSION] for name in ("session", "session-release")},
        "programmes:entry": [row.key, row.progress.first().key],
        "programmes:session-row": [SESSION, row.key],
        **{f"programmes:{name}": [row.key] for name in KEYED},
    }
    return {name: reverse(name, args=["small", *given.get(name, [])]) for name in PROGRAMME}


def names(patterns: list[Any], space: str = "") -> Iterator[str]:
    return (
        f"{space}{pattern.name or pattern.pattern}" for pattern in patterns if isinstance(pattern, URLPattern)
    )


def test_the_table_has_every_address() -> None:
    known = {
        *names(programmes.urls.urlpatterns, "programmes:"),
        *names(wco_tracker.urls.urlpatterns),
        *names(groups.urls.urlpatterns),
        *names(tracking.urls.urlpatterns),
    }
    assert known == set(PROGRAMME) | set(OTHER) | set(WRITING) | set(SESSIONS) | OWN


@pytest.mark.parametrize(
    ("visibility", "status"),
    # What the table asks of the database are the same few questions for all containers: PostgreSQL answers two.
    [pytest.param(*each, marks=[] if each in AGAIN else pytest.mark.once) for each in CONTAINERS],
)
def test_every_role_gets_what_the_table_says(
    row: Any, everybody: dict[str, Any], visibility: str, status: str
) -> None:
    WorkProgramme.objects.filter(slug="small").update(visibility=visibility, status=status)
    wrong = {}
    for role, browser in everybody.items():
        for name, address in addresses(row).items():
            for method in ("GET", "POST"):
                got = getattr(browser, method.lower())(address).status_code
                if got != (wanted := expected(role, visibility, status, name, method)):
                    wrong[role, name, method] = (got, wanted)
    assert wrong == {}


@pytest.mark.parametrize("visibility", SEE)
def test_a_session_is_open_to_those_who_see_it_only(everybody: dict[str, Any], visibility: str) -> None:
    CommitteeSession.objects.filter(slug=SESSION).update(visibility=visibility)
    wrong = {}
    for role, browser in everybody.items():
        for name, methods in SESSIONS.items():
            for method, there in methods.items():
                got = getattr(browser, method.lower())(reverse(name, args=[SESSION])).status_code
                if got != (wanted := there if role in SEE[visibility] else 404):
                    wrong[role, name, method] = (got, wanted)
    assert wrong == {}


@pytest.mark.parametrize("status", WorkProgramme.Status.values)
def test_a_programme_in_hand_is_seen_by_those_whom_the_lists_show_it(
    row: Any, request: pytest.FixtureRequest, status: str
) -> None:
    people = [request.getfixturevalue(role) if role != "nobody" else None for role in sorted(EVERYBODY)]
    for visibility in SEE:
        WorkProgramme.objects.filter(slug="small").update(visibility=visibility, status=status)
        programme = WorkProgramme.objects.get(slug="small")
        for person in people:
            listed = WorkProgramme.objects.visible_to(person).filter(slug="small").exists()
            assert programme.seen_by(person) == listed, (person, visibility)


def test_addresses_of_no_programme_answer_as_the_table_says(everybody: dict[str, Any]) -> None:
    wrong = {}
    for role, browser in everybody.items():
        for name, methods in OTHER.items():
            for method, (nobody, signed_in) in methods.items():
                got = getattr(browser, method.lower())(
                    f"/{name}" if "/" in name else reverse(name)
                ).status_code
                if got != (wanted := nobody if role == "nobody" else signed_in):
                    wrong[role, name, method] = (got, wanted)
    assert wrong == {}


def test_addresses_for_officers_of_any_group_answer_as_the_table_says(everybody: dict[str, Any]) -> None:
    wrong = {}
    for role, browser in everybody.items():
        for name, methods in WRITING.items():
            for method, (nobody, reader, writer) in methods.items():
                got = getattr(browser, method.lower())(reverse(name)).status_code
                wanted = nobody if role == "nobody" else writer if role in WRITE | {"colleague"} else reader
                if got != wanted:
                    wrong[role, name, method] = (got, wanted)
    assert wrong == {}


def shown_to(everybody: dict[str, Any], address: str, **fields: str) -> set[str]:
    """The roles that are led to the small programme from an address."""
    WorkProgramme.objects.filter(slug="small").update(period="2099", **fields)
    return {
        role for role, browser in everybody.items() if "/programmes/small/" in _said(browser.get(address))
    }


def _said(response: Any) -> str:
    return response.headers.get("Location", "") + response.content.decode()


@pytest.mark.parametrize("visibility", SEE)
def test_a_programme_is_listed_for_those_who_see_it_only(
    row: Any, everybody: dict[str, Any], visibility: str
) -> None:
    for status in WorkProgramme.Status.values:
        wanted = {role for role in EVERYBODY if sees(role, visibility, status)}
        assert shown_to(everybody, "/programmes/", visibility=visibility, status=status) == wanted, status


@pytest.mark.parametrize("address", ["/", "/search/?q=Unheard-of", "/search/?q=77.1.1"])
def test_home_and_search_lead_those_who_see_it_only(
    row: Any, everybody: dict[str, Any], address: str
) -> None:
    Indicator.objects.filter(pk=row.pk).update(text="Unheard-of words", folded="unheard-of words")
    for visibility in ("members", "group", "secretariat"):
        wanted = {role for role in EVERYBODY if sees(role, visibility, "adopted")}
        assert shown_to(everybody, address, visibility=visibility, status="adopted") == wanted, visibility


def test_a_term_that_is_over_gives_nothing(row: Any, officer: User, as_user: Callable[[Any], Any]) -> None:
    Membership.objects.filter(person=officer.person).update(until="2020-01-01")
    WorkProgramme.objects.filter(slug="small").update(visibility="secretariat")
    assert as_user(officer).get("/programmes/small/").status_code == 404


def test_a_reader_without_a_right_to_write_writes_nothing(row: Any, everybody: dict[str, Any]) -> None:
    WorkProgramme.objects.filter(slug="small").update(visibility="public", status="adopted")
    for role in EVERYBODY - WRITE:
        typed = {"revision": "1", "text": "Forged", "timeline_phrase": "", "new-text": "Forged"}
        everybody[role].post(addresses(row)["programmes:edit"], typed)
    row.refresh_from_db()
    assert (row.text, row.revision, row.progress.count()) == ("Done", 1, 1)


def test_an_export_of_what_one_may_not_see_says_no_more_than_of_what_is_not_there(
    row: Any, as_user: Callable[[Any], Any]
) -> None:
    there = as_user(None).get("/programmes/small/export/json/")
    missing = as_user(None).get("/programmes/nowhere/export/json/")
    assert there.status_code == missing.status_code == 404
    assert json.dumps("Small") not in there.content.decode()


def test_a_topic_of_a_hidden_programme_is_not_linked_from_a_seen_one(
    row: Any, closed: Any, everybody: dict[str, Any]
) -> None:
    from programmes.models import Topic, TopicContinuation

    topic = Topic.objects.filter(section__programme=closed).first()
    TopicContinuation.objects.create(topic=row.task.topic, earlier=topic, how="reworded")
    page = reverse("programmes:topic", args=[closed.slug, topic.key])
    assert "/programmes/small/" not in everybody["delegate"].get(page).content.decode()
    assert "/programmes/small/" in everybody["officer"].get(page).content.decode()
