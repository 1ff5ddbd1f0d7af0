"""The schemas in docs/ are those of the forms, and say of every file in fixtures/ what the readers say."""

import json
from typing import Any, get_args

import jsonschema
import pytest

from groups.importing.group_form import GroupForm
from groups.models import Group
from groups.models.containers import Visibility
from programmes.importing.programme_form import ProgrammeForm, State, Status, TimelineForm
from programmes.management.commands.write_schemas import DOCS, FORMS, as_text
from programmes.models import ProgressEntry, WorkProgramme
from tests.programmes.seeds import FIXTURES
from wco_tracker.lib.timelines import KINDS, PRECISIONS, RECURRENCES


@pytest.mark.parametrize("name", FORMS)
def test_a_schema_in_docs_is_that_of_its_form(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == as_text(name), "run manage.py write_schemas"


@pytest.mark.parametrize("name", FORMS)
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(as_text(name)))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("programme.schema.json", "programmes/*.json"),
        ("group.schema.json", "groups/*.json"),
        ("group.schema.json", "training/group.json"),
        ("sessions.schema.json", "sessions.json"),
        ("sessions.schema.json", "training/sessions.json"),
        ("training.schema.json", "training/ptc-2016-2019.json"),
    ],
)
def test_every_fixture_is_as_its_schema_says(name: str, pattern: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(as_text(name)))
    files = list(FIXTURES.glob(pattern))
    assert files
    for file in files:
        validator.validate(json.loads(file.read_text(encoding="utf-8")))


def _choices(form: Any, field: str) -> set[str]:
    """The words that a field takes."""
    found = get_args(form.model_fields[field].annotation)
    literal = next((part for part in found if get_args(part)), None)
    return set(get_args(literal) if literal else found)


def test_the_words_of_a_form_are_those_of_the_tables() -> None:
    """A reader knows no table, so it names them itself."""
    assert _choices(GroupForm, "kind") == set(Group.Kind.values)
    assert _choices(ProgrammeForm, "visibility") == set(Visibility.values)
    assert set(get_args(State)) == set(ProgressEntry.State.values)
    assert set(get_args(Status)) == set(WorkProgramme.Status.values)
    assert _choices(TimelineForm, "kind") == set(KINDS)
    assert _choices(TimelineForm, "precision") == set(PRECISIONS)
    assert _choices(TimelineForm, "recurrence") == set(RECURRENCES)
