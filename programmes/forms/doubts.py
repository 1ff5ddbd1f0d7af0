"""What is asked about before it is saved: it can be right, but is more often a slip."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from programmes.content.period import is_far
from programmes.models import WorkProgramme
from wco_tracker.lib import clock
from wco_tracker.lib.date_words import day, partial
from wco_tracker.lib.dates import first_day


def doubtful_due_date(programme: WorkProgramme, due: date | None) -> Iterator[str]:
    """A sentence where a date lies years outside the programme's period."""
    if due and is_far(programme, due):
        yield _("%(day)s lies years outside the programme’s period.") % {"day": day(due)}


def doubtful_achievements(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each state and partial date by which something is achieved in the future."""
    for state, on in entries:
        if state == "achieved" and on and first_day(on) > clock.today():
            yield _("“Achieved” refers to %(day)s, which is still to come.") % {"day": partial(on)}
