"""A whole Timeline phrase: the words outside brackets, the conditions, and what the two say together.

Whatever is not understood makes the phrase `unread`: it is shown as printed and never guessed. Only a
condition (in brackets, or from "if", "as appropriate", "subject to", ... to the end) may hold words that
nobody has to read, and none that speak of another date.
"""

import re
import unicodedata

from wco_tracker.lib.text import without_invisible
from wco_tracker.lib.timelines.bodies import (
    TRIM,
    adding,
    body,
    conditional,
    recurrence_of,
    with_condition,
)
from wco_tracker.lib.timelines.changes import EARLIEST, changed
from wco_tracker.lib.timelines.conditions import CONDITION
from wco_tracker.lib.timelines.meaning import Timeline
from wco_tracker.lib.timelines.spans import completed, date_meant
from wco_tracker.lib.timelines.words import fold, symbols

LONGEST = 2_000
"""Characters of a phrase that are read; a longer one is `unread`."""

_UNREADABLE = {"Cc", "Cs"}  # control characters and halves of surrogate pairs
_SPACES = "\t\n\v\f\r"
_LABEL = re.compile(
    r"(?:(?:due|target|end|expected|planned|completion|new)(?: date)?|date|(?:final )?deadline(?: for completion)?"
    r"|timeline|time ?frame|latest|at the latest|by|au plus tard|echeance|date limite|date butoir|delai|calendrier"
    r"|date d'echeance|date cible|date prevue|objectif|fin prevue) *(?:: *|- )"
)
# "PTC 1/2018": which session of the year, and no month.
_BODIES = "(?:ptc|ctp|pc|cpg|swg|wg|safe|session|meeting|reunion|council|conseil)"
_SESSION_OF_YEAR = re.compile(
    rf"(?<![a-z]){_BODIES} ?-?(?:no\.? ?|n° ?)?[0-9]{{1,2}}/[0-9]{{2,4}}(?![0-9/])"
    rf"|(?<![0-9/.-])[0-9]{{1,2}}/[0-9]{{4}} {_BODIES}(?![a-z])"
)
_JOINED = re.compile(r"(?:and|et|&|to|a|-) ")


def read(phrase: str) -> Timeline:
    """What a Timeline phrase means, in English or French. Never raises; what it cannot read is `unread`."""
    unread = Timeline(phrase, "unread")
    if len(phrase) > LONGEST or any(
        unicodedata.category(char) in _UNREADABLE and char not in _SPACES for char in phrase
    ):
        return unread
    text = " ".join(unicodedata.normalize("NFC", without_invisible(phrase)).split())
    if label := _LABEL.match(fold(text)):
        text = text[label.end() :]
    parts = _outside_and_inside(text)
    if parts is None or EARLIEST.search(fold(text)) or _SESSION_OF_YEAR.search(fold(text)):
        return unread
    outside, brackets = parts
    whole = " ".join(re.sub(r"[()]", " ", text).split())
    meaning = changed(phrase, fold(whole)) or _joined(phrase, whole, brackets)
    return meaning or _in_parts(phrase, text, outside, brackets) or unread


def _outside_and_inside(text: str) -> tuple[str, list[str]] | None:
    """The text without its brackets and what the outermost brackets hold; None if they do not match."""
    outside: list[str] = []
    inside: list[list[str]] = []
    depth = 0
    for char in text:
        if char == ")":
            depth -= 1
        if depth < 0:
            return None
        if depth:
            inside[-1].append(char)
        elif char == "(":
            inside.append([])
            outside.append(" ")
        elif char != ")":
            outside.append(char)
        if char == "(":
            depth += 1
    if depth:
        return None
    brackets = [words for part in inside if (words := "".join(part).strip(TRIM))]
    return " ".join("".join(outside).split()).strip(TRIM), brackets


def _joined(phrase: str, whole: str, brackets: list[str]) -> Timeline | None:
    """ "June (and December) 2018"."""
    if len(brackets) == 1 and _JOINED.match(fold(brackets[0])):
        return body(phrase, whole)
    return None


def _in_parts(phrase: str, text: str, outside: str, brackets: list[str]) -> Timeline | None:
    """The words outside the brackets, and what each bracket adds to them."""
    meaning = body(phrase, outside) or with_condition(phrase, outside) or conditional(phrase, outside)
    if meaning is None and len(brackets) == 1 and (not outside or _is_body(outside)):
        meaning = body(phrase, brackets.pop())  # "218th Session (October 2018)"
    if meaning is None:
        return None
    if meaning.kind == "conditional":
        return meaning._replace(condition=text.strip(TRIM))  # "within twelve (12) months": brackets and all
    for bracket in brackets:
        if meaning:
            meaning = _with_bracket(meaning, bracket, outside)
    return meaning


def _is_body(words: str) -> bool:
    """Whether words name who meets, or which session, and nothing else: "218th PTC", "PTC 219/220"."""
    found = symbols(fold(words)) or []
    numbers = {symbol for symbol in found if symbol[0] == "n" and symbol[1:].isdigit()}
    return "body" in found and set(found) - numbers <= {"body", "turn", "by", "to", "and", "-"}


def _with_bracket(meaning: Timeline, bracket: str, outside: str) -> Timeline | None:
    """The meaning with what a bracket adds; None if the bracket says something else."""
    if _is_body(bracket):
        return adding(meaning, bracket, words="")
    found = symbols(fold(bracket))
    due = meaning.due_on
    if found and not due and (whole := body(meaning.phrase, f"{outside} {bracket}")):
        return whole._replace(condition=bracket)  # "annually (until 2019)", "Annual (starting 2016)"
    span = date_meant(found) or (completed(found, due.year) if due else None) if found else None
    if span and span.last == due:
        return adding(meaning, bracket, words="")
    if span:
        named = date_meant(symbols(fold(outside)) or [])
        if due and named and named.first <= span.first and span.last <= named.last:  # "2018 (June)"
            return meaning._replace(due_on=span.last, precision=span.precision, derived=span.derived)
        return None
    if found and all(symbol == "-" or (symbol[0] == "n" and symbol[1:].isdigit()) for symbol in found):
        return None
    return _with_recurrence(meaning, bracket)


def _with_recurrence(meaning: Timeline, bracket: str) -> Timeline | None:
    """ "(and subsequent PTCs as appropriate)" → each_session (2013-2016, 3, End-Use Codes)."""
    folded = fold(bracket)
    condition = CONDITION.search(folded)
    end = condition.start() if condition else len(folded)
    found = symbols(folded[:end].rstrip(TRIM)) or []
    while found[:1] in (["and"], ["thereafter"]):
        found = found[1:]
    recurrence = recurrence_of(found)
    if recurrence and meaning.recurrence not in (None, recurrence):
        return None
    words = bracket[end:] if recurrence else None
    return adding(meaning._replace(recurrence=recurrence or meaning.recurrence), bracket, words)
