"""The charts of a programme as prepared values, and the same numbers as tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.content import Indicator, ProgrammeContent, count_standings
from programmes.content.period import is_far
from programmes.labels import TONES, standings, states
from programmes.presenters.chart_shapes import (
    BAR,
    GAP,
    HEAD,
    TALL,
    TOP,
    Bar,
    Chart,
    Column,
    MovedRow,
    Piece,
    Table,
)
from programmes.presenters.matrix import Count, counts, section_code
from programmes.selectors.compare_dates import Move
from wco_tracker.lib.date_words import day
from wco_tracker.lib.dates import first_day, last_day, last_day_of_month

MOST_MOVES = 12
MOST_COLUMNS = 40


def standings_by_activity(tree: ProgrammeContent) -> Chart:
    """One bar for each section, as long as it has rows."""
    lines = [
        (
            f"{section_code(section)} {section.activity_title or section.heading}".strip(),
            count_standings(section.indicators),
        )
        for section in tree.sections
    ]
    rows = list(tree.indicators)
    legend = counts(rows)
    return Chart(
        "standings",
        _("Standing by Strategic Activity"),
        ngettext(
            "The standing of %(number)s performance indicator: %(counts)s.",
            "The standings of %(number)s performance indicators: %(counts)s.",
            len(rows),
        )
        % {"number": len(rows), "counts": ", ".join(count.words.lower() for count in legend)},
        table=_table(_("Strategic Activity"), lines),
        legend=legend,
        bars=_bars(lines),
    )


def moved(
    filtered: ProgrammeContent, then: ProgrammeContent, moves: Sequence[Move], since: date, at: date
) -> Chart:
    """The rows on both days, and under them from which standing to which they moved."""
    keys = {row.key for row in filtered.indicators}
    before = count_standings(row for row in then.indicators if row.key in keys)
    after = Counter(before)
    changes: Counter[tuple[str, str]] = Counter()
    for move in moves:
        if move.then.standing != move.now.standing:
            changes[move.then.standing, move.now.standing] += 1
            after[move.then.standing] -= 1
            after[move.now.standing] += 1
    named = standings()
    lines: list[tuple[str, dict[str, int]]] = [
        (day(since), before),
        (day(at), {k: n for k, n in after.items() if n}),
    ]
    ordered = sorted(changes.items(), key=lambda item: (-item[1], list(named).index(item[0][1])))
    lines += [
        (_("%(before)s → %(after)s") % {"before": named[old], "after": named[new]}, {new: number})
        for (old, new), number in ordered[:MOST_MOVES]
    ]
    shown = {name for _label, found in lines for name in found}
    number = len(moves)
    return Chart(
        "moved",
        _("What changed since %(day)s") % {"day": day(since)},
        ngettext(
            "Between %(since)s and %(at)s the state, the standing or the timeline of %(number)s row changed.",
            "Between %(since)s and %(at)s the state, the standing or the timeline of %(number)s rows changed.",
            number,
        )
        % {"since": day(since), "at": day(at), "number": number},
        table=_table(_("Day or move"), lines),
        legend=[
            Count(name, label, TONES[name], 0, 0, 0, "") for name, label in named.items() if name in shown
        ],
        bars=_bars(lines),
    )


def due_dates(tree: ProgrammeContent, at: date) -> Chart:
    """A column for each month, quarter or year of the period, as tall as rows are due in it."""
    dated = [(row, row.timeline.due_on) for row in tree.indicators if row.timeline.due_on]
    far = [due for _row, due in dated if is_far(tree, due)]
    dated = [(row, due) for row, due in dated if due not in far]
    days = [due for _row, due in dated]
    starts = first_day(tree.starts_on) if tree.starts_on else min(days, default=None)
    ends = last_day(tree.ends_on) if tree.ends_on else max(days, default=None)
    spans = _spans(min([starts, *days]), max([ends, *days])) if starts and ends else []
    by_span: list[list[Indicator]] = [[] for _span in spans]
    for row, due in dated:
        for place, span in enumerate(spans):
            if span.first <= due <= span.last:
                by_span[place].append(row)
                break
    tallest = max((len(rows) for rows in by_span), default=0) or 1
    columns = [
        _column(span, rows, place, len(spans), tallest)
        for place, (span, rows) in enumerate(zip(spans, by_span, strict=True))
    ]
    shown = [row for rows in by_span for row in rows]
    total = sum(1 for _row in tree.indicators)
    legend = counts(shown)
    busiest = max(columns, key=lambda column: column.total, default=None)
    description = ngettext(
        "%(number)s of %(total)s row has a date.", "%(number)s of %(total)s rows have a date.", len(shown)
    ) % {"number": len(shown), "total": total}
    if busiest and busiest.total:
        description += " " + _("Most are due in %(span)s: %(number)s.") % {
            "span": busiest.full,
            "number": busiest.total,
        }
    if far:
        description += " " + ngettext(
            "%(number)s row is due years outside the period and is not drawn.",
            "%(number)s rows are due years outside the period and are not drawn.",
            len(far),
        ) % {"number": len(far)}
    mark = _mark(spans, at)
    return Chart(
        "due",
        _("Due dates over the period"),
        description,
        table=_table(
            _("Due in"),
            [(column.full, count_standings(rows)) for column, rows in zip(columns, by_span, strict=True)],
        ),
        legend=legend,
        columns=columns,
        mark=mark,
        mark_label=day(at) if mark is not None else "",
    )


def moved_rows(moves: Iterable[Move]) -> list[MovedRow]:
    """Each row that moved, in words."""
    named, set_to = standings(), states()
    found = []
    for move in moves:
        then, now = move.then, move.now
        changes = [
            (_("Standing"), named[then.standing], named[now.standing]),
            (
                _("State"),
                set_to.get(then.state or "", _("none set")),
                set_to.get(now.state or "", _("none set")),
            ),
            (_("Timeline"), then.timeline.phrase, now.timeline.phrase),
        ]
        found.append(MovedRow(now, [change for change in changes if change[1] != change[2]]))
    return found


# --- bars -------------------------------------------------------------------------------------


def _bars(lines: Sequence[tuple[str, dict[str, int]]]) -> list[Bar]:
    longest = max((sum(found.values()) for _label, found in lines), default=0) or 1
    bars = []
    for place, (label, found) in enumerate(lines):
        y = place * (HEAD + BAR + GAP) + HEAD
        bars.append(Bar(label, sum(found.values()), y, _pieces_across(found, longest, y)))
    return bars


def _pieces_across(found: dict[str, int], longest: int, y: int) -> list[Piece]:
    pieces, x = [], 0.0
    for name, label in standings().items():
        if number := found.get(name):
            width = 100 * number / longest
            pieces.append(Piece(name, label, TONES[name], number, round(x, 2), round(width, 2), y, BAR))
            x += width
    return pieces


def _table(first: str, lines: Sequence[tuple[str, dict[str, int]]]) -> Table:
    named = {
        name: label for name, label in standings().items() if any(found.get(name) for _l, found in lines)
    }
    return Table(
        [first, *named.values(), _("Total")],
        [[label, *(found.get(name, 0) for name in named), sum(found.values())] for label, found in lines],
    )


# --- columns ----------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class Span:
    """A month, a quarter or a year."""

    first: date
    last: date
    label: str
    full: str


def _spans(first: date, last: date) -> list[Span]:
    """The narrowest spans of which the time holds few enough; at most MOST_COLUMNS."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if months <= 15 else 3 if months <= 72 else 12
    year, month = first.year, (first.month - 1) // step * step + 1
    spans: list[Span] = []
    while (year, month) <= (last.year, last.month) and len(spans) < MOST_COLUMNS:
        end_month = month + step - 1
        end = last_day_of_month(year, end_month)
        spans.append(Span(date(year, month, 1), end, *_span_words(year, month, step)))
        year, month = (year + 1, 1) if end_month == 12 else (year, end_month + 1)
    return spans


