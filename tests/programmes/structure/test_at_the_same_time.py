"""Four processes that change one programme's structure at once, while others save its rows. ACTS=1000 for more."""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from programmes.models import LEVELS
from programmes.selectors.programmes import load_outline
from tests.processes import PROCESSES, run_at_once
from tests.programmes.safety.conftest import made
from tracking.models import ChangeSet

__all__ = ["made"]
ROWS = 40
ACTS = int(os.environ.get("ACTS", "120"))
SCRIPT = """
import collections, random, sys
import django
django.setup()
from tracking.actions.writing import Conflict
from groups.models import User
from programmes.actions import bulk, structure
from tracking.actions import nodes
from programmes.actions.rows import RowValues, save_row
from programmes.models import Indicator, WorkProgramme
from programmes.models import LEVELS
from programmes.selectors.nodes import find_node
number, acts = map(int, sys.argv[1:])
draw, by = random.Random(number), User.objects.get(email="officer@example.org")
programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug="safe")
done = collections.Counter()

def any_of(rung):
    return draw.choice(list(rung.objects.in_container(programme).with_ancestors().order_by("pk")))

for place in range(acts):
    node = any_of(draw.choice(LEVELS[1:]))
    act = draw.choice(["move", "move", "step", "withdraw", "rename", "add", "row", "many"])
    try:
        if act == "move":  # mostly to the same places, so that positions between two siblings run out
            parent = any_of(LEVELS[LEVELS.index(type(node)) - 1]) if draw.random() < 0.3 else node.parent_object
            change = nodes.move_node(node=node, parent=parent, revision=node.revision, by=by)
        elif act == "step":
            change = nodes.step_node(node=node, up=draw.random() < 0.5, revision=node.revision, by=by)
        elif act == "withdraw" and node.withdrawn_at:
            change = nodes.restore_node(node=node, revision=node.revision, by=by)
        elif act == "withdraw":
            change = nodes.withdraw_node(node=node, why="Tried", revision=node.revision, by=by)
        elif act == "rename":
            name = "title" if node.level == "topic" else "text"
            words = {name: f"{number}-{place}"}
            change = structure.edit_node(node=node, values=words, revision=node.revision, by=by)
        elif act == "add":
            change = structure.add_node(parent=any_of(LEVELS[1]), values={"text": f"{number}-{place}"}, by=by)
        elif act == "row":
            row = any_of(LEVELS[3])
            words = RowValues(f"{number}-{place}", row.timeline_phrase, row.target, row.unit)
            change = save_row(row, words, revision=row.revision, by=by)
        else:
            rows = list(Indicator.objects.order_by("?")[:10])
            values = bulk.BulkValues(timeline_phrase=f"{draw.choice(['March', 'June'])} 2018")
            shown = bulk.Shown({row.key: row.revision for row in rows})
            change = bulk.apply(programme, values, shown, by=by)
        done["done" if change else "nothing"] += 1
    except (Conflict, bulk.Moved):
        done["conflict"] += 1
    except nodes.Refused:
        done["refused"] += 1
print(" ".join(f"{name}={count}" for name, count in sorted(done.items())))
"""


def run_together(script: str, acts: int) -> Counter[str]:
    """What happened to the acts of all processes; by what it was."""
    happened: Counter[str] = Counter()
    for said in run_at_once(script, acts // PROCESSES):
        happened.update({name: int(count) for name, count in (one.split("=") for one in said.split())})
    return happened


@pytest.mark.django_db(transaction=True)
def test_each_act_is_done_or_refused_and_no_place_is_given_twice(
    made: Callable[[int], Any], officer: Any
) -> None:
    programme = made(ROWS)
    happened = run_together(SCRIPT, ACTS)
    assert sum(happened.values()) == ACTS // PROCESSES * PROCESSES
    assert happened["done"] > ACTS // 3, happened
    assert ChangeSet.objects.filter(by=officer).count() == happened["done"]
    before = programme.content_version
    programme.refresh_from_db()
    assert programme.content_version == before + happened["done"]
    for rung in LEVELS:
        places = rung.objects.values_list(rung.parent_field, "position")
        assert [place for place, times in Counter(places).items() if times > 1] == [], rung.level
        for node in rung.objects.all():
            kept = list(node.history.order_by("history_id").values_list("revision", flat=True))  # type: ignore[attr-defined]
            assert kept == list(range(1, node.revision + 1)), rung.level
    references = [row.ref for row in load_outline(programme).indicators]
    assert len(references) == len(set(references))
