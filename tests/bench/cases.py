"""The cases of `make bench`. A new one is a line in `CASES`."""

import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count

from django.core.cache import caches
from django.db import connections, transaction
from django.test import Client

from groups.models import User
from programmes.actions.import_columns import families
from programmes.actions.import_programme import import_programme
from programmes.actions.rows import RowValues, save_row
from programmes.content import ProgrammeContent
from programmes.content.samples import sample
from programmes.exports.interchange import render as as_json
from programmes.exports.pdf import layout
from programmes.importing import interchange
from programmes.management.commands.make_sample import GROUP
from programmes.models import Indicator, WorkProgramme
from programmes.presenters.downloads import make_file, pdf_labels
from programmes.selectors.access import access_to
from programmes.selectors.trees import Depth, read_tree
from tests.bench.file_limits import csv_limit, excel_limit, pdf_limit, word_limit
from tests.bench.filling import officer
from tests.bench.limits import RowForm, matrix_limit
from tests.bench.measuring import Result, Way, compare, resident

IMPORTED = 10_000  # rows of all levels


@dataclass(slots=True, frozen=True)
class Case:
    """One line of the table: what is measured, beside what, and the most that the ratio may be."""

    name: str
    target: float
    measure: Callable[[], Result]


@contextmanager
def database(alias: str) -> Iterator[None]:
    """Lets every statement go to that database of the bench."""
    kept = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = kept


def _page(browser: Client, rows: int, alias: str = "default") -> bytes:
    with database(alias):
        response = browser.get(f"/programmes/rows{rows}-1/")
    assert response.status_code == 200
    return bytes(response.content)


def _browser(alias: str = "default") -> Client:
    with database(alias):
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(officer())
    return browser


def _matrix(rows: int, *, kept: bool = False) -> Result:
    forget = (lambda: None) if kept else caches["pages"].clear
    ours = Way(partial(_page, _browser(), rows), forget)
    return compare(ours, Way(lambda: matrix_limit(f"rows{rows}-1")))


def _among_others(rows: int) -> Result:
    """The same page in the database with the other programmes, and in the one without."""
    forget = caches["pages"].clear
    full = Way(partial(_page, _browser("full"), rows, "full"), forget)
    return compare(full, Way(partial(_page, _browser(), rows), forget))


def _saving() -> Result:
    """One edit with its history and change set, and what a ModelForm does by itself, on the same row."""
    by, numbers = officer(), count()
    rows = Indicator.objects.filter(task__topic__section__programme__slug="rows136-1")

    def ours() -> None:
        row = rows.select_related("task__topic__section__programme").order_by("pk").first()
        assert row
        values = RowValues(f"Edited {next(numbers)}", row.timeline_phrase, row.target, row.unit)
        assert save_row(row, values, revision=row.revision, by=by)

    def plain() -> None:
        row = rows.select_related("task__topic__section__programme").order_by("pk").first()
        assert row
        data = {"text": f"Edited {next(numbers)}", "timeline_phrase": row.timeline_phrase, "unit": row.unit}
        form = RowForm(data, instance=row)
        assert form.is_valid()
        row.skip_history_when_saving = True  # type: ignore[attr-defined]
        form.save()

    return compare(Way(ours), Way(plain))


def _tree(rows: int, by: User | None = None, depth: Depth = "full") -> ProgrammeContent:
    programme = WorkProgramme.objects.select_related("group", "plan", "document").get(slug=f"rows{rows}-1")
    return read_tree(access_to(by or officer(), programme), depth=depth)


def _word(rows: int) -> Result:
    tree = _tree(rows)
    return compare(Way(lambda: make_file(tree, "docx")), Way(lambda: word_limit(tree)))


def _excel(rows: int) -> Result:
    tree = _tree(rows)
    return compare(Way(lambda: make_file(tree, "xlsx")), Way(lambda: excel_limit(tree)))


def _csv(rows: int) -> Result:
    """With reading the programme, for COPY reads too; who asks is known beforehand."""
    by = officer()
    return compare(Way(lambda: make_file(_tree(rows, by), "csv")), Way(lambda: csv_limit(f"rows{rows}-1")))


def _pdf(rows: int) -> Result:
    """The whole making, process and all, beside Typst's own time."""
    tree = _tree(rows)
    laid_out = layout(tree, pdf_labels(tree))
    return compare(Way(lambda: make_file(tree, "pdf")), Way(lambda: pdf_limit(laid_out), times_itself=True))


def _memory(rows: int, files: int = 5) -> Result:
    """This process's memory after some PDF files beside that before them, in bytes."""
    tree = _tree(rows)
    make_file(tree, "pdf")
    before = resident()
    for _ in range(files):
        make_file(tree, "pdf")
    after = resident()
    return Result(after / before, after / before, after / before, 0, 0, 0, after)


def nodes(tree: ProgrammeContent) -> int:
    """Rows of all levels."""
    return sum(len(siblings) for _, _, siblings in families(tree))


def _importing() -> Result:
    """Seconds beside those that 5,000 rows a second take: reading the file, checking, writing, history."""
    tree = sample("imported", IMPORTED * 36 // 100, GROUP)
    data, rows = as_json(tree), nodes(tree)
    assert json.loads(data)["slug"] == "imported"

    def ours() -> None:
        with transaction.atomic():
            import_programme(interchange.read(data), by=None)
            transaction.set_rollback(True)

    way = Way(ours)
    result = compare(way, Way(lambda: None))
    times = [seconds / (rows / 5_000) for seconds in way.times]
    result.low, result.ratio, result.high = statistics.quantiles(times, n=4)
    result.limit = rows / 5_000
    result.size = len(data)
    return result


CASES = [
    Case("matrix, 136 rows, cold", 5, partial(_matrix, 136)),
    Case("matrix, 136 rows, kept", 2, partial(_matrix, 136, kept=True)),
    Case("matrix, 2,000 rows, cold", 2.5, partial(_matrix, 2_000)),
    Case("matrix, 2,000 rows, kept", 2, partial(_matrix, 2_000, kept=True)),
    Case("matrix, 136 rows, among the others / alone", 1.3, partial(_among_others, 136)),
    Case("matrix, 2,000 rows, among the others / alone", 1.3, partial(_among_others, 2_000)),
    Case("saving an edit / plain ModelForm", 3, _saving),
    Case("Word, 136 rows", 2, partial(_word, 136)),
    Case("Word, 2,000 rows", 2, partial(_word, 2_000)),
    Case("PDF, 136 rows / Typst alone", 1.3, partial(_pdf, 136)),
    Case("PDF, 2,000 rows / Typst alone", 1.3, partial(_pdf, 2_000)),
    Case("PDF, memory after five files of 2,000 rows / before", 1.1, partial(_memory, 2_000)),
    Case("Excel, 136 rows", 1.3, partial(_excel, 136)),
    Case("Excel, 2,000 rows", 1.3, partial(_excel, 2_000)),
    Case("CSV, 136 rows / COPY", 5, partial(_csv, 136)),
    Case("CSV, 2,000 rows / COPY", 5, partial(_csv, 2_000)),
    Case("import, seconds / those of 5,000 rows a second", 1, _importing),
]
