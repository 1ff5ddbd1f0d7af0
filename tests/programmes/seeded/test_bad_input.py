"""What people, and worse, send to the form of a row: refused with words or kept as typed, never a failure."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from programmes.actions.rows import form_values
from tests.html import flat
from tests.programmes.seeded.conftest import first_row
from tests.programmes.seeded.test_rows import add, fresh, save
from tracking.models import ChangeSet


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    """The officer's."""
    return as_user(officer)


def address(row: Any, name: str = "edit", slug: str = "ptc-adopted") -> str:
    return reverse(f"programmes:{name}", args=[slug, row.key])


def typed(row: Any, **changed: Any) -> dict[str, Any]:
    """What the row's form sends."""
    row = fresh(row)
    entries = {entry.key: entry for entry in row.progress.present()}
    new = {f"new-{name}": "" for name in ("text", "reported_on", "session", "sets_state", "number", "period")}
    return {"revision": row.revision, **form_values(row, entries), **new, **changed}


def refused(browser: Any, row: Any, status: int, **changed: Any) -> str:
    """Posts; expects that status and nothing written; gives the page."""
    before = ChangeSet.objects.count(), fresh(row).text
    response = browser.post(address(row), typed(row, **changed))
    assert response.status_code == status
    assert (ChangeSet.objects.count(), fresh(row).text) == before
    return str(response.content.decode())


# --- values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"text": ""},
        {"text": "   \n "},
        {"text": "x" * 10_001},
        {"text": "\x85\x9f"},
        {"timeline_phrase": "x" * 301},
        {"target": "many"},
        {"target": "NaN"},
        {"target": "1e400"},
        {"target": "12345678901"},
        {"target": "1.005"},
        {"unit": "x" * 61},
        {"new-text": "x" * 10_001},
        {"new-text": "a", "new-reported_on": "2014-13"},
        {"new-text": "a", "new-reported_on": "soon"},
        {"new-text": "a", "new-reported_on": "30 February 2014"},
        {"new-text": "a", "new-session": "ptc-999"},
        {"new-text": "a", "new-sets_state": "wonderful"},
        {"new-text": "a", "new-number": "x"},
        {"new-text": "a", "new-period": "x" * 61},
        {"new-reported_on": "2014"},
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_words(
    browser: Any, row: Any, changed: dict[str, str]
) -> None:
    page = refused(browser, row, 422, **changed)
    assert "nothing you typed is lost" in page


def test_a_refused_text_comes_back_as_it_was_typed(browser: Any, row: Any) -> None:
    page = refused(browser, row, 422, text="x" * 10_001, **{"new-text": "Keep <me> & {{ this }}"})
    assert "x" * 10_001 in page
    assert "Keep &lt;me&gt; &amp; {{ this }}" in page


def test_a_limit_is_stated_beside_the_field(browser: Any, row: Any) -> None:
    page = browser.get(address(row)).content.decode()
    assert "At most 10,000 characters." in page
    assert "At most 300 characters." in page


