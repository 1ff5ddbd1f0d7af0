"""What a phrase says of its own date: it was moved, another is the latest, nothing is due any more.

All of it reads folded text without brackets. A change that is not plainly stated leaves the phrase unread.
"""

import re
from datetime import date

from wco_tracker.lib.timelines.bodies import body, by_date, dated
from wco_tracker.lib.timelines.conditions import is_like_a_date
from wco_tracker.lib.timelines.meaning import Timeline
from wco_tracker.lib.timelines.spans import Span, completed, date_meant
from wco_tracker.lib.timelines.words import symbols

TRIM = " .,;:-"


def _forms(stems: str) -> str:
    """French participles in their four forms."""
    return "|".join(f"{stem}e?s?" for stem in stems.split())


_SUSPENDED = "postponed|deferred|" + _forms("reporte differe ajourne")
_ENDING = (
    "cancell?ed|suspended|abandoned|withdrawn|discontinued|(?:put )?on hold|dropped|deleted|removed|stopped"
    "|terminated|superseded|shelved|in abeyance|void|cancell?ation|no longer (?:needed|required|relevant|applicable)"
    "|not (?:needed|required) any ?more"
    f"|{_forms('annule suspendu abandonne interrompu retire supprime arrete')}|en suspens|annulation|abandon"
    "|sans objet|caducs?|caduques?|(?:n'est |ne sont )?plus (?:necessaires?|requise?s?|pertinente?s?)"
)
_LATER = (
    "extended|extension|prolonged|delayed|pushed(?: back| out)?|put (?:back|off)|carried over|slipped|set back"
    f"|{_SUSPENDED}|{_forms('repousse prolonge decale proroge retarde rallonge etendu')}|prolongation|prorogation"
)
_EARLIER = "brought forward|" + _forms("avance")
_EITHER = f"moved|rescheduled|shifted|carried forward|pushed forward|{_forms('deplace')}"
_AMENDED = "revised|changed|amended|adjusted|updated|transferred|advanced|" + _forms(
    "modifie revise remis renvoye transfere"
)
_DATE = (
    "(?:(?:due |target |completion )?(?:date|deadline|timeline)|echeance|date(?: limite)?|delai|calendrier)"
)
_TO = "(?:to|until|till|a|au|jusqu'a|jusqu'au|jusqu'en)"
# From here on stands the date that holds: "extended to", "reporté à", "now", "new deadline:".
MOVED = re.compile(
    rf"(?<![a-z])(?:(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER})|{_EITHER}) (?:{_TO}|for|pour|en)"
    rf"|(?:{_AMENDED}) {_TO}|report (?:a|au|jusqu'a|jusqu'au|jusqu'en)"
    rf"|(?:replaced (?:by|with)|{_forms('remplace')} par|revised ?:|revised {_DATE}(?: is)? ?:?"
    rf"|new {_DATE}(?: is)? ?:?"
    r"|nouvelle echeance ?:?|nouvelle date(?: limite)? ?:?|nouveau delai ?:?|now(?: due)?(?: by)? ?:?|desormais))"
    r"(?![a-z'])"
)
_SHIFTED = re.compile(rf"(?<![a-z])(?:{_LATER}|{_EARLIER}|{_EITHER}|revised)(?![a-z])")
_ENDED = re.compile(rf"(?<![a-z])(?:{_ENDING}|{_SUSPENDED})(?![a-z])")
_NOT = (
    "(?:not|unless|if|never|ne|non|pas|sauf(?: si)?|si|until|jusqu'a)"
    "(?: (?:yet|be|been|to|it|is|they|are|encore|ete|il|elle|est|a|n'est))*"
)
_DENIED = re.compile(rf"(?<![a-z]){_NOT} (?:{_ENDING}|{_SUSPENDED}|{_LATER}|{_EITHER})(?![a-z])")
# What may follow "cancelled": by whom, when, why.
_REASON = re.compile(
    r"(?:by|on|in|at|due|because|owing|see|voir|until further notice|sine die|indefinitely|following|as"
    r"|for lack|until new"
    r"|par|le|en|lors|suite|faute|pour cause|jusqu'a nouvel ordre)(?![a-z])"
)
_FILLING = re.compile(
    rf"(?<![a-z])(?:originally|initially|initialement|a l'origine|previously|was|were|is|has|have|had|been"
    rf"|if possible|si possible"
    rf"|a ete|ont ete|est|sont|and|et|again|then|puis|{_DATE}|now|but|mais|l'|la|le|the|definitively|definitivement"
    r"|cancelled|canceled|annulee?s?|meeting|reunion|this|ce|cette|task|activity|item|tache|activite)(?![a-z])"
)
_LATEST = re.compile(
    r"(?<![a-z])(?:at the (?:very )?latest|at latest|latest|no later than|not later than|au plus tard"
    r"|pas plus tard (?:que|qu'en))(?: (?:by|in|on|en|le|a|au|pour))?(?![a-z])"
)
_PREFERENCE = re.compile(
    r"(?<![a-z])(?:preferably|ideally|otherwise|if not|but|and|or|in any (?:case|event)|de preference|idealement"
    r"|sinon|mais|et|ou|en tout (?:cas|etat de cause)|de toute facon)(?![a-z])"
)
_PARTED = re.compile(r"[,;]| - |(?<![a-z])(?:or|ou|and|et|otherwise|sinon|but|mais)(?![a-z])")
EARLIEST = re.compile(
    r"(?<![a-z])(?:at the (?:very )?(?:earliest|soonest)|at earliest|not (?:before|until)|not? (?:earlier|sooner) than"
    r"|au plus tot|pas avant)(?![a-z])"
)


