"""Reads a tagged PDF back: what its structure tree says, element by element, without looking at the layout."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

Struct = tuple[str, pikepdf.Dictionary, str]
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def squeezed(text: str) -> str:
    """Without what a line's end takes away or adds: white space, soft hyphens, break marks."""
    return re.sub("[\\s\u00ad\u200b]", "", text)


class Reading:
    """A PDF's elements in reading order."""

    def __init__(self, data: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(data))
        self.pages = {page.objgen: _marked(page) for page in self.file.pages}
        self.root = self.file.Root.StructTreeRoot

    def all(self, *kinds: str, within: pikepdf.Object | None = None) -> list[pikepdf.Object]:
        """The elements of these kinds."""
        return [node for node in self._walk(within or self.root) if str(node.get("/S", ""))[1:] in kinds]

    def text(self, node: pikepdf.Object) -> str:
        """All text in an element, squeezed."""
        return squeezed("".join(self._text(node, None)))

    def texts(self, *kinds: str) -> list[str]:
        """The text of each element of these kinds that has some."""
        return [text for node in self.all(*kinds) if (text := self.text(node))]

    def _walk(self, node: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for child in _children(node):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield child
                yield from self._walk(child)

    def _text(self, node: pikepdf.Object, page: Any) -> Iterator[str]:
        if "/ActualText" in node:
            yield str(node.ActualText)
            return
        page = node.get("/Pg", page)
        for child in _children(node):
            if isinstance(child, int):
                yield self.pages[page.objgen].get(child, "")
            elif child.get("/Type") == "/MCR":
                yield self.pages[child.get("/Pg", page).objgen].get(child.MCID, "")
            elif "/S" in child:
                yield from self._text(child, page)


def row_span(cell: pikepdf.Object) -> int:
    """Over how many rows a cell goes."""
    told = cell.get("/A", [])
    for attributes in told if isinstance(told, pikepdf.Array) else [told]:
        if "/RowSpan" in attributes:
            return int(attributes.RowSpan)
    return 1


def _children(node: pikepdf.Object) -> list[Any]:
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked piece of a page."""
    fonts = {name: _characters(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    said: dict[int, str] = {}
    open_marks: list[int | None] = []
    replaced: list[bool] = []
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = (
                operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
            )
            open_marks.append(int(properties["/MCID"]) if "/MCID" in properties else None)
            replaced.append("/ActualText" in properties)
            if replaced[-1]:
                _add(said, open_marks, str(properties["/ActualText"]))
        elif name == "EMC":
            open_marks.pop()
            replaced.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and not any(replaced):
            shown = operands[0] if name == "TJ" else [operands[0]]
            for part in shown:
                if isinstance(part, pikepdf.String):
                    glyphs = bytes(part)
                    pairs = (glyphs[at : at + 2] for at in range(0, len(glyphs), 2))
                    _add(said, open_marks, "".join(font.get(pair, "") for pair in pairs))
    return said


def _add(said: dict[int, str], open_marks: list[int | None], text: str) -> None:
    mark = next((mark for mark in reversed(open_marks) if mark is not None), None)
    if mark is not None:
        said[mark] = said.get(mark, "") + text


def _characters(font: pikepdf.Object) -> dict[bytes, str]:
    """What its glyphs mean, by its own table."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes()
    found: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        codes = [bytes.fromhex(code.decode()) for code in HEX.findall(block)]
        for glyph, text in zip(codes[::2], codes[1::2], strict=True):
            found[glyph] = text.decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        codes = [bytes.fromhex(code.decode()) for code in HEX.findall(block)]
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start = int.from_bytes(first, "big")
            for step in range(int.from_bytes(last, "big") - start + 1):
                shown = text.decode("utf-16-be")
                found[(start + step).to_bytes(2, "big")] = shown[:-1] + chr(ord(shown[-1]) + step)
    return found
