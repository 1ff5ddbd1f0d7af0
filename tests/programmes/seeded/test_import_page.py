"""Importing in the browser: nothing is written before it was looked at, and then exactly what was looked at."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from groups.models import Membership, Person
from programmes.exports.interchange import render
from programmes.importing import interchange
from programmes.models import Indicator, Topic, WorkProgramme
from programmes.selectors.programmes import load_whole
from tests.html import flat
from tests.programmes.importing.test_interchange import row_of, small, topic_of
from tests.programmes.seeded.test_interchange import nothing_written
from tests.rows import create
from tracking.models import ChangeSet

IMPORT, CONFIRM = "/programmes/import/", "/programmes/import/confirm/"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = str(tmp_path)


@pytest.fixture
def browser(officer: Any, as_user: Callable[[Any], Any]) -> Any:
    return as_user(officer)


def waiting(settings: Any) -> list[Path]:
    """The files that were looked at and not yet imported."""
    folder = Path(settings.VAR_DIR) / "imports"
    return sorted(folder.iterdir()) if folder.exists() else []


def upload(browser: Any, data: Any, name: str = "programme.json") -> Any:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def shown(response: Any) -> dict[str, str]:
    """What the preview posts when it is confirmed."""
    page = response.content.decode()
    fields = re.findall(r'type="hidden"\s+name="(file|version)"\s+value="([^"]*)"', page)
    assert len(fields) == 2, page
    return dict(fields)


def confirm(browser: Any, response: Any) -> Any:
    return browser.post(CONFIRM, shown(response), follow=True)


def numbers(response: Any) -> list[tuple[int, ...]]:
    """Added, changed, withdrawn and unchanged of each level."""
    page = re.search(r"<tbody>.*</tbody>", response.content.decode(), re.DOTALL)
    assert page
    cells = [int(cell) for cell in re.findall(r"<td>(\d+)</td>", page[0])]
    return [tuple(cells[place : place + 4]) for place in range(0, len(cells), 4)]


def as_file(programme: Any) -> Any:
    return json.loads(render(load_whole(programme)))


def test_the_list_of_programmes_leads_officers_there(browser: Any, client: Client) -> None:
    assert IMPORT in browser.get("/programmes/").content.decode()
    assert IMPORT not in client.get("/programmes/").content.decode()


def test_a_new_programme_is_shown_and_then_imported(browser: Any, officer: Any, settings: Any) -> None:
    with nothing_written():
        page = upload(browser, small())
    assert page.status_code == 200
    assert "A new work programme" in flat(page.content.decode())
    assert numbers(page) == [(1, 0, 0, 0)] * 6
    done = confirm(browser, page)
    assert done.redirect_chain == [("/programmes/small/", 302)]
    assert "“programme.json” is imported." in flat(done.content.decode())
    change = ChangeSet.objects.get(container="programme/small")
    assert (change.kind, change.by, change.file) == ("imported", officer, "programme.json")
    assert waiting(settings) == []


def test_what_would_change_is_shown_row_by_row_with_what_stays(browser: Any, closed: Any) -> None:
    value = as_file(closed)
    row = topic_of(value)["tasks"][0]["indicators"][0]
    row["text"] = "Reworded"
    value["sections"][0]["topics"][0]["tasks"].append({"text": "A new task"})
    gone = value["sections"][1]["topics"].pop()
    tasks = len(gone["tasks"])
    rows = sum(len(task["indicators"]) for task in gone["tasks"])
    with nothing_written():
        page = upload(browser, value)
    told = flat(page.content.decode())
    for words in ("Withdrawn: not in the file", gone["title"], "→ “Reworded”", "A new task", "1.1.1"):
        assert words in told
    programme, section, topic, task, indicator, _entry = numbers(page)
    assert programme == (0, 0, 0, 1)
    assert section == (0, 0, 0, 6)
    assert topic[:3] == (0, 0, 1)
    assert task[0] == 1
    assert task[2] == tasks
    assert indicator[:3] == (0, 1, rows)
    confirm(browser, page)
    assert Indicator.objects.get(key=row["key"]).text == "Reworded"
    assert Topic.objects.get(key=gone["key"]).withdrawn_at


def test_an_export_has_nothing_to_import(browser: Any, closed: Any) -> None:
    page = upload(browser, as_file(closed))
    assert "there is nothing to import" in flat(page.content.decode())
    assert "Import it" not in page.content.decode()


def test_references_that_change_in_an_adopted_programme_are_named(browser: Any, adopted: Any) -> None:
    value = as_file(adopted)
    value["sections"][0]["topics"].reverse()
    page = flat(upload(browser, value).content.decode())
    number = value["sections"][0]["number"]
    assert f"{number}.1 → {number}.{len(value['sections'][0]['topics'])}" in page


def test_all_faults_are_told_at_once_with_their_places_and_nothing_is_kept(
    browser: Any, settings: Any
) -> None:
    def change(value: dict[str, Any]) -> None:
        value.update(starts_on="2016", ends_on="2015", slug="new")
        row_of(value).update(target=-1, time_line={})

    with nothing_written():
        page = upload(browser, small(change))
    assert page.status_code == 422
    told = flat(page.content.decode())
    for place in ("slug: “new”", "ends_on: 2015", "indicators[0].target: “-1”", "did you mean “timeline”?"):
        assert place in told
    assert waiting(settings) == []


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"{", "a.json", "The file is not JSON"),
        (b"\xff", "a.json", "not UTF-8"),
        (b"PK", "a.docx", "its name ends in .json"),
        (b"", "a.json", "empty"),
        (small(lambda v: v.update(group="nowhere")), "a.json", "There is no group “nowhere”"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told(browser: Any, data: bytes, name: str, told: str) -> None:
    with nothing_written():
        page = upload(browser, data, name)
    assert page.status_code == 422
    assert told in flat(page.content.decode())


def test_no_file_is_told(browser: Any) -> None:
    assert browser.post(IMPORT).status_code == 422


def test_a_large_post_is_refused_by_its_length_before_it_is_read(browser: Any, settings: Any) -> None:
    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

        readline = read

    settings.IMPORT_UPLOAD_BYTES = 1_000_000
    fields = {"CONTENT_LENGTH": "2000000000", "wsgi.input": Unread()}
    page = browser.post(IMPORT, content_type="multipart/form-data; boundary=x", data=b"", **fields)
    assert page.status_code == 413
    assert re.search("too large|more than|larger", flat(page.content.decode()))


def test_a_file_between_the_limits_is_refused(browser: Any, settings: Any) -> None:
    settings.IMPORT_UPLOAD_BYTES = 100
    page = upload(browser, small())
    assert page.status_code == 422
    assert "at most 100" in page.content.decode().replace("\xa0", " ")


def test_what_nobody_in_particular_sends_is_not_read(db: None, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert upload(Client(), small()).status_code == 413


def test_a_post_of_another_site_is_refused(officer: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert upload(client, small()).status_code == 403


def test_another_group_is_refused_in_the_file_and_in_the_programme_that_is_there(
    browser: Any, officer: Any, closed: Any, as_user: Callable[[Any], Any]
) -> None:
    page = upload(browser, small(lambda v: v.update(group="ec")))
    assert page.status_code == 422
    assert "Only officers of “ec” can import" in flat(page.content.decode())
    create(
        Membership, group=closed.group.__class__.objects.get(slug="ec"), person=officer.person, role="officer"
    )
    Membership.objects.filter(person=officer.person, group=closed.group).update(until="2000-01-01")
    browser = as_user(type(officer).objects.get(pk=officer.pk))
    value = as_file(closed) | {"group": "ec"}
    page = upload(browser, value)
    assert page.status_code == 422
    assert "This web address is taken" in flat(page.content.decode())


def test_a_hidden_programme_that_a_topic_continues_is_not_named(browser: Any, closed: Any, ptc: Any) -> None:
    other = type(ptc).objects.get(slug="ec")
    WorkProgramme.objects.filter(pk=closed.pk).update(group=other, visibility="secretariat")
    key = Topic.objects.filter(section__programme=closed).values_list("key", flat=True)[0]
    link = {"programme": "a-guess", "key": key}
    page = flat(upload(browser, small(lambda v: topic_of(v).update(continues=[link]))).content.decode())
    assert f"There is no earlier topic with the key {key}" in page
    assert closed.slug not in page


def test_a_colleague_sees_no_more_of_a_file_than_of_none(
    browser: Any, ptc: Any, as_user: Callable[[Any], Any], django_user_model: Any
) -> None:
    fields = shown(upload(browser, small()))
    person = create(Person, name="Colleague")
    create(Membership, group=ptc, person=person, role="officer")
    other = as_user(django_user_model.objects.create_user("c@example.org", "a pass phrase", person=person))
    page = other.post(CONFIRM, fields, follow=True)
    assert "The file is not here any more" in flat(page.content.decode())
    assert not WorkProgramme.objects.filter(slug="small").exists()


@pytest.mark.parametrize("key", ["", "../secret_key", "aaaaaaaaaa"])
def test_a_file_that_was_not_looked_at_is_not_imported(browser: Any, key: str) -> None:
    upload(browser, small())
    with nothing_written():
        page = browser.post(CONFIRM, {"file": key, "version": "0"}, follow=True)
    assert "Choose it again" in flat(page.content.decode())


def test_a_programme_changed_meanwhile_is_shown_anew(browser: Any, closed: Any) -> None:
    value = as_file(closed)
    row_of(value)["text"] = "Reworded"
    page = upload(browser, value)
    WorkProgramme.objects.filter(pk=closed.pk).update(content_version=99)
    with nothing_written():
        again = browser.post(CONFIRM, shown(page))
    assert again.status_code == 409
    assert "The programme was changed since you looked" in flat(again.content.decode())
    confirm(browser, again)
    assert Indicator.objects.filter(text="Reworded").exists()


def test_the_file_that_was_looked_at_is_the_one_that_is_imported(browser: Any) -> None:
    first = upload(browser, small(lambda v: v.update(title="First")))
    upload(browser, small(lambda v: v.update(title="Second")))
    confirm(browser, first)
    assert WorkProgramme.objects.get(slug="small").title == "First"


def test_files_nobody_came_back_for_are_removed(browser: Any, settings: Any) -> None:
    upload(browser, small())
    assert len(waiting(settings)) == 1
    settings.JOB_RESULT_HOURS = -1
    upload(browser, small())
    assert len(waiting(settings)) == 1


def test_what_is_imported_is_read_as_the_command_reads_it(browser: Any) -> None:
    confirm(browser, upload(browser, small()))
    programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug="small")
    tree, read = load_whole(programme), interchange.read(small())
    assert [row.text for row in tree.indicators] == [row.text for row in read.indicators]
