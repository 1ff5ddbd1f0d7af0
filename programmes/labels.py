"""The words beside a programme's content, in the reader's language: made here, handed to renderers as values."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programmes.content import Entry, Indicator
from programmes.exports.html import MatrixLabels
from programmes.selectors.trees import SECRETARIAT
from wco_tracker.lib.date_words import day, partial
from wco_tracker.lib.timelines import Timeline

# The class of the stylesheet that a standing wears; its shape has the standing's own name.
TONES = {
    "achieved": "done",
    "achieved_late": "done",
    "on_time": "going",
    "due_soon": "soon",
    "overdue": "late",
    "stale": "soon",
    "no_date": "off",
    "ran_to_the_end": "going",
    "open_at_close": "late",
    "not_needed": "off",
    "discontinued": "off",
    "planned": "off",
}


def standings() -> dict[str, str]:
    """The standings by name, in the order in which they are shown."""
    return {
        "achieved": _("Achieved"),
        "achieved_late": _("Achieved late"),
        "on_time": _("On track"),
        "due_soon": _("Due soon"),
        "overdue": _("Overdue"),
        "stale": _("No recent report"),
        "no_date": _("No date"),
        "ran_to_the_end": _("Continued to the end"),
        "open_at_close": _("Not completed"),
        "not_needed": _("Not needed"),
        "discontinued": _("Discontinued"),
        "planned": _("Planned"),
    }


def standing_tags() -> dict[str, str]:
    """What a row's tag says, by `Indicator.tag`."""
    return {**standings(), "achieved_undated": _("Achieved, date not recorded")}


def undated_explained() -> str:
    """The sentence of the legend on a row that is achieved on an unknown day."""
    return _("Its object is complete. When is not recorded, so it is not known whether it was late.")


def standings_explained() -> dict[str, str]:
    """One sentence on each standing, for the legend."""
    return {
        "achieved": _("Its object is complete."),
        "achieved_late": _("Its object was completed after the date of its timeline."),
        "on_time": _("In progress; not due soon."),
        "due_soon": _("It is due within 60 days."),
        "overdue": _("Its date has passed."),
        "no_date": _("Its timeline is not understood, or was cancelled or postponed without another date."),
        "stale": _("It has no date, and two sessions have passed without an entry."),
        "ran_to_the_end": _("It had no date and ran until the programme concluded."),
        "open_at_close": _("It was not complete when the programme concluded."),
        "not_needed": _("It was decided that it is not needed."),
        "discontinued": _("It was discontinued."),
        "planned": _("The programme is not adopted yet."),
    }


def states() -> dict[str, str]:
    """The states an entry can set."""
    return {
        "achieved": _("Achieved"),
        "partly_achieved": _("Partly achieved"),
        "in_progress": _("In progress"),
        "not_needed": _("Not needed"),
        "discontinued": _("Discontinued"),
    }


def kinds() -> dict[str, str]:
    """The kinds of timelines."""
    return {
        "by_date": _("By a date"),
        "ongoing": _("Ongoing"),
        "periodic": _("Periodic"),
        "session": _("At sessions"),
        "conditional": _("On a condition"),
        "ended": _("Cancelled or postponed"),
        "unread": _("Not understood"),
    }


def recurrences() -> dict[str, str]:
    """How often a periodic timeline comes round."""
    return {
        "biennial": _("every two years"),
        "annual": _("every year"),
        "half_yearly": _("every half year"),
        "quarterly": _("every quarter"),
        "monthly": _("every month"),
        "weekly": _("every week"),
        "each_session": _("at each session"),
        "periodic": _("from time to time"),
    }


def columns() -> tuple[str, str, str, str, str]:
    """The five columns of a work programme."""
    return _("Topic"), _("Tasks"), _("Performance Indicators"), _("Timeline"), _("Progress")


def reading(timeline: Timeline) -> str:
    """What the phrase was understood to mean, as a sentence for the person who types it."""
    if timeline.kind == "unread":
        return _("Not understood: it is shown as written, and no deadline follows from it.")
    if timeline.kind == "ended":
        return _("Cancelled or postponed without another date: no deadline follows from it.")
    words = kinds()[timeline.kind]
    if timeline.due_on:
        words = _("Due %(day)s") % {"day": day(timeline.due_on)}
    parts = [words]
    if timeline.recurrence:
        parts.append(recurrences()[timeline.recurrence])
    if timeline.condition:
        parts.append(_("on the condition “%(words)s”") % {"words": timeline.condition})
    return ", ".join(parts) + "."


def due_notes() -> Callable[[Timeline], str]:
    """The function that gives the day that is due, "" where the phrase says it in the reader's own words.

    The language, the one now active, is looked up once, not for every timeline.
    """

    def note(timeline: Timeline) -> str:
        if not timeline.due_on:
            return ""
        due = day(timeline.due_on)
        return "" if timeline.precision == "day" and due in timeline.phrase else due

    return note


def by_body(name: str) -> str:
    """ "by the Council": bodies that take steps have a name in the reader's language, others are shown as recorded."""
    known = {
        "Council": _("by the Council"),
        "Secretariat": _("by the Secretariat"),
        "Policy Commission": _("by the Policy Commission"),
        "Permanent Technical Committee": _("by the Permanent Technical Committee"),
    }
    body, bracket, rest = name.partition(" (")  # "Council (invented for training)"
    known_body = known.get(body)
    return f"{known_body}{bracket}{rest}" if known_body else _("by the %(body)s") % {"body": name}


def author(name: str) -> str:
    """A person's name as it is; the secretariat's in the reader's language."""
    return _("Secretariat") if name == SECRETARIAT else name


def number_words(text: str) -> str:
    """A decimal as the reader's language writes it: "1,000.5", "1 000,5"; any other text as it is."""
    try:
        return str(number_format(Decimal(text), force_grouping=True))
    except InvalidOperation:
        return text


def entry_notes() -> Callable[[Entry, Indicator], str]:
    """The function that gives the line under an entry: its time, author, number and new state; "" for none.

    The words are looked up once, in the language now active, and not for every entry.
    """
    named, by, inferred = states(), _("by %(name)s"), _("%(state)s (read from the text)")

    def note(entry: Entry, row: Indicator) -> str:
        parts = [partial(entry.reported_on)] if entry.reported_on else []
        if entry.author:
            parts.append(by % {"name": author(entry.author)})
        if entry.number:
            parts.append(
                " ".join(part for part in (number_words(entry.number), row.unit, entry.period) if part)
            )
        if entry.sets_state:
            state = named[entry.sets_state]
            parts.append(inferred % {"state": state} if entry.state_inferred else state)
        return " · ".join(parts)

    return note


def matrix_labels() -> MatrixLabels:
    """The words in the language now active."""
    return MatrixLabels(
        columns=columns(),
        singular=(_("Topic"), _("Task"), _("Performance indicator"), _("Timeline"), _("Progress")),
        standings=standing_tags(),
        tones=TONES,
        due=pgettext("before a date", "Due"),
        internal=_("Internal until released"),
        changed=_("Changed since its release"),
        edit=_("Edit"),
        history=_("History"),
        target=_("Target: %(number)s %(unit)s"),
        entry_note=entry_notes(),
        due_note=due_notes(),
    )
