"""A colleague saves the row in the moment between reading it and loading its entries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from programmes.actions.entries import withdraw_entry
from programmes.models import ProgressEntry
from tests.html import flat
from tests.programmes.seeded.test_bad_input import address, typed
from tests.programmes.seeded.test_rows import add

pytestmark = pytest.mark.django_db
ENTRIES = f'FROM "{ProgressEntry._meta.db_table}"'


class Meanwhile:
    """Lets somebody act right before the entries are read for the first time."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act: Callable[[], Any] | None = act

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        """Each statement of the request passes here."""
        if self.act and ENTRIES in sql:
            act, self.act = self.act, None
            act()
        return execute(sql, *rest)


@pytest.mark.parametrize("adds", [True, False], ids=["adds an entry", "withdraws an entry"])
def test_it_is_a_conflict_and_the_typed_words_stay(
    adds: bool, row: Any, adopted: Any, officer: Any, administrator: Any, as_user: Callable[[Any], Any]
) -> None:
    entry = add(row, administrator, "There before.")
    sent = typed(row) | {"new-text": "What I typed."}

    def meanwhile() -> None:
        if adds:
            add(row, administrator, "Theirs, in between.")
        else:
            withdraw_entry(entry, revision=entry.revision, why="Twice.", by=administrator)

    at_entries = Meanwhile(meanwhile)
    with connection.execute_wrapper(at_entries):
        answer = as_user(officer).post(address(row), sent)
    assert at_entries.act is None
    page = flat(answer)
    assert (answer.status_code, "What I typed." in page) == (409, True)
    assert "This field is required" not in page
    assert not row.progress.filter(text="What I typed.").exists()
