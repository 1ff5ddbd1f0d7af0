from datetime import date

import pytest

from wco_tracker.lib.timelines import LONGEST, read

SAME_MEANING = [
    # a day
    (date(2006, 7, 15), "day", "as_printed", ["15 July 2006", "by 15 July 2006", "July 15, 2006",
     "15th July 2006", "le 15 juillet 2006", "au plus tard le 15 juillet 2006",
     "no later than the 15th of July 2006", "15/07/2006", "not later than 15 July 2006", "15.07.2006",
     "15-07-2006", "2006-07-15", "15-Jul-2006", "15 JULY 2006."]),
    (date(2006, 9, 1), "day", "as_printed", ["1 September 2006", "1er septembre 2006", "1ᵉʳ septembre 2006"]),
    (date(2022, 8, 23), "day", "as_printed", ["23/08/2022", "Aug 23, 2022", "23 août 2022", "23 aout 2022"]),
    (date(2006, 7, 14), "day", "day_before", ["before 15 July 2006", "avant le 15 juillet 2006",
     "prior to 15 July 2006"]),
    # a month
    (date(2014, 3, 31), "month", "last_day_of_month", ["mars 2014", "d'ici mars 2014", "d’ici à mars 2014",
     "by March 2014", "by the end of March 2014", "fin mars 2014", "en mars 2014", "MARCH\u00a02014",
     "Mar. 2014", "no later than March 2014", "March 2014 at the latest", "mars 2014 au plus tard",
     "03/2014", "2014-03", "at the March 2014 PTC", "by the PTC in March 2014", "March 2014 PTC sessions",
     "session de mars 2014", "until March 2014", "jusqu'en mars 2014", "• March 2014", "March-2014",
     "for March 2014"]),
    (date(2023, 4, 30), "month", "last_day_of_month", ["xx/04/2023", "XX.04.2023", "04/2023"]),
    (date(2014, 12, 31), "month", "last_day_of_month", ["déc. 2014", "de\u0301cembre 2014", "Decmeber 2014",
     "December Policy Commission 2014"]),
    (date(2016, 2, 29), "month", "last_day_of_month", ["February 2016", "février 2016", "Febuary 2016"]),
    (date(2014, 2, 28), "month", "day_before", ["before March 2014", "avant mars 2014"]),
    (date(2017, 3, 15), "month", "middle_of_month", ["mid-March 2017", "mi-mars 2017"]),
    # a quarter, a half, a year
    (date(2015, 3, 31), "quarter", "last_day_of_quarter", ["1er trimestre 2015", "T1 2015", "Q1 2015",
     "2015 Q1", "first quarter of 2015", "premier trimestre de 2015", "1st quarter 2015", "Q1-2015",
     "Quarter 1, 2015"]),
    (date(2015, 12, 31), "quarter", "last_day_of_quarter", ["last quarter of 2015", "4e trimestre 2015",
     "dernier trimestre 2015", "end of the fourth quarter of 2015"]),
    (date(2017, 6, 30), "half", "last_day_of_half", ["first half of 2017", "premier semestre 2017", "H1 2017",
     "S1 2017", "1er semestre de 2017"]),
    (date(2017, 12, 31), "half", "last_day_of_half", ["second half of 2017", "2nd half of 2017",
     "au second semestre 2017", "deuxième semestre 2017"]),
    (date(2017, 6, 30), "half", "middle_of_year", ["mid-2017", "mi-2017", "middle of 2017"]),
    (date(2015, 12, 31), "year", "last_day_of_year", ["2015", "in 2015", "courant 2015", "end of 2015",
     "avant fin 2015", "before the end of 2015", "by end-2015", "fin d'année 2015", "au plus tard fin 2015",
     "during 2015", "late 2015", "d'ici la fin de l'année 2015", "xx/xx/2015"]),
    (date(2014, 12, 31), "year", "day_before", ["before 2015", "avant 2015"]),
    # a range: its last day
    (date(2019, 12, 31), "year", "last_day_of_range", ["2016-2019", "2016 – 2019", "from 2016 to 2019",
     "de 2016 à 2019", "between 2016 and 2019"]),
    (date(2017, 5, 31), "month", "last_day_of_range", ["March - May 2017", "March-May 2017",
     "de mars à mai 2017", "entre mars et mai 2017", "March through May 2017", "Q4 2016 - May 2017"]),
    (date(2014, 4, 4), "day", "last_day_of_range", ["31 March - 4 April 2014", "3-4 April 2014",
     "du 3 au 4 avril 2014", "03/04/2014 - 04/04/2014"]),
]  # fmt: skip
WITHOUT_A_DAY = [
    ("ongoing", None, ["ongoing", "On going", "on-\ngoing", "en cours", "permanent", "continu", "en continu",
     "Continuously", "Ongoing.", "de façon continue", "on an ongoing basis"]),
    ("periodic", "annual", ["annuel", "Annually", "every year", "chaque année", "yearly",
     "on an annual basis"]),
    ("periodic", "half_yearly", ["half-yearly", "semestriel", "twice a year", "every six months"]),
    ("periodic", "quarterly", ["quarterly", "trimestriel", "chaque trimestre"]),
    ("periodic", "monthly", ["monthly", "mensuel", "tous les mois"]),
    ("periodic", "periodic", ["périodiquement", "regularly", "on a regular basis", "régulièrement"]),
    ("session", "each_session", ["at each session", "each PTC session", "à chaque session", "every PTC",
     "at each session of the PTC", "toutes les sessions", "à chaque réunion du CTP", "subsequent PTCs"]),
]  # fmt: skip
EVENTS = [
    "within 12 months", "within 12 months of the adoption", "Within twelve (12) months of March 2014",
    "dans les 12 mois suivant l'adoption", "dans un délai de 6 mois", "6 months after the Council",
    "as appropriate", "le cas échéant", "if updating is required", "si nécessaire", "dès que possible",
    "after the June 2015 Council Sessions", "before the June 2015 Council", "before the adoption",
    "upon request", "sous réserve de l'approbation du Conseil",
]  # fmt: skip
UNREAD = [
    "", " \n ", "29/06", "28-Jun", "Jan 20", "June", "15 July", "before June", "TBD", "12 months",
    "In progress",
    # two dates, or one that contradicts itself
    "March or May 2017", "March/May 2017", "March 2014 or 2015", "2016/2017", "2016-17",
    "June 2015 (or October 2015)", "June 2015 (October 2016)",
    "June 2015 if ready, otherwise October", "May - March 2017", "2019-2016", "2016-2017-2018",
    "- 2014", "- December 2014",
    "30 February 2017", "31/06/2017", "13/13/2017", "Q5 2017", "5th quarter 2017", "0 quarter 2017",
    "00/2017", "Annual (quarterly)", "Ongoing (June 2015)", "Ongoing, June 2015",
    # which of two it means is not in the phrase
    "spring 2016", "printemps 2016", "summer 2016", "à l'été 2016", "Fall 2016", "automne 2016", "winter 2016",
    "early 2018", "début 2018", "2010-12", "3-5/2017", "15 July 06", "biannual",
    "early March 2017",
    # a start is not a due day
    "from March 2014", "since 2013", "dès mars 2014", "à partir de 2014", "starting March 2014",
    # slips that lead nowhere or to two months
    "Jule 2017", "Jumy 2017", "Mary 2017", "Pune 2017", "Xyz 2017", "Ma 2017",
    # more than was understood
    "June 2015*", "June 2015?", "approximately June 2015", "June 2015 Lyon", "[June 2015]", "1² May 2017",
    "٢٠١٤", "June 2015)", "(June 2015", "June 2015 (a", "June (2015)", "not before June 2015",
    "before mid-2017", "20\u0336" + "15", "June\x00 2015", "June 2015 (if\x00)", "June 2015 (if\ud800)",
    "June 2015" + " " * LONGEST,
]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "due_on", "precision", "derived"),
    [(phrase, due, unit, how) for due, unit, how, phrases in SAME_MEANING for phrase in phrases],
)
def test_a_date_is_due_on_the_last_day_meant(phrase, due_on, precision, derived):
    meant = read(phrase)
    assert (meant.kind, meant.due_on, meant.precision, meant.derived) == (
        "by_date",
        due_on,
        precision,
        derived,
    )
    assert (meant.recurrence, meant.condition) == (None, None)