def _span_words(year: int, month: int, step: int) -> tuple[str, str]:
    if step == 12:
        return f"{year % 100:02}", str(year)
    if step == 1:
        return str(month), f"{year}-{month:02}"
    quarter = (month + 2) // 3
    return str(quarter), _("quarter %(quarter)s of %(year)s") % {"quarter": quarter, "year": year}


def _column(span: Span, rows: Iterable[Indicator], place: int, of: int, tallest: int) -> Column:
    found = count_standings(rows)
    share = 100 / of
    x, width = round(place * share + share * 0.1, 2), round(share * 0.8, 2)
    pieces, floor = [], float(TOP + TALL)
    for name, label in standings().items():
        if number := found.get(name):
            height = TALL * number / tallest
            floor -= height
            pieces.append(
                Piece(name, label, TONES[name], number, x, width, round(floor, 2), round(height, 2))
            )
    year = str(span.first.year) if place == 0 or span.first.month == 1 else ""
    if span.full == str(span.first.year):
        year = ""
    middle = round(place * share + share / 2, 2)
    return Column(span.label, year, span.full, sum(found.values()), x, middle, round(floor - 5, 2), pieces)


def _mark(spans: Sequence[Span], at: date) -> float | None:
    for place, span in enumerate(spans):
        if span.first <= at <= span.last:
            inside = (at - span.first).days / ((span.last - span.first).days + 1)
            return round(100 * (place + inside) / len(spans), 2)
    return None
