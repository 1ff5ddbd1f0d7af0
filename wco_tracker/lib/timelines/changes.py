"""What a phrase says of its own date: it was moved, another is the latest, nothing is due any more."""

import re
from datetime import date

from wco_tracker.lib.timelines.spans import Span, completed, date_meant
from wco_tracker.lib.timelines.words import fold, symbols

_TRIM = " .,;:–—-"
_ENDING = (
    r"cancell?ed|postponed|suspended|abandoned|withdrawn|discontinued|on hold|deferred|dropped"
    r"|annulee?s?|reportee?s?|suspendue?s?|abandonnee?s?|differee?s?|en suspens|interrompue?s?|retiree?s?"
)
_NOT = r"(?:not|unless|if|never|ne|non|pas|sauf si|si)"
ENDED = re.compile(rf"(?<![a-z])(?:{_ENDING})(?![a-z])")
_DENIED = re.compile(rf"(?<![a-z]){_NOT} (?:[a-z']+ )?(?:{_ENDING})(?![a-z])")
# From here on stands the date that holds: "extended to", "reporté à", "now", "new deadline:".
MOVED = re.compile(
    r"(?<![a-z])(?:(?:extended|moved|postponed|deferred|revised|rescheduled|changed|shifted|put back|put off"
    r"|brought forward) (?:to|until|till|by)|now(?: due)?|new (?:deadline|date|due date|timeline) ?:?"
    r"|(?:reportee?s?|repoussee?s?|prolongee?s?|differee?s?|decalee?s?|avancee?s?|etendue?s?|deplacee?s?)"
    r" (?:a|au|en|jusqu'a|jusqu'au|jusqu'en)|nouvelle (?:echeance|date) ?:?|desormais)(?![a-z])"
)
# Moved, but to where is not in the words that follow: "extended by six months".
SHIFTED = re.compile(
    r"(?<![a-z])(?:extended|moved|revised|rescheduled|shifted|repoussee?s?|prolongee?s?|decalee?s?|etendue?s?)(?![a-z])"
)
LATEST_BEFORE = re.compile(
    r"(?<![a-z])(?:or |ou )?(?:at the latest|at latest|no later than|not later than|au plus tard|pas plus tard que)"
    r"(?: (?:by|in|on|en|le|a|au))?(?![a-z])"
)
EARLIEST = re.compile(
    r"(?<![a-z])(?:at the earliest|at earliest|not before|no earlier than|not earlier than|au plus tot"
    r"|pas avant)(?![a-z])"
)


def is_ended(folded: str) -> bool:
    """Whether the words say that nothing is due any more, and to no other day."""
    return bool(ENDED.search(folded)) and not _DENIED.search(folded)


def span_of(text: str, year: int | None = None) -> Span | None:
    """The date of a whole text; where it names no year, in the year that is known."""
    found = symbols(fold(text.strip(_TRIM)))
    if not found:
        return None
    return date_meant(found) or (completed(found, year) if year else None)


def moved_to(text: str, before: date | None) -> Span | None:
    """The date that holds after "moved to" and the like; None where the text says nothing of the kind.

    Without a year it is that of the date before, or the next year where that would be earlier.
    """
    found = MOVED.search(fold(text))
    if found is None:
        return None
    rest = text[found.end() :]
    if before is None:
        return span_of(rest)
    span = span_of(rest, before.year)
    if span and span.last < before and span_of(rest) is None:
        span = span_of(rest, before.year + 1)
    return span


def latest(text: str) -> tuple[str, Span] | None:
    """A text with two dates, of which a marker makes one the latest: the words of the other, and the latest."""
    folded = fold(text)
    found = LATEST_BEFORE.search(folded)
    if found is None:
        return None
    if span := span_of(text[found.end() :]):
        return text[: found.start()].rstrip(_TRIM), span
    parts = re.split(
        r",|;|(?<![a-z])(?:or|ou|(?:and|et)(?= (?:by|in|d'ici|avant|en) ))(?![a-z])", folded[: found.start()]
    )
    if len(parts) < 2 or found.end() < len(folded.rstrip(_TRIM)):
        return None
    start = found.start() - len(parts[-1])
    span = span_of(text[start : found.start()])
    return (text[:start].rstrip(_TRIM).removesuffix(" or").removesuffix(" ou"), span) if span else None