@pytest.mark.parametrize(
    ("phrase", "kind", "recurrence"),
    [(phrase, kind, recurrence) for kind, recurrence, phrases in WITHOUT_A_DAY for phrase in phrases],
)
def test_a_recurrence_has_no_day(phrase, kind, recurrence):
    meant = read(phrase)
    assert (meant.kind, meant.recurrence) == (kind, recurrence)
    assert (meant.due_on, meant.precision, meant.condition, meant.derived) == (None, None, None, None)


@pytest.mark.parametrize("phrase", EVENTS)
def test_an_event_is_a_condition_without_a_day(phrase):
    meant = read(phrase)
    assert (meant.kind, meant.condition, meant.due_on) == ("conditional", phrase, None)


@pytest.mark.parametrize("phrase", ["at its next session", "à sa prochaine session", "next PTC"])
def test_the_next_session_is_a_session_without_a_recurrence(phrase):
    meant = read(phrase)
    assert (meant.kind, meant.recurrence, meant.condition, meant.due_on) == ("session", None, phrase, None)


@pytest.mark.parametrize("phrase", UNREAD)
def test_what_is_not_understood_is_unread(phrase):
    meant = read(phrase)
    assert (meant.phrase, meant.kind, meant.due_on, meant.precision) == (phrase, "unread", None, None)
    assert (meant.recurrence, meant.condition, meant.derived) == (None, None, None)


@pytest.mark.parametrize(
    ("phrase", "kind", "recurrence", "condition"),
    [
        ("June 2015, if required", "by_date", None, "if required"),
        ("juin 2015 (le cas échéant)", "by_date", None, "le cas échéant"),
        ("June 2015 subject to the Council's approval", "by_date", None, "subject to the Council's approval"),
        ("June 2015 (first draft) (PTC/EC)", "by_date", None, "first draft; PTC/EC"),
        ("June 2015 (drafts (two) only)", "by_date", None, "drafts (two) only"),
        ("June 2015 (after the October 2013 PTC)", "by_date", None, "after the October 2013 PTC"),
        ("June 2015 (30/06/2015)", "by_date", None, "30/06/2015"),
        ("June 2015 ()", "by_date", None, None),
        ("June 2015 and annually thereafter", "by_date", "annual", None),
        ("June 2015, and subsequent PTCs as appropriate", "by_date", "each_session", "as appropriate"),
        ("juin 2015 (puis chaque année)", "by_date", "annual", "puis chaque année"),
        ("Ongoing (annual)", "ongoing", "annual", "annual"),
        ("Annual (starting 2016)", "periodic", "annual", "starting 2016"),
        ("once a year as appropriate", "periodic", "annual", "as appropriate"),
        ("Ongoing, as appropriate", "ongoing", None, "as appropriate"),
    ],
)
def test_a_condition_stands_beside_what_it_qualifies(phrase, kind, recurrence, condition):
    meant = read(phrase)
    assert (meant.kind, meant.recurrence, meant.condition) == (kind, recurrence, condition)
    assert meant.due_on == (date(2015, 6, 30) if kind == "by_date" else None)
