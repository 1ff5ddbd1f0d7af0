"""Four processes that save the same rows at once: 1,000 saves on PostgreSQL; SAVES=4000 for more.

SQLite has one writer, whom the others wait for with growing pauses: there 200 saves prove the same and take no longer.
"""

import os
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from programmes.models import Indicator
from tests.processes import PROCESSES, run_at_once
from tracking.models import ChangeSet

ROWS = 50
SAVES = int(os.environ.get("SAVES") or (1000 if os.environ.get("TEST_DATABASE_URL") else 200))
SCRIPT = """
import random, sys
import django
django.setup()
from tracking.actions.writing import Conflict
from groups.models import User
from programmes.actions.rows import RowValues, save_row
from programmes.models import Indicator
number, saves = map(int, sys.argv[1:])
draw, by = random.Random(number), User.objects.get(email="officer@example.org")
keys = list(Indicator.objects.order_by("pk").values_list("pk", flat=True))
conflicts = 0
for place in range(saves):
    pk = draw.choice(keys)
    while True:
        row = Indicator.objects.select_related("task__topic__section__programme").get(pk=pk)
        said = f"{row.text}\\n{number}-{place}"
        try:
            save_row(row, RowValues(said, row.timeline_phrase, row.target, row.unit), revision=row.revision, by=by)
            break
        except Conflict:
            conflicts += 1
print(conflicts)
"""


@pytest.mark.django_db(transaction=True)
def test_they_lose_no_update_and_leave_one_history_row_each(made: Callable[[int], Any], officer: Any) -> None:
    programme = made(ROWS)
    run_at_once(SCRIPT, SAVES // PROCESSES)
    rows = Indicator.objects.all()
    said = [line for row in rows for line in row.text.split("\n")[1:]]
    wanted = [f"{number}-{place}" for number in range(PROCESSES) for place in range(SAVES // PROCESSES)]
    assert sorted(said) == sorted(wanted)
    assert Indicator.history.count() == ROWS + len(wanted)
    assert ChangeSet.objects.filter(kind=ChangeSet.Kind.EDITED).count() == len(wanted)
    for row in rows:
        kept = list(row.history.order_by("revision").values_list("revision", "text"))
        assert [revision for revision, _ in kept] == list(range(1, row.revision + 1))
        assert all(after.startswith(before + "\n") for (_, before), (_, after) in pairwise(kept))
    before = programme.content_version
    programme.refresh_from_db()
    assert programme.content_version == before + len(wanted)
