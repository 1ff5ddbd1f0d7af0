"""The words of a phrase outside its brackets: a date, a recurrence, something ongoing, with or without a condition."""

from wco_tracker.lib.timelines.conditions import CONDITION, is_event, offers_another_date
from wco_tracker.lib.timelines.meaning import RECURRENCES, Timeline
from wco_tracker.lib.timelines.spans import Span, date_meant
from wco_tracker.lib.timelines.words import fold, symbols

TRIM = " .,;:•·"
_FEW = 3  # places where a condition may begin that are tried: keeps reading linear
_LINKS = ("and", "thereafter")


def by_date(phrase: str, span: Span) -> Timeline:
    """A phrase that is due on the last day of a span."""
    return Timeline(phrase, "by_date", due_on=span.last, precision=span.precision, derived=span.derived)


def body(phrase: str, text: str) -> Timeline | None:
    """A text that is understood to its last word."""
    found = symbols(fold(text))
    if not found:
        return None
    if span := date_meant(found):
        return by_date(phrase, span)
    return (
        _repeated(phrase, found)
        or _again(phrase, found)
        or _spread(phrase, found)
        or _next(phrase, text, found)
    )


def dated(phrase: str, text: str) -> Timeline | None:
    """A text that is understood, all of it or up to a condition."""
    text = text.rstrip(TRIM + "–—-")
    return body(phrase, text) or with_condition(phrase, text)


def with_condition(phrase: str, text: str) -> Timeline | None:
    """A text that is understood up to the word a condition begins with."""
    folded = fold(text)
    for _, start in zip(range(_FEW), (match.start() for match in CONDITION.finditer(folded)), strict=False):
        meaning = body(phrase, text[:start].rstrip(TRIM))
        if meaning:
            return adding(meaning, text[start:])
    return None


def conditional(phrase: str, text: str) -> Timeline | None:
    """A text that names an event or a condition and no day."""
    return Timeline(phrase, "conditional", condition=text) if is_event(fold(text)) else None


def adding(meaning: Timeline, condition: str, words: str | None = None) -> Timeline | None:
    """The meaning with one more condition; None if that offers another or a later date.

    `words` is the part of the condition that is not understood, where that is not all of it.
    """
    if meaning.due_on and offers_another_date(fold(condition if words is None else words), meaning.due_on):
        return None
    return meaning._replace(condition="; ".join(filter(None, (meaning.condition, condition))))


def recurrence_of(found: list[str]) -> str | None:
    """The recurrence that symbols name, or None."""
    words = [symbol for symbol in found if symbol != "thereafter"]
    if len(words) == 1 and words[0] in RECURRENCES:
        return words[0]
    if words[:1] == ["to"]:  # "à chaque session"
        words = words[1:]
    qualified = bool(words) and words[0] in ("each", "later") and "body" in words
    return "each_session" if qualified and set(words[1:]) <= {"later", "body"} else None


def _repeated(phrase: str, found: list[str]) -> Timeline | None:
    """ "Ongoing", "Annually", "à chaque session"."""
    if found == ["ongoing"]:
        return Timeline(phrase, "ongoing")
    recurrence = recurrence_of(found)
    if recurrence is None and found[0] in ("each", "annual") and len(found) == 2 and found[1][0] == "m":
        recurrence = "annual" if found[1][1:].isdigit() else None  # "annually in June", "every June"
    if recurrence is None:
        return None
    return Timeline(phrase, "session" if recurrence == "each_session" else "periodic", recurrence=recurrence)


def _again(phrase: str, found: list[str]) -> Timeline | None:
    """ "March 2014 and annually thereafter", "juin 2018, puis chaque année"."""
    for place in range(1, len(found)):
        if found[place] in _LINKS or found[-1] == "thereafter":
            span = date_meant(found[:place])
            recurrence = recurrence_of([symbol for symbol in found[place:] if symbol != "and"])
            if span and recurrence:
                return by_date(phrase, span)._replace(recurrence=recurrence)
    return None


def _spread(phrase: str, found: list[str]) -> Timeline | None:
    """ "annually until 2019", "Ongoing since 2016", "each session from June 2018 to March 2019"."""
    onwards = found[-1] == "onwards"
    found = found[:-1] if onwards else found
    for place in range(1, len(found)):
        what, when = _repeated(phrase, found[:place]), found[place:]
        if what is None or (onwards and when[0] != "from"):
            continue
        if when[0] == "from" and len(when) > 1 and date_meant(when[1:]) and not date_meant(when):
            return what
        span = None if onwards else date_meant(when)
        if span and (when[0] == "to" or span.derived == "last_day_of_range"):
            return by_date(phrase, span)._replace(recurrence=what.recurrence)
    return None


def _next(phrase: str, text: str, found: list[str]) -> Timeline | None:
    if "next" in found[:2] and "body" in found and set(found) <= {"next", "to", "by", "body"}:
        return Timeline(phrase, "session", condition=text)
    if found[0] == "before" and "body" in found and date_meant(found[1:]):
        return Timeline(phrase, "conditional", condition=text)
    return None