KEPT = {
    "four bytes": "Ships 🚢 and 𝔻ata",
    "right to left": "مرحبا ‏שלום‎ \u202eabc\u202c",
    "line breaks": "one\ntwo\n\nthree",
    "markup": '<script>alert("x")</script> <img src=x onerror=alert(1)> &amp; </textarea>',
    "template marks": "{{ 7*7 }} {% debug %} ${x} %(name)s {# no #}",
    "a formula": "=cmd|' /C calc'!A0",
    "quotes": 'l\'état “dit” "so" `x`',
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_any_text_is_kept_and_shown_as_typed(browser: Any, row: Any, text: str) -> None:
    from django.utils.html import escape

    response = browser.post(address(row), typed(row, **{"text": text, "new-text": text, "unit": text[:10]}))
    assert response.status_code == 302
    assert fresh(row).text == row.progress.get().text == text
    page = browser.get(reverse("programmes:matrix", args=["ptc-adopted"])).content.decode()
    assert page.count(str(escape(text.split("\n")[0]))) >= 2
    for name in ("edit", "history"):
        page = browser.get(address(row, name)).content.decode()
        assert escape(text.split("\n")[0]) in page, name
        assert "<script>alert" not in page
    exported = browser.get(reverse("programmes:export", args=["ptc-adopted", "json"])).json()
    assert exported["sections"][0]["topics"][0]["tasks"][0]["indicators"][0]["text"] == text
    assert browser.get(reverse("programmes:export", args=["ptc-adopted", "docx"])).status_code == 200


def test_line_breaks_of_a_browser_are_no_change(browser: Any, row: Any, officer: Any) -> None:
    save(row, officer, text="one\ntwo")
    browser.post(address(row), typed(row, text="one\r\ntwo\r\n"))
    assert fresh(row).revision == 2


PASTED = {
    "a line of Word": ("one\x0btwo", "one\ntwo", "U+000B"),
    "a cell of Word": ("one\x07two", "one\ntwo", "U+0007"),
    "hyphens of Word": ("work\x1fing mini\x1egroup", "working mini\u2011group", "U+001F, U+001E"),
    "others": ("a\x00b\x1bc\ufffe", "abc", "U+0000, U+001B, U+FFFE"),
}


@pytest.mark.parametrize(("text", "kept", "codes"), PASTED.values(), ids=PASTED)
def test_invisible_characters_of_a_paste_are_replaced_and_named(
    browser: Any, row: Any, text: str, kept: str, codes: str
) -> None:
    sent = typed(row, **{"text": text, "new-text": text, "unit": text})
    page = browser.post(address(row), sent, follow=True).content.decode()
    assert fresh(row).text == row.progress.get().text == kept
    assert fresh(row).unit == kept.replace("\n", " ")
    for name in ("Performance indicator", "New progress entry", "Unit"):
        assert f"“{name}” held invisible characters of a paste ({codes})" in page


def test_nothing_is_said_of_a_text_without_such_characters(browser: Any, row: Any) -> None:
    page = browser.post(
        address(row), typed(row, text="one\r\ntwo\tthree\u00a0é"), follow=True
    ).content.decode()
    assert fresh(row).text == "one\ntwo\tthree\u00a0é"
    assert "invisible" not in page


# --- the date that an entry speaks of -----------------------------------------------------


@pytest.mark.parametrize(
    ("date", "stored", "words"),
    [
        ("March 2014", "2014-03", "March 2014"),
        ("mars 2014", "2014-03", "March 2014"),
        ("Mar. 2014", "2014-03", "March 2014"),
        ("2014", "2014", "2014"),
        ("31 March 2014", "2014-03-31", "31 March 2014"),
        ("March 31st, 2014", "2014-03-31", "31 March 2014"),
        ("1er août 2014", "2014-08-01", "1 August 2014"),
        ("31/10/2014", "2014-10-31", "31 October 2014"),
    ],
)
def test_a_date_is_read_as_people_write_it_and_said_as_it_is_typed(
    browser: Any, row: Any, date: str, stored: str, words: str
) -> None:
    said = browser.get(reverse("programmes:reading", args=["ptc-adopted"]), {"new-reported_on": date})
    assert f"<strong>Understood as:</strong>{words}<" in flat(said)
    browser.post(address(row), typed(row, **{"new-text": "Reported", "new-reported_on": date}))
    assert row.progress.get().reported_on == stored
    page = browser.get(address(row)).content.decode()
    assert f"<strong>Understood as:</strong>{words}<" in flat(page)


@pytest.mark.parametrize("date", ["Foo 2014", "32 March 2014", "March", "30 February 2014", "by March 2014"])
def test_what_is_no_date_is_said_to_be_none(browser: Any, row: Any, date: str) -> None:
    said = browser.get(reverse("programmes:reading", args=["ptc-adopted"]), {"new-reported_on": date})
    assert "Not a date so far" in said.content.decode()


# --- revisions and keys -------------------------------------------------------------------


def test_two_people_each_adding_an_entry_lose_nothing(browser: Any, row: Any, administrator: Any) -> None:
    """The second's form has no field for the first's entry; that is a conflict to show, not a mistake of theirs."""
    mine = typed(row, **{"new-text": "My report", "text": "My words"})
    add(row, administrator, "Their report")
    response = browser.post(address(row), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody saved this row while you were writing" in page
    assert "My report" in page
    assert "Their report" in page
    assert row.progress.count() == 1
    again = typed(row, **{"new-text": "My report", "text": "My words"})
    assert browser.post(address(row), again).status_code == 302
    assert sorted(row.progress.values_list("text", flat=True)) == ["My report", "Their report"]


@pytest.mark.parametrize("revision", ["", "0", "-1", "77", "x", "1.0", " ", "9" * 30, "١", None])
def test_a_missing_or_forged_revision_is_a_conflict_that_shows_what_was_typed(
    browser: Any, row: Any, revision: str | None
) -> None:
    sent = typed(row, text="Mine", revision=revision)
    if revision is None:
        del sent["revision"]
    response = browser.post(address(row), sent)
    assert response.status_code == 409
    assert "Mine" in response.content.decode()
    assert fresh(row).text == row.text


def test_a_stale_save_shows_base_theirs_and_mine(browser: Any, row: Any, administrator: Any) -> None:
    mine = typed(row, text="My words")
    save(row, administrator, text="Their words")
    page = browser.post(address(row), mine).content.decode()
    for words in (row.text, "Their words", "My words", 'name="revision" value="2"'):
        assert words in page


def test_forged_entry_keys_write_nothing(browser: Any, row: Any, closed: Any) -> None:
    from programmes.models import ProgressEntry

    other = ProgressEntry.objects.filter(indicator__task__topic__section__programme=closed).first()
    forged = {f"entry-{other.key}-text": "Forged", "entry-aaaaaaaaaa-text": "Forged", "entry--text": "Forged"}
    browser.post(address(row), typed(row, text="Mine", **forged))
    assert fresh(row).text == "Mine"
    assert not ProgressEntry.objects.filter(text="Forged").exists()


def test_a_forged_field_changes_nothing_that_the_form_has_not(browser: Any, row: Any) -> None:
    before = fresh(row)
    browser.post(
        address(row), typed(row, text="Mine", key="a" * 10, position="7", task="1", withdrawn_at="2020-01-01")
    )
    after = fresh(row)
    assert (after.key, after.position, after.task_id, after.withdrawn_at) == (
        before.key,
        before.position,
        before.task_id,
        None,
    )


@pytest.mark.parametrize("name", ["row", "edit", "history"])
def test_a_wrong_key_in_the_address_is_not_found(browser: Any, row: Any, draft: Any, name: str) -> None:
    for path in (
        f"/programmes/ptc-adopted/rows/{'a' * 10}/",
        f"/programmes/ptc-adopted/rows/{first_row(draft).key}/",
        f"/programmes/{draft.slug}/rows/{row.key}/",
        f"/programmes/ptc-adopted/rows/{row.pk}/",
        "/programmes/ptc-adopted/rows/' OR 1=1/",
    ):
        suffix = "" if name == "row" else f"{name}/"
        assert browser.get(path + suffix).status_code == 404
        assert browser.post(path + suffix, typed(row)).status_code == 404


def test_a_withdrawn_row_is_not_edited_and_its_address_leads_to_its_history(browser: Any, row: Any) -> None:
    from django.utils import timezone

    type(row.task).objects.filter(pk=row.task_id).update(withdrawn_at=timezone.now())
    assert browser.get(address(row, "edit")).status_code == 404
    assert browser.get(address(row, "row")).headers["Location"] == address(row, "history")
    assert browser.get(address(row, "history")).status_code == 200


# --- where a save leads -------------------------------------------------------------------

VIEWS = [
    "words=data",
    "https://evil.example/",
    "//evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "words=a\r\nX-Forged: yes",
    "#//evil.example",
    "&" * 1500,
    "x" * 5000,
    "%ff%fe\x00",
    "at=2014-06-30&at=x&standing=<script>",
    "مرحبا",
]


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
@pytest.mark.parametrize("name", ["edit", "undo"])
def test_a_save_leads_back_to_the_matrix_and_nowhere_else(
    browser: Any, row: Any, name: str, view: str
) -> None:
    browser.post(address(row), typed(row, text="Mine"))
    sent = {"revision": 2} if name == "undo" else typed(row, text="Mine again")
    response = browser.post(address(row, name), {**sent, "view": view})
    assert response.status_code == 302
    where = response.headers["Location"]
    assert where.startswith(("/programmes/ptc-adopted/?", "/programmes/ptc-adopted/#"))
    assert "\n" not in where
    assert "X-Forged" not in response.headers
    assert browser.get(where.partition("#")[0]).status_code in (200, 400)


@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_a_save_in_place_answers_with_the_matrix_whatever_it_came_from(
    browser: Any, row: Any, view: str
) -> None:
    here = "http://testserver/programmes/ptc-adopted/"
    htmx = {"HX-Request": "true", "HX-Target": "programme", "HX-Current-URL": here}
    response = browser.post(address(row), {**typed(row, text="Mine"), "view": view}, headers=htmx)
    assert response.status_code == 200
    assert fresh(row).text == "Mine"
    assert response.headers["HX-Push-Url"].startswith("/programmes/ptc-adopted/")
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    "here", ["https://evil.example/", "https://evil.example/programmes/ptc-adopted/", "x", ""]
)
def test_a_save_from_a_foreign_page_leads_to_this_site(browser: Any, row: Any, here: str) -> None:
    htmx = {"HX-Request": "true", "HX-Target": "programme", "HX-Current-URL": here}
    response = browser.post(address(row), typed(row, text="Mine"), headers=htmx)
    for name in ("HX-Redirect", "HX-Push-Url", "Location"):
        assert response.headers.get(name, "/programmes/").startswith("/programmes/")


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_lapsed_login_leads_to_this_site(row: Any, as_user: Callable[[Any], Any], here: str) -> None:
    htmx = {"HX-Request": "true", "HX-Current-URL": here}
    response = as_user(None).get(address(row), headers=htmx)
    assert response.headers["HX-Redirect"].startswith("/accounts/login/")
    assert "evil" not in response.headers["HX-Redirect"]
    assert "javascript" not in response.headers["HX-Redirect"]


def test_the_form_gives_the_view_back_as_text(browser: Any, row: Any) -> None:
    page = browser.get(address(row) + '?view="><script>x</script>').content.decode()
    assert "<script>x" not in page


@pytest.mark.parametrize("phrase", ["", "x" * 5000, "<script>", "{{ x }}", "🚢", "by 31 March 2014"])
def test_any_phrase_is_read_as_one_types(browser: Any, adopted: Any, phrase: str) -> None:
    response = browser.get(reverse("programmes:reading", args=[adopted.slug]), {"timeline_phrase": phrase})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("words", ["%", "_", "'", "x" * 5000, "1.1.1.1", "9" * 300, "<script>", "🚢", "\\"])
def test_any_words_are_searched(browser: Any, words: str) -> None:
    response = browser.get("/search/", {"q": words})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


NUL_QUERIES = [
    "structure/?done=%00",
    "structure/?topic=%00",
    "structure/?open=%00",
    "structure/?withdrawn=%00",
]
NUL_QUERIES += ["structure/add/?under=%00", "structure/add/?after=%00", "bulk/?done=%00", "?saved=%00"]
NUL_QUERIES += [
    "rows/%00/",
    "topics/%00/",
    "?words=a%00b",
    "reading/?new-reported_on=%00",
    "?section=%00",
    "?officer=%00",
    "?at=%00",
    "views/?words=%00",
    "charts/?since=%00",
]


@pytest.mark.parametrize("query", NUL_QUERIES)
def test_a_nul_in_an_address_is_no_server_error(browser: Any, closed: Any, query: str) -> None:
    assert browser.get(f"/programmes/ptc-2013-2016/{query}").status_code == 400


@pytest.mark.parametrize("page", ["http://[", "http://a]b/", "%00", "\\\\evil"])
def test_htmx_may_name_a_page_that_is_none(browser: Any, row: Any, closed: Any, page: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    address = f"/programmes/ptc-2013-2016/rows/{row.key}/edit/"
    for answer in (
        browser.get(address, headers=headers),
        browser.post(address, {"revision": "1"}, headers=headers),
    ):
        assert answer.status_code < 500


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "%00", "²"])
@pytest.mark.parametrize(
    "address",
    ["groups/committeesession/add/?source=", "groups/committeesession/?source=", "groups/source/?document="],
)
def test_a_forged_number_in_the_administration_is_no_server_error(
    administrator: Any, as_user: Any, address: str, value: str
) -> None:
    assert as_user(administrator).get(f"/admin/{address}{value}").status_code < 500


