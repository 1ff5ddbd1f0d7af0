"""A whole Timeline phrase: the words outside brackets, the conditions, and what the two say together.

Whatever is not understood makes the phrase `unread`: it is shown as printed and never guessed. Only a
condition (in brackets, or from "if", "as appropriate", "subject to", ... to the end) may hold words that
nobody has to read.
"""

import re
import unicodedata
from datetime import date

from wco_tracker.lib.text import without_invisible
from wco_tracker.lib.timelines.changes import EARLIEST, MOVED, SHIFTED, is_ended, latest, moved_to
from wco_tracker.lib.timelines.meaning import RECURRENCES, Timeline
from wco_tracker.lib.timelines.months import MONTHS
from wco_tracker.lib.timelines.spans import Span, completed, date_meant
from wco_tracker.lib.timelines.words import fold, symbols

LONGEST = 2_000
"""Characters of a phrase that are read; a longer one is `unread`."""

_UNREADABLE = {"Cc", "Cs"}  # control characters and halves of surrogate pairs
_SPACES = "\t\n\v\f\r"
_TRIM = " .,;:•·"
_FEW = 3  # places where a condition may begin that are tried: keeps reading linear
_CONDITION = re.compile(
    r"(?<![a-z])(?:as (?:and when )?(?:appropriate|necessary|needed|required|requested|relevant|applicable)"
    r"|if|when|whenever|where|once|upon|on (?:request|demand)|as soon as|after|following|subject to"
    r"|depending (?:on|upon)|pending|provided|unless|in case|si|s'il|le cas echeant|au besoin|selon"
    r"|en tant que de besoin|sous reserve|en fonction|apres|suite a|a la suite|des que|lorsque|quand"
    r"|sur demande|a la demande)(?![a-z])"
)
_NUMBER = (
    "(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four"
    "|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|dix-huit|vingt-quatre)"
)
_SPELL = rf"{_NUMBER} (?:(?:working|calendar) )?(?:day|week|month|year|session|jour|semaine|mois|an|annee)s?"
_WITHIN = re.compile(
    r"(?:(?:not|no) later than |au plus tard )?(?:"
    r"(?:within|dans|sous) (?:(?:the next|the|les prochains|les prochaines|les|un delai de|a period of) )?"
    rf"{_SPELL}"
    rf"|{_SPELL} (?:after|before|following|prior|from|apres|avant|suivant))(?![a-z])"
)
_LABEL = re.compile(r"(?:deadline|timeline|due date|target date|echeance|date limite|date butoir|delai) *: *")
_SESSION = re.compile(
    r"(?:before|prior to|ahead of|by|at|during|for|avant|d'ici|lors de|pour|a) (?:the |la |le )?[0-9]{1,3}"
    r"(?:st|nd|rd|th|e|eme|er|ere) (?:[a-z]+ ){0,3}(?:sessions?|meetings?|reunions?)(?![a-z])[^0-9]*"
)
# "PTC 1/2018": which session of the year, and no month.
_SESSION_OF_YEAR = re.compile(
    r"(?:ptc|ctp|swg|wg|session|meeting|reunion|council|conseil) ?(?:no\.? ?|n° ?)?[0-9]{1,2}/[0-9]{4}"
)
_JOINED = re.compile(r"(?:and|et|&|to|a|-) ")
_BEFORE_AN_EVENT = re.compile(r"(?:before|prior to|ahead of|avant) [^0-9]+")
_TIME_OF_YEAR = re.compile(
    rf"(?<![a-z])(?:{'|'.join(MONTHS)}|spring|summer|autumn|fall|winter|printemps|ete|automne|hiver)(?![a-z])"
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_NUMERIC_DATE = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}")
_LIKE_A_DATE = re.compile(rf"[0-9]|(?<![a-z])(?:{'|'.join(MONTHS)})(?![a-z])")
_MONTH_OF_YEAR = re.compile(r"(?<![a-z])([a-z]{3,10})\.? +((?:19|20|21)[0-9]{2})(?![0-9])")
_INSTEAD = re.compile(
    r"(?:or|ou)(?![a-z])|.*(?<![a-z])(?:otherwise|else|failing|instead|sinon|a defaut"
    rf"|(?:or|ou) (?:[a-z']+ )?(?:[0-9]|(?:{'|'.join(MONTHS)})(?![a-z])))"
)


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
    if changed := _changed(phrase, text, outside, brackets):
        return changed
    meaning = _body(phrase, outside) or _with_condition(phrase, outside) or _conditional(phrase, outside)
    if meaning is None and set(symbols(fold(outside)) or [""]) <= {"body", "by", "to"} and len(brackets) == 1:
        meaning = _body(phrase, brackets.pop())  # "218th Session (October 2018)"
    if meaning is None:
        return unread
    if meaning.kind == "conditional":
        return meaning._replace(condition=text.strip(_TRIM))  # "within twelve (12) months": brackets and all
    for bracket in brackets:
        meaning = _with_bracket(meaning, bracket, outside) or unread
    return meaning if meaning.kind != "unread" else unread


