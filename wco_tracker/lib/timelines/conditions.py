"""Words beside a date that nobody has to understand, and those among them that would change it."""

import re
from datetime import date

from wco_tracker.lib.timelines.months import MONTHS

CONDITION = re.compile(
    r"(?<![a-z])(?:as (?:and when )?(?:appropriate|necessary|needed|required|requested|relevant|applicable)"
    r"|if|when|whenever|where|once|upon|on (?:request|demand)|as soon as|after|following|subject to"
    r"|depending (?:on|upon)|pending|provided|unless|in case|si|s'il|le cas echeant|au besoin|selon|sauf (?:si"
    r"|annulation|avis contraire)"
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
_ORDINAL = "[0-9]{1,3}(?:st|nd|rd|th|e|eme|er|ere)"
_SESSION = re.compile(
    r"(?:before|prior to|ahead of|by|at|during|for|avant|d'ici|lors de|pour|a) (?:the |la |le )?"
    rf"{_ORDINAL}(?:(?: ?/ ?| and | et ){_ORDINAL})? (?:[a-z]+ ){{0,3}}"
    r"(?:sessions?|meetings?|reunions?|ptc|ctp|pc|swg)(?![a-z])[^0-9]*"
)
_BEFORE_AN_EVENT = re.compile(r"(?:before|prior to|ahead of|avant) [^0-9]+")
_SEASONS = (
    "spring|summer|autumn|fall|winter|printemps|automne|hiver|easter|christmas|ramadan|paques|noel"
    "|l'ete|d'ete|(?:fin|debut|mi) ete|(?:fin|debut|mi)-ete|ete(?= (?:19|20|21)[0-9]{2})"
)
_TIME_OF_YEAR = re.compile(rf"(?<![a-z])(?:{'|'.join(MONTHS)}|{_SEASONS}|ete)(?![a-z])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_MONTH_OF_YEAR = re.compile(r"(?<![a-z])([a-z]{3,10})\.? +((?:19|20|21)[0-9]{2})(?![0-9])")
# "may", "mars" and "sept" are other words too.
_BARE_MONTH = "|".join(sorted(set(MONTHS) - {"may", "sept", "mar", "dec"}))
_PERIOD = "(?:year|month|week|quarter|half|annee|an|mois|semaine|trimestre|semestre)"
_OTHER_TIME = re.compile(
    rf"[0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9a-z])|(?<![a-z0-9])(?:[qt][1-4]|[hs][12])(?![0-9a-z])"
    rf"|(?<![a-z])(?:(?:{_BARE_MONTH})\.?(?! *(?:19|20|21)[0-9]{{2}})"
    r"|(?:^|in|by|of|end|to|or|and|until|from|since|[0-9]) may(?! *(?:19|20|21)[0-9]{2})|may$"
    rf"|{_SEASONS}|quarters?|trimestres?|semesters?|semestres?"
    rf"|(?:next|following|same|subsequent|later|previous|coming|this|that|prochaine?|meme) {_PERIOD}s?"
    rf"|{_PERIOD}s? (?:later|after|earlier|before|plus tard|plus tot|suivante?s?|prochaine?s?|d'apres)"
    rf"|(?:end|fin)(?: of| de| d)?[ '-](?:the |l'|la |le )?{_PERIOD}|year[ -]end"
    r"|(?:next|following|prochaine?|suivante?) (?:session|meeting|ptc|ctp|council|conseil|reunion)"
    r"|(?:session|meeting|reunion)s? (?:suivante?s?|prochaine?s?)"
    r"|[0-9]+ (?:day|week|month|year|jour|semaine|mois|an|annee)s?|ongoing|on-going|continu[a-z]*|en cours"
    r"|permanente?s?|early|mid|mi|middle|milieu|weeks?|semaines?"
    r"|later|latest|plus tard|earliest|earlier|plus tot|onwards?|starting|starts?|start|beginning|begins?|begin"
    r"|commenc[a-z]*|kick[ -]?off|launch|launched|debut|demarrage|lancement|a partir|a compter|depuis)(?![a-z])"
)
_LIKE_A_DATE = re.compile(rf"[0-9]|(?<![a-z])(?:{'|'.join(MONTHS)})(?![a-z])")
_INSTEAD = re.compile(
    r"(?:or|ou)(?![a-z])|.*(?<![a-z])(?:otherwise|else|failing|instead|sinon|a defaut"
    rf"|(?:or|ou) (?:[a-z']+ )?(?:[0-9]|(?:{'|'.join(MONTHS)})(?![a-z])))"
)


def is_like_a_date(words: str) -> bool:
    """Whether folded words hold anything of a date."""
    return bool(_LIKE_A_DATE.search(words) or _OTHER_TIME.search(words))


def is_event(words: str) -> bool:
    """Whether folded words name an event or a condition and no day: "within 12 months of ...", "if required"."""
    event = _BEFORE_AN_EVENT.fullmatch(words) or _SESSION.fullmatch(words)
    return bool((event and not _TIME_OF_YEAR.search(words)) or CONDITION.match(words) or _WITHIN.match(words))


def offers_another_date(condition: str, due_on: date) -> bool:
    """Whether folded words beside a date speak of another, or say that it is only a start."""
    if _INSTEAD.match(condition) or any(int(year) > due_on.year for year in _YEAR.findall(condition)):
        return True
    if _OTHER_TIME.search(condition):
        return True
    return any(
        word in MONTHS and (int(year), MONTHS[word]) > (due_on.year, due_on.month)
        for word, year in _MONTH_OF_YEAR.findall(condition)
    )
