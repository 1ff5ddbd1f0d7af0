"""The tables of a programme hold every text as it is, and nothing in a text is ever markup."""

from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from programmes.content import ProgrammeContent, Topic, number_rows
from programmes.exports.columns import COLUMNS
from programmes.exports.html import Frame, write_matrix
from programmes.labels import matrix_labels
from tests.programmes.trees import programmes

HOSTILE = """<script>alert(1)</script> "><img src=x\nonerror='x'> &lt; é"""
OWN = {
    "key",
    "kind",
    "precision",
    "standing",
    "status",
    "visibility",
    "reported_on",
    "sets_state",
    "language",
}
VOID = {"br", "col", "use"}


class Page(HTMLParser):
    """The tags, attributes and words of a piece of HTML; fails where tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "br":
            self.words += "\n"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def written(tree: ProgrammeContent, **frame: Any) -> str:
    labels = matrix_labels()
    given: dict[str, Any] = {
        "label": labels,
        "columns": list(zip(COLUMNS, labels.columns, strict=True)),
        "base": "/programmes/x/",
        "sprite": "/static/standing.svg",
        "may_edit": True,
    }
    return write_matrix(tree, Frame(**{**given, **frame}))


def hostile(value: Any, name: str = "") -> Any:
    """The same tree with markup in every text that a person or a file can bring."""
    if isinstance(value, str):
        return value if name in OWN else HOSTILE
    if isinstance(value, list):
        return [hostile(item, name) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{key: hostile(item, key) for key, item in found.items()})
    return value


@given(programmes())
@settings(max_examples=60)
def test_no_text_is_markup(tree: ProgrammeContent) -> None:
    plain, page = Page(written(tree)), Page(written(hostile(tree), view=HOSTILE, base=f"/{HOSTILE}/"))
    # Every text is there now, and with it its parts; but no tag and no attribute that only a text could bring.
    assert page.tags.isdisjoint({"script", "img"})
    assert not {name for name in page.attributes if name.startswith("on") or name == "src"}
    assert page.words.count(HOSTILE) >= sum(1 for _ in tree.indicators)
    assert page.ids == plain.ids


@given(programmes())
@settings(max_examples=60)
def test_every_text_is_shown_as_it_is(tree: ProgrammeContent) -> None:
    words = Page(written(tree)).words
    for section in tree.sections:
        assert section.heading in words
        assert section.quote in words
    for topic in tree.topics:
        assert topic.title in words
        for task in topic.tasks:
            assert all(text in words for text in (task.text, *task.sub_items))
    for row in tree.indicators:
        assert row.text in words
        assert row.timeline.phrase in words
        assert all(entry.text in words for entry in row.progress)


@given(programmes())
@settings(max_examples=60)
def test_each_table_has_as_many_cells_as_columns(tree: ProgrammeContent) -> None:
    """Merged cells count once for each row they span."""

    class Cells(HTMLParser):
        cells = rows = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.rows += tag == "tr"
            if tag in ("th", "td"):
                self.cells += int(dict(attrs).get("rowspan") or 1)

    found = Cells()
    found.feed(written(tree))
    assert found.cells == found.rows * len(COLUMNS)


@pytest.mark.parametrize(
    "left_out", [{"progress"}, {"timeline", "progress"}, {"tasks", "timeline", "progress"}]
)
def test_the_way_to_the_editor_stays_in_the_last_column(left_out: set[str]) -> None:
    from programmes.content.samples import sample

    tree = number_rows(sample("x", 3, "ptc"))
    labels = matrix_labels()
    columns = [pair for pair in zip(COLUMNS, labels.columns, strict=True) if pair[0] not in left_out]
    html = written(tree, columns=columns)
    assert html.count('class="edit"') == sum(1 for _ in tree.indicators)
    assert html.count('<th scope="col">') == len(columns) * len(tree.sections)
    assert 'class="edit"' not in written(tree, columns=columns, may_edit=False)


def test_a_topic_without_tasks_has_its_row() -> None:
    from programmes.content.samples import sample

    tree = sample("x", 1, "ptc")
    tree.sections[0].topics.append(Topic("empty", "Alone", "Alone"))
    html = written(number_rows(tree))
    assert 'id="t-empty"' in html
    assert ">Alone</a>" in html
