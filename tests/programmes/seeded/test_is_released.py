"""The flag that says which entries Members see as they stand."""

from collections.abc import Callable
from typing import Any

import pytest

from groups.models import User
from programmes.actions.release import release, unreleased
from programmes.actions.rows import undo_row
from programmes.models import ProgressEntry
from programmes.models.released import is_as_released, released_values
from tests.programmes.seeded.test_rows import add, fresh, save, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(adopted: Any, row: Any, officer: User) -> Any:
    """The adopted programme with entries of every kind: released, changed since, internal."""
    entry = add(row, officer, "Said before", sets_state="achieved")
    release(adopted, unreleased(adopted), by=officer)
    typed = values(fresh(row)).entries
    typed[entry.key].text, typed[entry.key].sets_state = "Said since", "in_progress"
    save(row, officer, entries=typed)
    add(row, officer, "Internal, of a later day", reported_on="2030-01")
    return adopted


def all_are_right() -> bool:
    entries = ProgressEntry.objects.select_related("session")
    return all(entry.is_released == (entry.released_as == released_values(entry)) for entry in entries)


def test_each_reader_has_the_entries_they_may_see(
    mixed: Any, officer: User, as_user: Callable[[Any], Any]
) -> None:
    inside, outside = (
        as_user(reader).get("/programmes/ptc-adopted/export/csv/").content.decode()
        for reader in (officer, None)
    )
    assert "Said since" in inside
    assert "Internal, of a later day" in inside
    assert "Said before" not in inside
    assert "Said before" in outside
    assert "Said since" not in outside
    assert "Internal" not in outside


def test_the_flag_follows_every_save(mixed: Any, row: Any, officer: User) -> None:
    assert all_are_right()
    internal, changed = row.progress.order_by("-pk")[:2]
    assert (changed.is_released, internal.is_released) == (False, False)
    typed = values(fresh(row)).entries
    typed[changed.key].text, typed[changed.key].sets_state = "Said before", "achieved"
    save(row, officer, entries=typed)
    changed.refresh_from_db()
    assert changed.is_released  # as it was released, once more
    undo_row(fresh(row), revision=fresh(row).revision, by=officer)
    changed.refresh_from_db()
    assert not changed.is_released
    release(mixed, unreleased(mixed), by=officer)
    assert not unreleased(mixed)
    assert all_are_right()


def test_the_text_alone_tells_most_without_a_statement(mixed: Any, django_assert_num_queries: Any) -> None:
    entries = list(ProgressEntry.objects.filter(is_released=False))
    assert entries
    with django_assert_num_queries(0):
        assert not any(is_as_released(entry) for entry in entries)