POSTED = [
    "edit",
    "history",
    "add",
    "node",
    "structure",
    "release",
    "bulk",
    "session",
    "views",
    "new",
    "list",
]
ACCOUNTS = [
    "/account/",
    "/language/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/change/",
]


def sent_to(name: str, row: Any) -> str:
    """An address to which a form is sent."""
    if name.startswith("/"):
        return name
    more = {
        "add": f"?under={row.task.key}",
        "node": [row.task.key],
        "session": ["ptc-2016-03"],
    }
    found = more.get(name)
    given = found if isinstance(found, list) else [row.key] if name in ("edit", "history") else []
    slug = [] if name in ("new", "list") else ["ptc-adopted"]
    return reverse(f"programmes:{name}", args=[*slug, *given]) + (found if isinstance(found, str) else "")


@pytest.mark.parametrize("name", [*POSTED, *ACCOUNTS])
def test_whatever_a_form_is_sent_is_no_server_error(browser: Any, row: Any, name: str) -> None:
    address = sent_to(name, row)
    page = browser.get(address).content.decode()
    fields = {*re.findall(r'name="([^"]+)"', page), "node", "act", "place", "do", "shown", "done", "next"}
    acts = {"act": "move", "do": "withdraw", "node": f"{row.task.key}-1", "revision": "1"}
    at_once = [dict.fromkeys(fields, value) for value in ("a\0b", "NaN", "9" * 30, "-1")]
    for sent in (*at_once, *({**acts, field: "a\0b"} for field in sorted(fields))):
        assert browser.post(address, sent).status_code < 500, sent
