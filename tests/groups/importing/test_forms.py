"""Files of groups and sessions: what is read, and every error with its place. No database."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from groups.importing.group_form import read_group
from groups.importing.sessions_form import read_sessions
from tests.programmes.seeds import FIXTURES
from wco_tracker.lib.interchange import Unreadable, read_file

GROUP = {
    "format": "wco-tracker/group",
    "version": 1,
    "slug": "ec",
    "name": "Enforcement",
    "kind": "committee",
}
SESSIONS = {
    "format": "wco-tracker/sessions",
    "version": 1,
    "sessions": [
        {"slug": "ec-1", "groups": ["ec"], "held_on": "2014-03", "source": {"document": "EC0001E1"}}
    ],
}


def faults_of(
    reader: Callable[[bytes], Any], form: dict[str, Any], change: Callable[[Any], Any]
) -> list[str]:
    value = copy.deepcopy(form)
    change(value)
    with pytest.raises(Unreadable) as caught:
        reader(json.dumps(value).encode())
    return caught.value.faults


def test_what_is_not_given_is_empty() -> None:
    group = read_group(json.dumps(GROUP).encode())
    assert (group.parent, group.aliases, group.sessions) == (None, [], [])


@pytest.mark.parametrize("file", [*FIXTURES.glob("groups/*.json"), FIXTURES / "training" / "group.json"])
def test_every_group_in_the_fixtures_is_read(file: Any) -> None:
    assert read_file(file, read_group).name == json.loads(file.read_text(encoding="utf-8"))["name"]


def test_every_session_in_the_fixtures_is_read() -> None:
    assert len(read_file(FIXTURES / "sessions.json", read_sessions).sessions) >= 10


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda v: v.update(Name="x"), "The file: unknown name “Name”; did you mean “name”?"),
        (lambda v: v.pop("slug"), "slug: this is missing."),
        (lambda v: v.update(name=""), "name: a text is needed here."),
        (lambda v: v.update(name=None), "name: a text is needed here."),
        (lambda v: v.update(kind="club"), "kind: “club” is not one of: council, commission,"),
        (lambda v: v.update(parent="a b"), "parent: “a b” is not a short name"),
        (lambda v: v.update(aliases=None), "aliases: a list in brackets is expected here."),
        (lambda v: v.update(aliases=["A", "A"]), "aliases: “A” stands more than once."),
        (lambda v: v.update(memberships=[{}]), "memberships: this cannot be read yet: leave it empty."),
        (lambda v: v.update(work_plan={}), "work_plan: this cannot be read yet: leave it null."),
    ],
)
def test_a_fault_of_a_group_has_its_place(change: Callable[[Any], Any], fault: str) -> None:
    faults = faults_of(read_group, GROUP, change)
    assert len(faults) == 1
    assert faults[0].startswith(fault)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda s: s.update(held="2014"), "sessions[0]: unknown name “held”"),
        (
            lambda s: s["source"].update(Quote="x"),
            "sessions[0].source: unknown name “Quote”; did you mean “quote”?",
        ),
        (lambda s: s.pop("groups"), "sessions[0].groups: this is missing."),
        (lambda s: s.update(groups=[]), "sessions[0].groups: at least one is needed here."),
        (lambda s: s.update(groups=["ec", "ec"]), "sessions[0].groups: “ec” stands more than once."),
        (lambda s: s.update(first_number=-1), "sessions[0].first_number: -1 is too small: at least 1."),
        (
            lambda s: s.update(first_number="200"),
            "sessions[0].first_number: a whole number is expected here.",
        ),
        (lambda s: s.update(last_number=5), "sessions[0].last_number: 5 has no “first_number” up to it"),
        (
            lambda s: s.update(first_number=6, last_number=5),
            "sessions[0].last_number: 5 has no “first_number” up to it",
        ),
        (lambda s: s.update(held_on="2014-13"), "sessions[0].held_on: "),
        (lambda s: s.update(held_until="2014-02-30"), "sessions[0].held_until: “2014-02-30” is not a day."),
        (lambda s: s.update(held_until="2014-02"), "sessions[0].held_until: “2014-02” is not a day."),
        (
            lambda s: s.update(held_until="2014-02-28"),
            "sessions[0].held_until: 2014-02-28 is before “held_on”",
        ),
        (lambda s: s.update(invented="yes"), "sessions[0].invented: true or false is expected here."),
    ],
)
def test_a_fault_of_a_session_has_its_place(change: Callable[[Any], Any], fault: str) -> None:
    faults = faults_of(read_sessions, SESSIONS, lambda v: change(v["sessions"][0]))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_session_that_stands_twice_is_refused() -> None:
    faults = faults_of(read_sessions, SESSIONS, lambda v: v.update(sessions=v["sessions"] * 2))
    assert faults == ["sessions: the session ec-1 stands more than once."]


def test_all_faults_come_at_once() -> None:
    assert len(faults_of(read_group, GROUP, lambda v: v.update(name=1, kind="club", x=1))) == 3


@pytest.mark.parametrize(
    "data", [b"[]", b"null", b"{}", b'{"format": "wco-tracker/programme", "version": 1}']
)
def test_another_form_is_refused_in_one_sentence(data: bytes) -> None:
    for reader, what in ((read_group, "a group"), (read_sessions, "a list of sessions")):
        with pytest.raises(Unreadable, match=f"This is not {what}") as caught:
            reader(data)
        assert len(caught.value.faults) == 1


def test_a_fault_of_one_of_many_files_names_it(tmp_path: Any) -> None:
    file = tmp_path / "ec.json"
    with pytest.raises(Unreadable, match=r"ec\.json: No such file"):
        read_file(file, read_group)
    file.write_bytes(b"{")
    with pytest.raises(Unreadable, match=r"ec\.json: The file is not JSON"):
        read_file(file, read_group)
