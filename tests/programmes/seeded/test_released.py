"""What Members and the public see of entries that are not released, or were changed since, wherever they look."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from programmes.actions.release import release
from programmes.models import ProgressEntry
from programmes.presenters.downloads import FORMATS
from tests.programmes.exports.pdf_reading import Reading, squeezed
from tests.programmes.seeded.test_rows import _entry, add, save

OUTSIDE = ["nobody", "stranger", "delegate", "facilitator", "observer"]
INSIDE = ["officer", "chair", "vice_chair", "administrator"]
INTERNAL, CHANGED, RELEASED = "Words kept inside", "Words changed since", "Words as released"


@pytest.fixture
def told(row: Any, adopted: Any, officer: Any) -> Any:
    """An entry that was released and changed since, and one that is internal."""
    entry = add(row, officer, RELEASED, session="ptc-201-202")
    release(adopted, [entry], by=officer)
    entry.refresh_from_db()
    save(row, officer, entries={entry.key: _entry(entry, text=CHANGED)})
    add(row, officer, INTERNAL)
    return row


def places(row: Any) -> dict[str, str]:
    """Every address that shows entries."""
    slug = row.task.topic.section.programme.slug
    return {
        "matrix": reverse("programmes:matrix", args=[slug]),
        "topic": reverse("programmes:topic", args=[slug, row.task.topic.key]),
        "history": reverse("programmes:history", args=[slug, row.key]),
        "json": reverse("programmes:export", args=[slug, "json"]),
        "docx": reverse("programmes:export", args=[slug, "docx"]),
        "xlsx": reverse("programmes:export", args=[slug, "xlsx"]),
        "csv": reverse("programmes:export", args=[slug, "csv"]),
        "pdf": reverse("programmes:export", args=[slug, "pdf"]),
        "words": reverse("programmes:matrix", args=[slug]) + "?words=words",
    }


def text_of(response: Any) -> str:
    assert response.status_code == 200
    if response.content.startswith(b"PK"):  # Word and Excel: every part of the file, whatever it is for
        file = zipfile.ZipFile(io.BytesIO(response.content))
        return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if response.content.startswith(b"%PDF"):
        pdf = Reading(response.content)
        read = pdf.text(pdf.root)
        return "\n".join(words for words in (INTERNAL, CHANGED, RELEASED) if squeezed(words) in read)
    return str(response.content.decode())


@pytest.mark.parametrize("place", ["matrix", "topic", "history", "words", *FORMATS])
@pytest.mark.parametrize("who", OUTSIDE)
def test_outside_the_released_words_alone_are_seen(
    told: Any, as_user: Callable[[Any], Any], request: pytest.FixtureRequest, who: str, place: str
) -> None:
    response = as_user(request.getfixturevalue(who)).get(places(told)[place])
    said = text_of(response)
    assert "internal" not in response.headers.get("Content-Disposition", "")
    assert RELEASED in said
    assert CHANGED not in said
    assert INTERNAL not in said


@pytest.mark.parametrize("place", ["matrix", "topic", "history", *FORMATS])
@pytest.mark.parametrize("who", INSIDE)
def test_inside_they_are_seen_as_they_stand(
    told: Any, as_user: Callable[[Any], Any], request: pytest.FixtureRequest, who: str, place: str
) -> None:
    said = text_of(as_user(request.getfixturevalue(who)).get(places(told)[place]))
    assert CHANGED in said
    assert INTERNAL in said


def test_a_filter_finds_no_words_that_the_reader_may_not_see(
    told: Any, as_user: Callable[[Any], Any]
) -> None:
    page = places(told)["matrix"]
    assert f'id="r-{told.key}"' not in text_of(as_user(None).get(page + "?words=kept+inside"))


def test_a_search_is_not_led_by_internal_words(told: Any, as_user: Callable[[Any], Any]) -> None:
    assert told.key not in text_of(as_user(None).get("/search/?q=kept+inside"))


def test_counts_follow_the_reader(
    row: Any, adopted: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    """An internal entry that achieves the row leaves it as it was for those outside."""
    add(row, officer, "Done", sets_state="achieved")
    page = places(row)["matrix"] + "?standing=achieved"
    assert f'id="r-{row.key}"' in text_of(as_user(officer).get(page))
    assert f'id="r-{row.key}"' not in text_of(as_user(None).get(page))


def test_a_name_is_not_seen_outside(
    told: Any, as_user: Callable[[Any], Any], stranger: Any, delegate: Any
) -> None:
    for place, page in places(told).items():
        for user in (None, stranger):
            assert "Officer" not in text_of(as_user(user).get(page)).replace("Officer:", "").replace(
                ">Officer<", ""
            ), place
    assert "Officer" in text_of(as_user(delegate).get(places(told)["json"]))


def test_the_json_of_a_reader_outside_says_released(told: Any, as_user: Callable[[Any], Any]) -> None:
    value = json.loads(as_user(None).get(places(told)["json"]).content)
    entries = [
        entry
        for section in value["sections"]
        for topic in section["topics"]
        for task in topic["tasks"]
        for row in task["indicators"]
        for entry in row["progress"]
    ]
    assert [(e["text"], e["released"], e["released_as"]) for e in entries] == [(RELEASED, True, None)]


# --- the page that releases ---------------------------------------------------------------


def release_page(row: Any) -> str:
    return reverse("programmes:release", args=[row.task.topic.section.programme.slug])


def as_shown(entry: ProgressEntry) -> str:
    """The entry as the page that releases names it."""
    return f"{entry.key}-{entry.revision}"


def waiting(row: Any) -> list[str]:
    return [e.text for e in ProgressEntry.objects.filter(indicator=row) if e.released_as is None]


def test_one_entry_is_released_by_its_key_and_revision(
    row: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    entry = add(row, officer, "One")
    add(row, officer, "Two")
    response = as_user(officer).post(release_page(row), {"shown": as_shown(entry)})
    assert response.status_code == 302
    assert waiting(row) == ["Two"]


def test_all_of_a_session_are_released_at_once(row: Any, officer: Any, as_user: Callable[[Any], Any]) -> None:
    one, two = (add(row, officer, text, session="ptc-200") for text in ("One", "Two"))
    add(row, officer, "Three", session="ptc-201-202")
    four = add(row, officer, "Four")
    browser = as_user(officer)
    page = browser.get(release_page(row)).content.decode()
    assert page.index("Four") < page.index("One") < page.index("Three")
    browser.post(release_page(row), {"session": "ptc-200", "shown": [as_shown(one), as_shown(two)]})
    assert waiting(row) == ["Three", "Four"]
    browser.post(release_page(row), {"session": "", "shown": as_shown(four)})
    assert waiting(row) == ["Three"]


def test_an_entry_added_since_the_page_was_shown_is_not_released_with_its_session(
    row: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    seen = add(row, officer, "One", session="ptc-200")
    add(row, officer, "Two", session="ptc-200")
    as_user(officer).post(release_page(row), {"session": "ptc-200", "shown": as_shown(seen)})
    assert waiting(row) == ["Two"]


@pytest.mark.parametrize("forged", [{}, {"shown": "aaaaaaaaaa-1"}, {"shown": ""}, {"session": "ptc-999"}])
def test_a_forged_release_releases_nothing(
    row: Any, officer: Any, as_user: Callable[[Any], Any], forged: dict[str, str]
) -> None:
    add(row, officer, "One")
    response = as_user(officer).post(release_page(row), forged, follow=True)
    assert "Nothing was released" in response.content.decode()
    assert waiting(row) == ["One"]


def test_an_entry_changed_since_the_page_was_shown_is_not_released(
    row: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    entry = add(row, officer, "One")
    save(row, officer, entries={entry.key: _entry(entry, text="Two")})
    as_user(officer).post(release_page(row), {"shown": as_shown(entry)})
    assert waiting(row) == ["Two"]


def test_an_entry_of_another_programme_is_not_released(
    row: Any, draft: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    entry = add(row, officer, "One")
    as_user(officer).post(reverse("programmes:release", args=[draft.slug]), {"shown": as_shown(entry)})
    assert waiting(row) == ["One"]
