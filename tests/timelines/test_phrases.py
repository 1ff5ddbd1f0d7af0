"""Timelines as people write them: each line of phrases.tsv is a phrase and what it means."""

from pathlib import Path

import pytest

from wco_tracker.lib.timelines import read

LINES = Path(__file__).with_name("phrases.tsv").read_text().splitlines()
PHRASES = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("phrase", "kind", "due", "recurrence"), PHRASES)
def test_a_phrase_is_read_rightly_or_not_at_all(phrase: str, kind: str, due: str, recurrence: str) -> None:
    meant = read(phrase)
    assert (meant.kind, str(meant.due_on or ""), meant.recurrence or "") == (kind, due, recurrence)
    assert meant.phrase == phrase


INVISIBLE = "\u200b\u00ad\ufeff\u200e\u2060\u202a"


@pytest.mark.parametrize(("phrase", "kind", "due", "recurrence"), [line for line in PHRASES if line[0]])
def test_invisible_characters_change_nothing(phrase: str, kind: str, due: str, recurrence: str) -> None:
    meant = read(INVISIBLE.join(["", *phrase, ""]))
    assert (meant.kind, str(meant.due_on or ""), meant.recurrence or "") == (kind, due, recurrence)
