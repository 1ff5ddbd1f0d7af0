"""A programme as a Word file: the committee's own annex, A4 landscape, one table per section.

The look lives in templates/jinja2/word; here the tree is laid out in table rows. Each row's indicator cell is
bookmarked `row_<key>_<revision>`, so that a file edited in Word can find its way home.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import ceil
from pathlib import Path

from jinja2 import Environment

from programmes.content import Entry, Indicator, ProgrammeContent, Section, Task, Topic
from programmes.exports.columns import COLUMNS, shown, spread
from programmes.exports.marks import NO_MARKS, Marks
from wco_tracker.lib.word import environment, package, render_parts

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "jinja2" / "word"
PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/header1.xml": "header.xml",
    "word/footer1.xml": "footer.xml",
}
# Twips, together the width between the margins. Progress has most to say, a timeline least.
WIDTHS = (2100, 3250, 3250, 1880, 4090)
CELL_EDGES = 216 + 227  # twips: both margins and the bullet
CHARACTER = 100  # twips: what a character of 10 pt Arial takes on average
# A row up to this many lines (less than half a page) stays together; a longer one may break, else it would
# leave most of a page white or, beyond a page, be cut off.
SHORT_LINES = 16


@dataclass(slots=True, frozen=True)
class WordLabels:
    """What the file says beside the tree's own texts, in the language of whom it is made for.

    `annex_line` stands in the header ("Annex II to doc. PC0461E1"), `page_prefix` before the page number
    ("II/"), `note` under the title, marked: a filter, or that this is training; `marks` after entries that are
    internal. Each may be "".
    """

    columns: tuple[str, str, str, str, str]
    annex_line: str
    page_prefix: str
    note: str
    language: str
    hidden: frozenset[str] = frozenset()
    marks: Marks = NO_MARKS


@dataclass(slots=True)
class TableRow:
    """A row of a Word table: its number in the file, and how two of its cells merge.

    `topic_merge` and `task_merge` are "", "restart" or "continue" (w:vMerge).
    """

    number: int
    topic: Topic
    task: Task | None
    indicator: Indicator | None
    topic_merge: str
    task_merge: str

    @property
    def bookmark(self) -> str:
        """The name that carries the row's key and revision; "" where there is no indicator."""
        return f"row_{self.indicator.key}_{self.indicator.revision}" if self.indicator else ""

    @property
    def entries(self) -> list[Entry]:
        """Its entries that have a text."""
        return [entry for entry in self.indicator.progress if entry.text] if self.indicator else []

    @property
    def progress(self) -> list[str]:
        """The texts of its entries."""
        return [entry.text for entry in self.indicator.progress if entry.text] if self.indicator else []

    @property
    def short(self) -> bool:
        """Whether it stays on one page. Merged cells run over several rows and are not counted."""
        cells: list[list[str]] = [[], [], [], [], self.progress]
        if not self.topic_merge:
            cells[0] = [self.topic.title]
        if self.task and not self.task_merge:
            cells[1] = [self.task.text, *self.task.sub_items]
        if self.indicator:
            cells[2], cells[3] = [self.indicator.text], [self.indicator.timeline.phrase]
        return all(_lines(texts, width) <= SHORT_LINES for texts, width in zip(cells, WIDTHS, strict=True))


def render(tree: ProgrammeContent, labels: WordLabels) -> bytes:
    """The file's bytes; the same tree and labels give the same bytes."""
    numbers = count(1)
    context = {
        "tree": tree,
        "labels": labels,
        "foreign": labels.language if labels.language != tree.language else "",
        "tables": [(section, list(table_rows(section, numbers))) for section in tree.sections],
        "widths": WIDTHS,
        "columns": list(
            zip(
                shown(COLUMNS, labels.hidden),
                shown(labels.columns, labels.hidden),
                spread(WIDTHS, labels.hidden),
                strict=True,
            )
        ),
    }
    return package(render_parts(_environment(), PARTS, context).items())


@cache
def _environment() -> Environment:
    return environment(TEMPLATES)


def table_rows(section: Section, numbers: Iterator[int]) -> Iterator[TableRow]:
    """Its rows in order, numbered; a topic without tasks and a task without indicators have one each."""
    for topic in section.topics:
        lines: list[tuple[Task | None, Indicator | None, str]] = [
            (task, indicator, _merge(place, len(task.indicators)))
            for task in topic.tasks
            for place, indicator in enumerate(task.indicators or [None])
        ] or [(None, None, "")]
        for place, (task, indicator, task_merge) in enumerate(lines):
            yield TableRow(next(numbers), topic, task, indicator, _merge(place, len(lines)), task_merge)


def _merge(place: int, rows: int) -> str:
    if rows < 2:
        return ""
    return "continue" if place else "restart"


def _lines(texts: list[str], width: int) -> int:
    """About how many lines the texts take in a cell."""
    fit = (width - CELL_EDGES) // CHARACTER
    if len(texts) == 1 and len(texts[0]) <= fit and "\n" not in texts[0]:
        return 1  # as nearly all are
    return sum(max(1, ceil(len(line) / fit)) for text in texts for line in text.split("\n"))
