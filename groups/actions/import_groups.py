"""Writes groups and sessions that were read from files (`groups.importing`), all of them or nothing.

What is there already stays as it is: people edit it from then on.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from django.db import transaction

from groups.importing.group_form import GroupForm
from groups.importing.sessions_form import SessionForm, SessionsForm
from groups.models import CommitteeSession, Document, Group, Source, User
from tracking.actions import writing
from tracking.models import ChangeSet, Tracked
from wco_tracker.lib.interchange import Unreadable
from wco_tracker.lib.interchange.types import SourceForm


class Made(NamedTuple):
    """How many of each were not there yet."""

    groups: int
    sessions: int


@transaction.atomic
def import_groups(groups: Sequence[GroupForm], sessions: SessionsForm, *, by: User | None = None) -> Made:
    """Makes the groups and sessions that are not there yet, each with a change set of its own.

    Raises Unreadable where one names a group or session that is neither in the files nor in the system, and
    writes nothing then.
    """
    faults = list(_faults(groups, sessions))
    if faults:
        raise Unreadable(faults)
    there = set(Group.objects.values_list("slug", flat=True))
    new = [form for form in _parents_first(groups) if form.slug not in there]
    for form in new:
        _make_group(form, by)
    held = set(CommitteeSession.objects.values_list("slug", flat=True))
    wanted = [form for form in sessions.sessions if form.slug not in held]
    for session in wanted:
        _make_session(session, by)
    return Made(len(new), len(wanted))


def _faults(groups: Sequence[GroupForm], sessions: SessionsForm) -> Iterator[str]:
    """What the files name and nobody has, one sentence each."""
    named = {form.slug for form in groups}
    bodies = named | set(Group.objects.values_list("slug", flat=True))
    held = {form.slug for form in sessions.sessions}
    held |= set(CommitteeSession.objects.values_list("slug", flat=True))
    if len(named) < len(groups):
        yield "Two files are of the same group."
    for form in groups:
        if form.parent and form.parent not in bodies:
            yield f"Group {form.slug}, parent: there is no group “{form.parent}”."
        for slug in form.sessions:
            if slug not in held:
                yield f"Group {form.slug}, sessions: there is no session “{slug}”."
    for number, session in enumerate(sessions.sessions):
        for slug in session.groups:
            if slug not in bodies:
                yield f"Session {session.slug}, sessions[{number}].groups: there is no group “{slug}”."


def _parents_first(groups: Sequence[GroupForm]) -> list[GroupForm]:
    """The groups in such an order that each comes after the one it reports to; raises Unreadable for a circle."""
    waiting, ordered = list(groups), []
    while waiting:
        slugs = {form.slug for form in waiting}
        ready = [form for form in waiting if form.parent not in slugs]
        if not ready:
            raise Unreadable([f"These groups report to one another in a circle: {', '.join(sorted(slugs))}."])
        ordered += ready
        waiting = [form for form in waiting if form.parent in slugs]
    return ordered


def _make_group(form: GroupForm, by: User | None) -> None:
    parent = Group.objects.get(slug=form.parent) if form.parent else None
    group = Group(slug=form.slug, name=form.name, kind=form.kind, aliases=form.aliases, parent=parent)
    with _importing(group, by) as change_set:
        writing.create(group, change_set=change_set)


def _make_session(form: SessionForm, by: User | None) -> None:
    session = CommitteeSession(
        slug=form.slug,
        name=form.name or "",
        first_number=form.first_number,
        last_number=form.last_number,
        held_on=form.held_on or "",
        ends_on=date.fromisoformat(form.held_until) if form.held_until else None,
        place=form.place or "",
        invented=form.invented,
    )
    with _importing(session, by) as change_set:
        session.source = _source(form.source, change_set)
        groups = Group.objects.filter(slug__in=form.groups)
        writing.create(session, change_set=change_set, links={"groups": groups})


def _importing(row: Tracked, by: User | None) -> AbstractContextManager[ChangeSet]:
    return writing.change(by=by, kind=ChangeSet.Kind.IMPORTED, container=row.container_name)


def _source(form: SourceForm | None, change_set: ChangeSet) -> Source | None:
    if form is None:
        return None
    document = Document.objects.filter(symbol=form.document, language="en", version="").first()
    if document is None:
        document = Document(symbol=form.document, language="en")
        writing.create(document, change_set=change_set)
    source, _ = Source.objects.get_or_create(
        document=document,
        paragraph=form.paragraph or "",
        quote=form.quote or "",
        inferred=form.inferred,
    )
    return source
