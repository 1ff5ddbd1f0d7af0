"""Bullets and numbers that come with a list pasted from Word, told from words that look like them."""

import re
from collections import Counter

# Symbol fonts of Word arrive as private characters, or as the letter that the font draws as a bullet.
_GLYPHS = "-–—•*·∙▪▫◦‣⁃●○■□➢➤►▶▸✓✔❖◆◇→⇒\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf0e0\uf02d\uf06f\uf071"
_BULLET = re.compile(rf"[{re.escape(_GLYPHS)}]\s*(?=\S)|[{re.escape(_GLYPHS)}]$")
_LETTER_BULLET = re.compile(r"[o§Øü](?:\t\s*| {2,}|\s(?=[^\W\d_]))")  # "§ 12" is a paragraph
_BRACKET = re.compile(r"\(?(?:(?:\d{1,3}\.)*\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)(?:\s+|$)")
_OUTLINE = re.compile(
    r"(?:\d{1,2}\.)+\d{1,2}\.?(?:\t\s*|\s+(?=[^\W\d_]))"
)  # "1.2 Develop", but "2.5 million"
_NUMBER = re.compile(r"\d{1,2}\.(?:\s+|$)|\d{3}\.(?:\t\s*|\s+(?=[A-ZÀ-Þ]))")  # but "100. anniversary"
_LETTER = re.compile(r"(?:[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})\.(?:\s+(?=\D)|$)")  # but "c. 50 experts", "v. 2 of"
_SURE = (_LETTER_BULLET, _BRACKET, _NUMBER)
_LOWER_NUMBER = re.compile(r"\d\.\d+\s+[a-zà-þ]")


def without_bullet(line: str) -> str:
    """A line without the bullet before its words; a dash needs white space after it, as "-5 %" is words."""
    found = _BULLET.match(line)
    if found is None or (line[0] in "-–—*→⇒·" and len(line) > 1 and not line[1].isspace()):
        return line
    return line[found.end() :].strip()


def without_marks(lines: list[str]) -> list[str]:
    """Lines of a list without bullets and numbers, those that hold no words left out.

    "A." and "iv." are marks where others stand in the list too, or a tab follows: alone they may be an initial.
    """
    marks = Counter(bool(_LETTER.match(line)) for line in lines)
    bare = (_bare(line.strip(), letters=marks[True] > 1) for line in lines)
    return [line for line in bare if line]


def _bare(line: str, *, letters: bool) -> str:
    if (short := without_bullet(line)) != line:
        return short
    for mark in _SURE:
        if found := mark.match(line):
            return line[found.end() :].strip()
    if (found := _OUTLINE.match(line)) and not (_LOWER_NUMBER.match(line) and "\t" not in found[0]):
        return line[found.end() :].strip()
    found = _LETTER.match(line)
    return (
        line[found.end() :].strip()
        if found and (letters or "\t" in found[0] or not line[found.end() :])
        else line
    )
