"""One small programme of two sections, made by the actions themselves."""

from collections.abc import Callable
from typing import Any

import pytest

from programmes.actions.programmes import new_programme
from programmes.actions.structure import add_node


@pytest.fixture
def programme(ptc: Any, officer: Any) -> Any:
    """A draft of the PTC, without anything in it."""
    return new_programme(
        group=ptc, title="Small", slug="small", period="2019-2022", visibility="public", by=officer
    )


@pytest.fixture
def outline(programme: Any, officer: Any) -> dict[str, Any]:
    """Two sections; the first with topics A, B and C; A with tasks 1 and 2; 1 with the indicators x and y."""
    made: dict[str, Any] = {"programme": programme}

    def put(name: str, parent: Any, **values: Any) -> None:
        made[name] = add_node(parent=parent, values=values, by=officer)

    put("one", programme, number="1", heading="One")
    put("two", programme, number="2", heading="Two")
    for title in "ABC":
        put(title, made["one"], title=title)
    put("D", made["two"], title="D")
    for text in ("1", "2"):
        put(f"task{text}", made["A"], text=f"Task {text}")
    for text in ("x", "y"):
        put(text, made["task1"], text=text, timeline_phrase="March 2020")
    return made


@pytest.fixture
def fresh() -> Callable[[Any], Any]:
    """A node as it is in the database now."""
    from programmes.selectors.nodes import find_node

    return lambda node: find_node(node.container_object, node.key)
