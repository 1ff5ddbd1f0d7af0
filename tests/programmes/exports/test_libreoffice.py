"""Files of hostile text, opened by LibreOffice: every text is there again, nothing is computed, nothing is called."""

import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from programmes.content import ProgrammeContent
from programmes.exports.tabular import DEFUSED, FORMULA
from programmes.presenters.downloads import excel_labels, make_file, tabular_labels
from tests.programmes.exports.pdf_reading import squeezed
from tests.programmes.exports.test_docx import programme, row, task, topic
from wco_tracker.lib.excel import CHARACTERS, fit, utf16

pytestmark = pytest.mark.office

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/","here")',
    '=WEBSERVICE("http://127.0.0.1:9/")',
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "<script>alert(1)</script> <w:p/> &amp; ]]> {{ 7*7 }} <!--",
    "bell \x07, nul \x00, escape \x1b[31m, half \ud800 a pair",
    "four bytes \U0001f6c3 \U0001d518 \U00020000",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
    "turned \u202etfel ot thgir\u202c round",
    "one\r\ntwo\u2028three",
    '"quoted", with; marks',
    "w" * 5000,
)
WORDS, TIMES = "Customs procedures ", 52_632  # a million characters
UTF8 = (
    "Text - txt - csv (StarCalc):44,34,76,1"  # of a file without a dialogue LibreOffice asks for no encoding
)


@pytest.fixture(scope="module")
def tree() -> ProgrammeContent:
    """Each text in a topic of its own, in every cell of it; in the midst of them a cell of a million characters."""
    topics = [
        topic(task(row(f"key{place:07}", text, text, text), text=text), title=text)
        for place, text in enumerate(HOSTILE)
    ]
    topics.insert(3, topic(task(row("abcdefghij", "Done", "2014", WORDS * TIMES)), title="Long"))
    return programme(*topics, title="=1+1")


@pytest.fixture(scope="module")
def opened(
    tree: ProgrammeContent, soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, "Shown"]:
    """What LibreOffice shows of each file, written down as HTML."""
    folder = tmp_path_factory.mktemp("office")
    for form in ("docx", "xlsx", "csv"):
        (folder / f"{form}.{form}").write_bytes(make_file(tree, form))
    convert(soffice, folder, "docx.docx", "xlsx.xlsx")
    convert(soffice, folder, "csv.csv", f"--infilter={UTF8}")
    return {form: Shown((folder / f"{form}.html").read_text()) for form in ("docx", "xlsx", "csv")}


def convert(soffice: str, folder: Path, *given: str) -> None:
    """One process, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "html", "--outdir", ".", *given]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


class Shown(HTMLParser):
    """The cells of all tables, the text of the whole, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.whole, self.links = "", []
        self.feed(html)
        self.whole = squeezed(self.whole)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "a" and (there := dict(attrs).get("href")):
            self.links.append(there)

    def handle_data(self, data: str) -> None:
        self.whole += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data

    def flat(self) -> Iterator[list[str]]:
        """The rows of the flat sheet, squeezed, header apart."""
        flat = [line for line in self.rows if len(line) == len(tabular_labels().columns)]
        return ([squeezed(cell) for cell in line] for line in flat[1:])


INTERNAL = squeezed("[Internal until released]")


def said(text: str) -> str:
    """A text as every file has it."""
    return squeezed(fit(text))


def test_word_has_every_text(opened: dict[str, Shown]) -> None:
    for text in HOSTILE:
        assert opened["docx"].whole.count(said(text)) >= 5, text
    assert opened["docx"].whole.count(squeezed(WORDS)) == TIMES


def test_excel_has_every_text_in_its_cell_and_computes_nothing(opened: dict[str, Shown]) -> None:
    rows = [line for line in opened["xlsx"].flat() if line[2] != "Long"]
    assert [line[2] for line in rows] == [said(text) for text in HOSTILE]
    for line, text in zip(rows, HOSTILE, strict=True):
        assert {line[place] for place in (2, 3, 4, 5)} == {said(text)}
        assert line[9] == said(text) + INTERNAL


def test_csv_has_every_text_in_its_cell_and_computes_nothing(opened: dict[str, Shown]) -> None:
    rows = [line for line in opened["csv"].flat() if line[2] != "Long"]
    for line, text in zip(rows, HOSTILE, strict=True):
        kept = (DEFUSED if FORMULA.match(fit(text)) else "") + said(text)
        assert {line[place] for place in (2, 3, 4, 5)} == {kept}
        assert line[9] == kept + INTERNAL


def test_nothing_in_them_leads_anywhere(opened: dict[str, Shown]) -> None:
    for form, shown in opened.items():
        assert [link for link in shown.links if not link.startswith("#")] == [], form


def test_a_cell_of_a_million_characters_says_where_it_is_cut(
    opened: dict[str, Shown], tree: ProgrammeContent
) -> None:
    labels = excel_labels(tree)
    (cell,) = (line[9] for line in opened["xlsx"].flat() if line[2] == "Long")
    assert cell.endswith(squeezed(labels.cut))
    assert squeezed(labels.cut_note) in opened["xlsx"].whole
    assert utf16(cell) > 0.85 * CHARACTERS  # without its spaces
    (cell,) = (line[9] for line in opened["csv"].flat() if line[2] == "Long")
    assert cell.startswith(squeezed(labels.tabular.long + WORDS))
