"""What the pages show of a tree: the rendered matrix, counts and bars, prepared for the templates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from groups.models import CommitteeSession
from programmes.content import Indicator, ProgrammeContent, Section, Step, count_standings
from programmes.exports.columns import COLUMNS
from programmes.exports.html import Frame, write_matrix
from programmes.labels import TONES, by_body, matrix_labels, standings, standings_explained
from programmes.models import ProgressEntry, WorkProgramme
from programmes.selectors.access import Access
from wco_tracker.lib.date_words import day, partial


@dataclass(slots=True, frozen=True)
class Count:
    """How many rows stand so; `start` and `share` are per cent of all rows, for the bar."""

    name: str
    label: str
    tone: str
    number: int
    start: float
    share: float
    explained: str

    @property
    def words(self) -> str:
        """ "12 Achieved", in the order of the reader's language."""
        return _("%(number)s %(standing)s") % {"number": self.number, "standing": self.label}


@dataclass(slots=True, frozen=True)
class Bar:
    """A section of the rail: what it is, how many rows it has, and how they stand."""

    key: str
    code: str
    title: str
    number: int
    counts: list[Count]

    @property
    def words(self) -> str:
        """The standings in words."""
        return ", ".join(count.words.lower() for count in self.counts)

    @property
    def drawn(self) -> SafeString:
        """The pieces of the bar: numbers and class names only."""
        return mark_safe(
            "".join(
                [
                    f'<rect x="{count.start}" width="{count.share}" height="5" class="{count.tone}"/>'
                    for count in self.counts
                ]
            )
        )


def counts(rows: Iterable[Indicator]) -> list[Count]:
    """The standings that occur, in the order in which they are shown."""
    return _counter()(rows)


def section_code(section: Section) -> str:
    """The number by which tables and references name a section: the printed one, else its place."""
    return section.number or (section.topics[0].ref.partition(".")[0] if section.topics else "")


def bars(sections: Iterable[Section]) -> list[Bar]:
    """The lines of the rail."""
    count = _counter()
    made = []
    for section in sections:
        rows = list(section.indicators)
        title = section.activity_title or section.heading
        made.append(Bar(section.key, section_code(section), title, len(rows), count(rows)))
    return made


def _counter() -> Callable[[Iterable[Indicator]], list[Count]]:
    """`counts` for many sections: the words are looked up once."""
    labels, explained = standings(), standings_explained()

    def count(rows: Iterable[Indicator]) -> list[Count]:
        found = count_standings(rows)
        total = sum(found.values())
        shown: list[Count] = []
        start = 0.0
        for name, label in labels.items():
            if number := found.get(name):
                share = 100 * number / total
                shown.append(
                    Count(name, label, TONES[name], number, round(start, 2), round(share, 2), explained[name])
                )
                start += share
        return shown

    return count


def render_matrix(
    tree: ProgrammeContent, access: Access, view: str = "", hidden: frozenset[str] = frozenset()
) -> SafeString:
    """The tables of a tree as HTML; `view` is the query of the address, which an edit comes back to.

    `hidden` names columns that are left out, of `exports.columns.HIDEABLE`.
    """
    label = matrix_labels()
    frame = Frame(
        label=label,
        columns=[pair for pair in zip(COLUMNS, label.columns, strict=True) if pair[0] not in hidden],
        base=reverse("programmes:matrix", args=[access.programme.slug]),
        sprite=static("img/standing.svg"),
        may_edit=access.may_edit,
        view=view,
    )
    return write_matrix(tree, frame)


def facts(programme: WorkProgramme, steps: list[Step]) -> list[tuple[str, str]]:
    """What is known of the programme's standing as a document: (strong words, rest)."""
    found = [_fact(step) for step in reversed(steps) if step.status != "draft"]
    if programme.status == WorkProgramme.Status.DRAFT:
        found.insert(
            0, (_("Draft"), _("of %(day)s") % {"day": partial(programme.as_of)} if programme.as_of else "")
        )
    elif programme.as_of:
        found.append((_("Text of"), partial(programme.as_of)))
    if programme.document:
        annex = _("Annex %(annex)s") % {"annex": programme.annex} if programme.annex else ""
        found.append((programme.document.symbol, annex))
        if programme.document.agenda_item:
            found.append((_("Agenda item"), programme.document.agenda_item))
    return found


def _fact(step: Step) -> tuple[str, str]:
    when = partial(step.on) or _("date not recorded")
    label = str(WorkProgramme.Status(step.status).label)
    return label, f"{by_body(step.by)}, {when}" if step.by else when


def judged_words(tree: ProgrammeContent, at: date | None, today: date) -> str:
    """On which day the standings are judged, in words."""
    if at:
        return day(at)
    if tree.closed_on:
        return _("the day it concluded, %(day)s") % {"day": day(tree.closed_on)}
    return _("today, %(day)s") % {"day": day(today)}


def sessions_to_name(programme: WorkProgramme, entries: Iterable[ProgressEntry]) -> list[CommitteeSession]:
    """The sessions an entry can name, newest first: the group's, and any that the row's entries name already.

    A session after the programme's period is among them: the last one reports when the period is over.
    """
    sessions = {session.pk: session for session in CommitteeSession.objects.of_group(programme.group_id)}
    sessions |= {entry.session.pk: entry.session for entry in entries if entry.session}
    return sorted(sessions.values(), key=lambda session: (session.held_on, session.pk), reverse=True)
