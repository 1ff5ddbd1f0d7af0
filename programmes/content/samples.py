"""Made-up programmes of any size, plausible in form: the lengths, merges and dates of a committee's own.

The same slug and size give the same programme. Nobody reported what it says, and its
title says that it is made up.
"""

import random
from datetime import date, timedelta
from itertools import count

from programmes.content import (
    Entry,
    Indicator,
    ProgrammeContent,
    Section,
    Step,
    Task,
    Topic,
    number_rows,
)
from wco_tracker.lib import timelines
from wco_tracker.lib.keys import ALPHABET, LENGTH

ROWS_OF_A_SECTION = 40
STARTS, DAYS = date(2019, 7, 1), 3 * 365
STATES = (None, None, "in_progress", "partly_achieved", "achieved", "achieved")
_WORDS = """
    Members customs guidance review progress report working group draft compendium release of goods study
    national experience standards pillar transit risk management e-commerce data model partners framework
    capacity building mission survey questionnaire best practice coordinated border single window tools
""".split()  # noqa: SIM905
_VERBS = ("Develop", "Review", "Monitor", "Prepare", "Examine", "Promote", "Update", "Collect")
_OPEN = ("Ongoing", "Each session", "Annually", "As required")


def sample(slug: str, rows: int, group: str) -> ProgrammeContent:
    """An adopted programme with so many performance indicators, most of them reported on."""
    maker = _Maker(slug)
    tree = ProgrammeContent(
        slug=slug,
        group=group,
        title=f"Made-up work programme {slug}",
        period="2019-2022",
        starts_on="2019-07",
        ends_on="2022-06",
        status="adopted",
        steps=[Step("adopted", "2019-06", "Council")],
        introduction=["This programme is made up, to measure with."],
    )
    left = rows
    for number in count(1):
        if left < 1:
            return number_rows(tree)
        tree.sections.append(maker.section(number, min(left, ROWS_OF_A_SECTION)))
        left -= ROWS_OF_A_SECTION
    raise AssertionError


class _Maker:
    """Draws one programme; keys are the slug's own, so that two samples never share one."""

    def __init__(self, slug: str) -> None:
        self.draw = random.Random(slug)  # noqa: S311
        self.start = "".join(self.draw.choices(ALPHABET, k=LENGTH - 4))
        self.numbers = count()

    def key(self) -> str:
        number = next(self.numbers)
        return self.start + "".join(ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))

    def words(self, least: int, most: int) -> str:
        chosen = self.draw.choices(_WORDS, k=self.draw.randint(least, most))
        return f"{self.draw.choice(_VERBS)} {' '.join(chosen)}"

    def section(self, number: int, rows: int) -> Section:
        made = Section(self.key(), str(number), f"Tasks on {self.words(3, 8)}")
        while rows > 0:
            topic = Topic(self.key(), title := self.words(1, 4), title)
            made.topics.append(topic)
            for _ in range(self.draw.randint(1, 3)):
                here = min(rows, self.draw.randint(1, 3))
                if here > 0:
                    indicators = [self.indicator() for _ in range(here)]
                    topic.tasks.append(Task(self.key(), self.words(6, 25), indicators=indicators))
                rows -= here
        return made

    def indicator(self) -> Indicator:
        due = STARTS + timedelta(self.draw.randrange(DAYS))
        phrase = self.draw.choice(_OPEN) if self.draw.random() < 0.4 else due.strftime("%B %Y")
        return Indicator(
            self.key(),
            self.words(4, 16),
            timelines.read(phrase),
            progress=[self.entry() for _ in range(self.draw.choice((0, 1, 1, 1, 2)))],
        )

    def entry(self) -> Entry:
        on = STARTS + timedelta(self.draw.randrange(DAYS))
        made = Entry(self.key(), self.words(8, 40), f"{on:%Y-%m}", sets_state=self.draw.choice(STATES))
        made.released = self.draw.random() < 0.8
        return made
