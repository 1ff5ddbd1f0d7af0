"""Phrases into symbols: English and French words become one small vocabulary.

`fold` keeps every character in its place, so that words can be cut from the printed text by position.
`symbols` is all or nothing: one word that is not understood, and there are none.
"""

import re
import unicodedata

from wco_tracker.lib.timelines.months import month_number

# "des" is missing on purpose: without its accent it may be "dès" (from), which is a start and no due date.
_SAYINGS = {
    "": "the | of | in | at | on | its | during | in the course of | year | month of | on a | on an"
    " | basis | le | la | les | de | du | en | sa | ses | aux | au cours de | au cours du | courant"
    " | dans le courant de | annee | mois de | lors de | lors du | lors des | sur une base | throughout"
    " | all through | durant | pendant | tout au long de | tout au long du | toute | within | over | sometime in"
    " | some time in | over the course of | throughout the whole of | the whole of | all year | calendar year"
    " | whole year | en cours d'annee | dans le courant du | both | inclus | incluse | inclusive | included",
    "weekday": "monday | tuesday | wednesday | thursday | friday | saturday | sunday | mon | tue | tues | wed"
    " | thu | thur | thurs | fri | sat | sun | lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche"
    " | lun | mer | jeu | ven | sam | dim",
    "by": "by | no later than | not later than | latest by | due | due by | due in | due on | for | on or before"
    " | at or before | by or before | by or on | on or by | at the latest by | latest | at the very latest"
    " | completion by | completion date | to be completed by | to be completed in | expected by | expected in"
    " | planned for | scheduled for | foreseen for | foreseen in | target | deadline is | prevu pour | prevue pour"
    " | prevu en | prevue en | a realiser d'ici | a realiser d'ici a | a achever d'ici | echeance fixee au"
    " | d'ici | d'ici a | d'ici au | d'ici la | au plus tard le | au plus tard en | au plus tard a"
    " | au plus tard au | pas plus tard que | pas plus tard qu'en | pour | deadline | due date | target date"
    " | timeline | echeance | date limite | date butoir | delai",
    "latest": "at the latest | at latest | at the very latest | latest | au plus tard",
    "onwards": "onwards | onward",
    "before": "before | prior to | earlier than | avant",
    "to": "to | until | till | up to | up to and including | through | a | au | jusqu'a | jusqu'au | jusqu'en",
    "from": "from | since | starting | starting from | beginning | as from | as of | a partir de | a partir du"
    " | a compter de | a compter du | depuis",
    "between": "between | entre",
    "and": "and | et | &",
    "end": "end | year end | late | last day | fin | la fin | dernier jour",
    "mid": "mid | middle | mi | milieu",
    "quarter": "quarter | quarters | trimestre | trimestres",
    "half": "half | halves | half year | half years | semester | semesters | semestre | semestres | moitie",
    "o1": "first | premier | premiere",
    "o2": "second | seconde | deuxieme",
    "o3": "third | troisieme",
    "o4": "fourth | quatrieme",
    "o0": "last | final | dernier | derniere",
    "ongoing": "ongoing | on going | continuous | continuously | continual | continually | continuing"
    " | permanent | permanently | permanente | permanents | permanentes | en permanence | en cours"
    " | continu | continue | en continu | de facon continue | de maniere continue | continuellement",
    "biennial": "biennial | biennially | every two years | every 2 years | every second year | every other year"
    " | once every two years | once every 2 years | biennal | biennale | tous les deux ans | tous les 2 ans"
    " | une annee sur deux | un an sur deux",
    "annual": "annual | annually | yearly | every year | each year | once a year | once per year"
    " | per year | per annum | every calendar year | each calendar year | every 12 months | every twelve months"
    " | annuel | annuelle | par an | une fois l'an | une fois par annee | toutes les annees | tous les 12 mois"
    " | tous les douze mois"
    " | annuels | annuelles | annuellement | chaque annee | tous les ans | une fois par an",
    "half_yearly": "half yearly | twice a year | twice per year | twice yearly | two times a year"
    " | every half year | semi annual | semi annually | every six months"
    " | every 6 months | semestriel | semestrielle | semestriellement | chaque semestre | deux fois par an"
    " | deux fois l'an | deux fois par annee"
    " | tous les six mois | tous les 6 mois",
    "quarterly": "quarterly | every quarter | each quarter | every three months | every 3 months | once a quarter"
    " | once per quarter | four times a year | une fois par trimestre"
    " | trimestriel | trimestrielle | trimestriellement | chaque trimestre | tous les trimestres"
    " | tous les trois mois | tous les 3 mois",
    "monthly": "monthly | every month | each month | once a month | once per month | une fois par mois"
    " | mensuel | mensuelle | mensuellement | chaque mois"
    " | tous les mois",
    "weekly": "weekly | every week | each week | once a week | once per week | une fois par semaine"
    " | hebdomadaire | hebdomadairement | chaque semaine"
    " | toutes les semaines",
    "periodic": "periodic | periodical | periodically | regular | regularly | at regular intervals"
    " | periodique | periodiques | periodiquement | regulier | reguliere | regulierement"
    " | a intervalles reguliers",
    "body": "ptc | ptcs | ctp | permanent technical committee | comite technique permanent"
    " | policy commission | pc | commission de politique generale | cpg | council | wco council | conseil"
    " | committee | comite | commission | working group | safe working group | safe wg | swg | wg | sub group"
    " | enforcement committee | capacity building committee | finance committee | audit committee"
    " | harmonized system committee | hsc | tfawg | tfa working group | pscg | private sector consultative group"
    " | data model project team | dmpt | tccv | tcro | virtual working group | comite du systeme harmonise"
    " | comite de la lutte contre la fraude | comite du renforcement des capacites"
    " | safe review sub group | safe sub group | mini group | groupe de travail | groupe de travail safe | session"
    " | sessions | meeting | meetings | reunion | reunions | plenary",
    "each": "each | every | all | chaque | tous les | toutes les",
    "later body": "subsequent sessions | subsequent meetings | subsequent ptcs | following sessions"
    " | following meetings | following ptcs | future sessions | future meetings | sessions suivantes"
    " | reunions suivantes | sessions ulterieures | reunions ulterieures | prochaines sessions"
    " | prochaines reunions",
    "next": "next | prochain | prochaine",
    "thereafter": "thereafter | then | afterwards | ensuite | puis | par la suite",
}
_SYMBOL_OF = {saying.strip(): symbol for symbol, sayings in _SAYINGS.items() for saying in sayings.split("|")}
_SPOKEN = "|".join(
    re.escape(saying).replace(r"\ ", "(?: *- *| +)") for saying in sorted(_SYMBOL_OF, key=len, reverse=True)
)
_NTH = "[0-9]{1,3}(?:st|nd|rd|th|e|eme|er|ere)"
_TOKEN = re.compile(
    r"(?P<gap>[ ,]+|[:;](?= )|(?<=[a-z])\.(?!-)|(?<![a-z])[ld]'(?!ici))"
    r"|(?P<part>(?<![a-z0-9/.-])(?:(?:[qt][1-4]|[hs][12])[-/](?:19|20|21)[0-9]{2}(?![0-9])"
    r"|(?:19|20|21)[0-9]{2}[-/](?:[qt][1-4]|[hs][12])(?![0-9a-z])))"
    r"|(?P<partfirst>(?<![a-z0-9/.-])(?:[1-4]q|[12]h)(?![a-z]|[0-9](?![0-9]{3})))"
    r"|(?P<iso>(?<![0-9/.-])(?:19|20|21)[0-9]{2}(?:[-/.][0-9]{2}"
    r"|(?P<isosep>[-/.])[0-9]{1,2}(?P=isosep)[0-9]{1,2})(?![0-9]|[-/.][0-9]))"
    r"|(?P<numeric>(?<![a-z0-9/.-])(?:(?:[0-9]{1,2}|xx)(?P<sep>[-/.]))?(?:[0-9]{1,2}|xx)"
    r"(?(sep)(?P=sep)|(?:[-/]|(?<=[0-9]{2})\.))(?:19|20|21)[0-9]{2}(?![0-9]|[-/.][0-9]{1,2}(?![0-9/])))"
    r"|(?P<brief>(?<![a-z0-9/.-])[0-9]{1,2}(?P<briefsep>[-/.])[0-9]{1,2}(?P=briefsep)[1-3][0-9](?![0-9]|[-/.]))"
    rf"|(?P<session>(?<![a-z0-9/])(?:[0-9]{{2,3}} ?/ ?)?{_NTH}(?:(?: */ *| and | et ){_NTH})*"
    r" +(?:ptc |ctp |pc |cpg |safe |swg |wg |council )?(?:sessions?|meetings?|reunions?)(?![a-z]))"
    r"|(?P<numbered>(?<![a-z])(?:ptc|ctp|pc|cpg|swg|session|sessions)[ -]?[0-9]{3}(?:[/-][0-9]{3})?(?![0-9/]))"
    r"|(?P<monthyear>(?<![a-z0-9/.-])[a-z]{3,10}(?:\.?-[12][0-9]|/(?:19|20|21)[0-9]{2})(?![0-9a-z/.-]))"
    r"|(?P<spelt>(?<![a-z0-9/.-])[0-9]{1,2}[-/][a-z]{3,10}\.?[-/](?:(?:19|20|21)[0-9]{2}|[1-3][0-9])(?![0-9]|[-/.][0-9]))"
    r"|(?P<year>(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])|'[1-3][0-9](?![0-9]))"
    r"|(?P<ordinal>(?<![0-9])[0-9]{1,3}(?:st|nd|rd|th|er|re|ere|e|eme|nd|nde)(?![a-z]))"
    r"|(?P<number>(?<![0-9])[0-9]{1,2}(?![0-9]))"
    r"|(?P<shorthand>(?<![a-z])(?:[qt][1-4]|[hs][12])(?![0-9a-z]))"
    r"|(?<![a-z])(?P<edge>end-of|end|mid|mi|fin|late)-(?=[a-z0-9])"
    rf"|(?P<saying>(?<![a-z])(?:{_SPOKEN})(?![a-z]))"
    r"|(?P<word>[a-z]+)"
    r"|(?P<dash>-)"
    r"|(?P<strange>.)",
    re.DOTALL,
)
_SPACING = re.compile("(?: *- *| +)")
_ACCENTS = "\u0300\u0301\u0302\u0308\u0327"  # grave, acute, circumflex, diaeresis, cedilla