def changed(phrase: str, text: str) -> Timeline | None:
    """What becomes of a date that was moved, given up, or has a later one beside it; None where none was."""
    claimed = _DENIED.sub(lambda words: "-" * len(words[0]), text)
    if MOVED.search(text):
        if claimed != text:
            return Timeline(phrase, "unread")
        if span := _moved_to(phrase, text):
            return by_date(phrase, span)
    if found := _ENDED.search(claimed):
        return Timeline(phrase, "ended" if _is_all_ended(phrase, claimed, found) else "unread")
    if _SHIFTED.search(claimed):
        return Timeline(phrase, "unread")
    return _latest(phrase, text)


def _without(pattern: re.Pattern[str], text: str) -> str:
    return " ".join(pattern.sub(" ", text).split()).strip(TRIM)


def _moved_to(phrase: str, text: str) -> Span | None:
    """The last of the dates it was moved to; each has to be understood, and so has what stands before them."""
    moves = list(MOVED.finditer(text))
    first = _without(_FILLING, _without(_ENDED, text[: moves[0].start()]))
    before = body(phrase, first) if first else None
    if first and before is None:
        return None
    due, span = before.due_on if before else None, None
    for move, following in zip(moves, [*moves[1:], None], strict=True):
        words = text[move.end() : following.start() if following else None]
        span = _moved_by(move, _without(_FILLING, words) if following else words.strip(TRIM), due)
        if span is None:
            return None
        due = span.last
    return span


def _moved_by(move: re.Match[str], words: str, before: date | None) -> Span | None:
    """The date of one move. Without a year it is that of the date before; where that would turn the move about,
    the next year for "extended" and the like, the year before for "brought forward", and none for "moved".
    """
    step = 1 if move["later"] else -1 if move["earlier"] else 0
    whole = span_of(words)
    if whole or before is None:
        turned = whole and before and (whole.last - before).days * step < 0
        return None if turned else whole
    span = span_of(words, before.year)
    if span and (span.last - before).days * (step or 1) <= 0:
        return span_of(words, before.year + step) if step and span.last != before else None
    return span


def span_of(words: str, year: int | None = None) -> Span | None:
    """The date of folded words; where they name no year, in the year that is known."""
    found = symbols(words.strip(TRIM))
    if not found:
        return None
    return date_meant(found) or (completed(found, year) if year else None)


def _is_all_ended(phrase: str, text: str, found: re.Match[str]) -> bool:
    """Whether "cancelled" is said of all that is due, and of nothing else."""
    before, after = _without(_FILLING, text[: found.start()]), text[found.end() :].strip(TRIM)
    if before and not body(phrase, before):
        return False
    rest = _without(_FILLING, _without(_ENDED, after)).strip("/")
    return not rest or bool(_REASON.match(after)) or (not before and body(phrase, rest) is not None)


def _latest(phrase: str, text: str) -> Timeline | None:
    """A text with two dates, of which a marker makes one the latest."""
    found = _LATEST.search(text)
    if found is None or body(phrase, text):
        return None
    before, after = text[: found.start()], text[found.end() :].strip(TRIM)
    if not after:
        parts = list(_PARTED.finditer(before))
        if not parts:
            return None
        before, after = before[: parts[-1].start()], before[parts[-1].end() :]
    span, rest = span_of(after), _without(_PREFERENCE, before)
    if span is None:
        return None
    earlier = dated(phrase, rest) if rest else None
    first = earlier.due_on if earlier else None
    if first is None and span.precision != "year" and (known := span_of(rest, span.last.year)):
        first = known.last  # "Q3, at the latest Q4 2018"
    if not rest or (first and first < span.last):
        return by_date(phrase, span)
    return None if is_like_a_date(rest) else by_date(phrase, span)._replace(condition=rest)
