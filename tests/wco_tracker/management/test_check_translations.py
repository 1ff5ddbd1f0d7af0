"""The check of translations sees what is missing."""

from typing import Any

import polib
import pytest

from wco_tracker.management.commands.check_translations import check_entries, compare


def faults(**fields: Any) -> list[str]:
    """What the check says of one entry."""
    return list(check_entries([polib.POEntry(**fields)]))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"msgid": "Save", "msgstr": ""}, "not translated"),
        ({"msgid": "Save", "msgstr": "Enregistrer", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "Save", "msgstr": "Enregistrer", "obsolete": True}, "no longer used"),
        ({"msgid": "by %(who)s", "msgstr": "par %(qui)s"}, "placeholders"),
        ({"msgid": "{n} rows", "msgstr": "lignes"}, "placeholders"),
        (
            {"msgid": "one", "msgid_plural": "%(n)s rows", "msgstr_plural": {0: "une", 1: "des lignes"}},
            "placeholders",
        ),
    ],
)
def test_a_faulty_translation_is_named(fields: dict[str, Any], said: str) -> None:
    assert said in "".join(faults(**fields))


def test_a_good_translation_passes() -> None:
    assert faults(msgid="by %(who)s", msgstr="par %(who)s") == []
    assert faults(msgid="a", msgid_plural="%(n)s", msgstr_plural={0: "une", 1: "%(n)s"}) == []


def test_a_string_of_a_page_must_be_in_the_catalogue_and_the_other_way_round() -> None:
    known = [polib.POEntry(msgid="Save", msgstr="Enregistrer"), polib.POEntry(msgid="Old", msgstr="Vieux")]
    said = list(compare(known, {("", "Save"), ("", "New")}))
    assert said == ["not in the catalogue: 'New'", "in no page any more: 'Old'"]