def _changed(phrase: str, text: str, outside: str, brackets: list[str]) -> Timeline | None:
    """What becomes of a date that was moved, given up, or has a later one beside it; None where none was."""
    whole = " ".join(re.sub(r"[()]", " ", text).split())
    moved = MOVED.search(fold(outside))
    first = _dated(phrase, outside[: moved.start()] if moved else outside)
    if span := moved_to(whole, first.due_on if first else None):
        return _by_date(phrase, span)
    if SHIFTED.search(fold(text)) and not is_ended(fold(text)):
        return Timeline(phrase, "unread")
    if is_ended(fold(text)):
        return Timeline(phrase, "ended")
    if found := latest(whole):
        rest, span = found
        earlier = _dated(phrase, rest)
        if earlier and earlier.due_on and earlier.due_on < span.last:
            return _by_date(phrase, span)
        if rest and not _LIKE_A_DATE.search(fold(rest)):  # "as soon as possible, by June 2018 at the latest"
            return _by_date(phrase, span)._replace(condition=rest)
    if len(brackets) == 1 and _JOINED.match(fold(brackets[0])):  # "June (and December) 2018"
        return _body(phrase, whole)
    return None


def _dated(phrase: str, text: str) -> Timeline | None:
    text = text.rstrip(_TRIM + "–—-")
    return _body(phrase, text) or _with_condition(phrase, text)


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
    brackets = [words for part in inside if (words := "".join(part).strip(_TRIM))]
    return " ".join("".join(outside).split()).strip(_TRIM), brackets


def _body(phrase: str, text: str) -> Timeline | None:
    """A text that is understood to its last word."""
    found = symbols(fold(text))
    if not found:
        return None
    if found == ["ongoing"]:
        return Timeline(phrase, "ongoing")
    if recurrence := _recurrence(found):
        kind = "session" if recurrence == "each_session" else "periodic"
        return Timeline(phrase, kind, recurrence=recurrence)
    if span := date_meant(found):
        return _by_date(phrase, span)
    for link in ("and", "thereafter"):  # "March 2014 and annually thereafter", "juin 2018, puis chaque année"
        if link in found:
            place = found.index(link)
            span, recurrence = date_meant(found[:place]), _recurrence(found[place + 1 :])
            if span and recurrence:
                return _by_date(phrase, span)._replace(recurrence=recurrence)
    if found[0] in RECURRENCES and found[1:2] == ["to"] and (span := date_meant(found[2:])):
        return _by_date(phrase, span)._replace(recurrence=found[0])  # "annually until 2019"
    if found[:2] == ["ongoing", "from"] and date_meant(found[2:]):
        return Timeline(phrase, "ongoing")
    if "next" in found[:2] and "body" in found and set(found) <= {"next", "to", "by", "body"}:
        return Timeline(phrase, "session", condition=text)
    if found[0] == "before" and "body" in found and date_meant(found[1:]):
        return Timeline(phrase, "conditional", condition=text)
    return None


