"""Word files without Word: text as WordprocessingML, templates that make parts, and a zip that never changes.

Nothing here knows of Django or of a document's content. The same input gives the same bytes.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from wco_tracker.lib.text import BREAKS

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# What XML 1.0 cannot hold, not even as a character reference.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A text without any of these is one plain run, as nearly all are.
UNUSUAL = re.compile(
    "[\x00-\x1f\x85\u0590-\u08ff\u2028\u2029\ud800-\udfff\ufb1d-\ufdff\ufe70-\uffff\U00010800-\U0001efff]"
)
PIECES = re.compile("([\n\t])")
MARKS = {"\n": Markup("<w:br/>"), "\t": Markup("<w:tab/>")}
# Word knows a language with its country; where the country is missing, the committee's own is meant.
LANGUAGE_TAGS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can tell
UNIX = 3
COMPRESSION = 4  # level: 6 takes twice the time here for a file 3 % smaller


def clean(text: str) -> str:
    """Text that XML can hold: each character that it cannot becomes U+FFFD, so that its loss is seen."""
    return IMPOSSIBLE.sub(REPLACEMENT, text)


def is_right_to_left(text: str) -> bool:
    """Whether its first letter with a direction (UAX 9, P2) is one of Arabic, Hebrew and their like."""
    if not UNUSUAL.search(text):
        return False
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def runs(text: str, language: str = "") -> Markup:
    """A text as runs of a paragraph: line breaks and tabs become Word's own, "" becomes nothing.

    `language` is given where it is not the document's.
    """
    if not text:
        return Markup()
    if not language and not UNUSUAL.search(text):
        return Markup(f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')  # noqa: S704
    if UNUSUAL.search(text):
        properties = Markup("<w:rtl/>") if is_right_to_left(text) else Markup()
        pieces = PIECES.split(clean(BREAKS.sub("\n", text)))
        content = Markup().join(MARKS.get(piece) or _text(piece) for piece in pieces if piece)
    else:
        properties, content = Markup(), _text(text)
    if language:
        properties += Markup('<w:lang w:val="{}"/>').format(clean(language_tag(language)))
    if properties:
        content = Markup("<w:rPr>") + properties + Markup("</w:rPr>") + content
    return Markup("<w:r>") + content + Markup("</w:r>")


def _text(text: str) -> Markup:
    return Markup('<w:t xml:space="preserve">') + escape(text) + Markup("</w:t>")


def language_tag(language: str) -> str:
    """The language as Word names it: "en-GB" for "en"."""
    return LANGUAGE_TAGS.get(language, language)


def environment(folder: Path) -> Environment:
    """Jinja2 for parts of a Word file: whatever is put in is escaped and made fit for XML.

    In a template `text|runs` makes the runs of a paragraph; a plain `{{ value }}` suits attributes.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit,
    )
    made.filters["runs"] = runs
    made.filters["language_tag"] = language_tag
    made.tests["right_to_left"] = is_right_to_left
    return made


def _fit(value: Any) -> Any:
    return clean(value) if type(value) is str else value


def render_parts(made: Environment, parts: Mapping[str, str], context: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a file, by name, each made by its template."""
    return {name: made.get_template(template).render(context) for name, template in parts.items()}


def package(parts: Iterable[tuple[str, str]]) -> bytes:
    """The zip that Word opens, in the order given: `[Content_Types].xml` comes first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = UNIX  # else the bytes would tell the machine's kind
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode(), compresslevel=COMPRESSION)
    return buffer.getvalue()