def _folding() -> dict[int, str]:
    table = {ord(mark): " " for mark in "\t\n\v\f\r\u00a0\u2007\u2009\u202f"}
    table |= {ord(mark): "-" for mark in "\u2010\u2011\u2012\u2013\u2014\u2212"}
    table |= {0x2019: "'", 0x02BC: "'", 0x1D49: "e", 0x02B3: "r"}  # ’ ʼ and 1ᵉʳ
    for code in [*range(ord("A"), ord("Z") + 1), *range(0xC0, 0x180)]:
        plain = unicodedata.normalize("NFD", chr(code))
        if plain[0].isascii() and all(mark in _ACCENTS for mark in plain[1:]):
            table[code] = plain[0].lower()
    return table


_FOLDING = _folding()


def fold(text: str) -> str:
    """Lower case without French accents, one kind of space, dash and apostrophe; as long as the text."""
    return text.translate(_FOLDING)


def symbols(folded: str) -> list[str] | None:
    """The symbols of a folded text, or None if it holds anything that is not understood.

    y2014, m03 and n15 are a year, a month and a number; n201 is a number with its ordinal ending; q1 and h2 a
    quarter and a half, o1 an ordinal in words (o0 the last); the rest are the keys of the table above.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        symbol = _symbol(match.lastgroup or "strange", match)
        if symbol is None:
            return None
        found += symbol.split()
    return found


def _symbol(group: str, match: re.Match[str]) -> str | None:
    text = match[0]
    match group:
        case "gap":
            return ""
        case "session":  # the first of a year, or the 218th of all
            return "turn body" if len(re.split("[a-z]", text)[0]) == 1 else "body"
        case "numbered":
            return "body"
        case "partfirst":
            return text[::-1]
        case "part":
            year, part = sorted(re.split("[-/]", text))
            return f"{_part(part)} y{year}"
        case "brief":
            day, month, short = re.split("[-/.]", text)
            return f"n{int(day)} m{int(month):02} y20{short}"
        case "monthyear" | "spelt":
            return _spelt(*re.split(r"\.?[-/]", text))
        case "iso" | "numeric":
            return _numeric(text)
        case "year":
            return f"y{text}" if len(text) == 4 else f"y20{text[1:]}"
        case "ordinal" | "number":
            return f"n{int(text.rstrip('abcdefghijklmnopqrstuvwxyz'))}"
        case "shorthand":
            return _part(text)
        case "edge":
            return _SYMBOL_OF[text.split("-")[0]]
        case "saying":
            return _SYMBOL_OF[_SPACING.sub(" ", text)]
        case "word":
            month = month_number(text)
            return f"m{month:02}" if month else None
        case "dash":
            return "-"
        case _:
            return None


def _part(text: str) -> str:
    """The French letters of a quarter and a half are t and s."""
    return text.replace("t", "q").replace("s", "h")


def _spelt(*parts: str) -> str | None:
    """15-Jul-2006, 5-Jun-18, Dec-17: a month by its name."""
    *day, word, year = parts
    month = month_number(word)
    in_month = f"m{month:02} y{year if len(year) == 4 else f'20{year}'}" if month else None
    return f"n{int(day[0])} {in_month}" if day and in_month else in_month


def _numeric(text: str) -> str | None:
    """2014-10-31, 2014-10, 31/10/2014, xx/10/2014, 10/2014: the day before the month, as in the papers."""
    parts = re.split("[-/.]", text)
    if len(parts[0]) == 4:
        if len(parts) == 2 and int(parts[1]) > int(parts[0][2:]):
            return None  # 2010-12 may be a month or three years
        parts.reverse()
    *day, month, year = parts
    if month == "xx":
        return f"y{year}" if day in (["xx"], []) else None
    in_month = f"m{int(month):02} y{year}"
    return in_month if day in (["xx"], []) else f"n{int(day[0])} {in_month}"