def _by_date(phrase: str, span: Span) -> Timeline:
    return Timeline(phrase, "by_date", due_on=span.last, precision=span.precision, derived=span.derived)


def _recurrence(found: list[str]) -> str | None:
    words = [symbol for symbol in found if symbol != "thereafter"]
    if len(words) == 1 and words[0] in RECURRENCES:
        return words[0]
    if words[:1] == ["to"]:  # "à chaque session"
        words = words[1:]
    qualified = bool(words) and words[0] in ("each", "later") and "body" in words
    return "each_session" if qualified and set(words[1:]) <= {"later", "body"} else None


def _with_condition(phrase: str, text: str) -> Timeline | None:
    """A text that is understood up to the word a condition begins with."""
    folded = fold(text)
    for _, start in zip(range(_FEW), (match.start() for match in _CONDITION.finditer(folded)), strict=False):
        meaning = _body(phrase, text[:start].rstrip(_TRIM))
        if meaning:
            return _adding(meaning, text[start:])
    return None


def _conditional(phrase: str, text: str) -> Timeline | None:
    """A text that names an event or a condition and no day: "within 12 months of ...", "if required"."""
    folded = fold(text)
    event = (_BEFORE_AN_EVENT.fullmatch(folded) or _SESSION.fullmatch(folded)) and not _TIME_OF_YEAR.search(
        folded
    )
    if event or _CONDITION.match(folded) or _WITHIN.match(folded):
        return Timeline(phrase, "conditional", condition=text)
    return None


def _with_bracket(meaning: Timeline, bracket: str, outside: str) -> Timeline | None:
    """The meaning with what a bracket adds; None if the bracket says something else."""
    found = symbols(fold(bracket))
    due = meaning.due_on
    span = date_meant(found) or (completed(found, due.year) if due else None) if found else None
    if span and span.last == due:
        return meaning._replace(condition=_and(meaning.condition, bracket))
    if span:
        whole = date_meant(symbols(fold(outside)) or [])
        if due and whole and whole.first <= span.first and span.last <= whole.last:  # "2018 (June)"
            return meaning._replace(due_on=span.last, precision=span.precision, derived=span.derived)
        return None
    if found and all(symbol[0] == "n" and symbol[1:].isdigit() for symbol in found):
        return None
    if found and set(found) == {"body"}:
        return meaning._replace(condition=_and(meaning.condition, bracket))
    recurrence = _recurrence_in(bracket)
    if recurrence and meaning.recurrence not in (None, recurrence):
        return None
    return _adding(meaning._replace(recurrence=recurrence or meaning.recurrence), bracket)


def _recurrence_in(bracket: str) -> str | None:
    """ "and subsequent PTCs as appropriate" → each_session (2013-2016, 3, End-Use Codes)."""
    folded = fold(bracket)
    condition = _CONDITION.search(folded)
    found = symbols((folded[: condition.start()] if condition else folded).rstrip(_TRIM)) or []
    while found[:1] in (["and"], ["thereafter"]):
        found = found[1:]
    return _recurrence(found)


def _adding(meaning: Timeline, condition: str) -> Timeline | None:
    """The meaning with one more condition; None if that offers another or a later date."""
    if meaning.due_on and _offers_another_date(fold(condition), meaning.due_on):
        return None
    return meaning._replace(condition=_and(meaning.condition, condition))


def _and(condition: str | None, more: str) -> str:
    return "; ".join(filter(None, (condition, more)))


def _offers_another_date(condition: str, due_on: date) -> bool:
    if _INSTEAD.match(condition) or any(int(year) > due_on.year for year in _YEAR.findall(condition)):
        return True
    if _NUMERIC_DATE.search(condition):
        return True
    return any(
        word in MONTHS and (int(year), MONTHS[word]) > (due_on.year, due_on.month)
        for word, year in _MONTH_OF_YEAR.findall(condition)
    )
