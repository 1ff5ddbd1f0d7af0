"""Made-up programmes, and the checks of an import."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from programmes.content.samples import sample
from programmes.models import Indicator, WorkProgramme
from wco_tracker.lib.bulk_validation import Checks


@pytest.mark.parametrize("rows", [1, 41, 136])
def test_a_sample_has_so_many_rows_and_is_the_same_each_time(rows: int) -> None:
    made = sample("some", rows, "ptc")
    assert len(list(made.indicators)) == rows
    assert made == sample("some", rows, "ptc")
    assert {row.key for row in made.indicators}.isdisjoint(
        row.key for row in sample("other", rows, "ptc").indicators
    )


def test_the_command_makes_them_once_with_their_history(db: None, capsys: Any) -> None:
    for _ in range(2):
        call_command("make_sample", programmes=2, indicators=10)
    assert WorkProgramme.objects.count() == 2
    assert Indicator.objects.count() == Indicator.history.count() == 20
    assert not Indicator.history.filter(change_set=None).exists()
    with pytest.raises(CommandError):
        call_command("make_sample", programmes=0)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"key": "not a key"},
        {"text": "\x07"},
        {"text": ""},
        {"timeline_phrase": "x" * 301},
        {"target": "many"},
        {"revision": None},
    ],
)
def test_a_check_finds_what_clean_fields_finds(values: dict[str, Any]) -> None:
    fields = {"key": "abcdefghij", "text": "Said", "timeline_phrase": "2014", **values}
    relations = [field.name for field in Indicator._meta.fields if field.is_relation]
    wanted: list[tuple[str, str]] = []
    try:
        Indicator(**fields).clean_fields(exclude=relations)
    except ValidationError as error:
        wanted = [(name, message) for name, said in error.message_dict.items() for message in said]
    checks = Checks(Indicator)
    assert list(checks.faults(Indicator(key="bbbbbbbbbb", text="Before", timeline_phrase="2014"))) == []
    assert list(checks.faults(Indicator(**fields))) == wanted
