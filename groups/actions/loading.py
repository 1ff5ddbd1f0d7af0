"""Puts groups and sessions in place from their interchange forms (design/interchange.md, Group)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from groups.models import CommitteeSession, Document, Group, Source


class UnknownForm(ValueError):
    """A file that is not of the form it should be."""


@transaction.atomic
def put_groups(forms: Sequence[Mapping[str, Any]]) -> int:
    """Makes the groups that are not there yet, then their parents; returns how many it made.

    What is there stays as it is: people edit it from then on.
    """
    made = []
    for form in forms:
        if form.get("format") != "wco-tracker/group":
            raise UnknownForm("“format” must be wco-tracker/group")
        group, new = Group.objects.get_or_create(
            slug=form["slug"],
            defaults={"name": form["name"], "kind": form["kind"], "aliases": form.get("aliases", [])},
        )
        if new:
            made.append((group, form.get("parent")))
    for group, parent in made:
        if parent:
            group.parent = Group.objects.get(slug=parent)
            group.save()
    return len(made)


@transaction.atomic
def put_sessions(form: Mapping[str, Any]) -> int:
    """Makes the sessions that are not there yet, with the source that names each; returns how many it made."""
    if form.get("format") != "wco-tracker/sessions":
        raise UnknownForm("“format” must be wco-tracker/sessions")
    made = 0
    for item in form["sessions"]:
        if CommitteeSession.objects.filter(slug=item["slug"]).exists():
            continue
        session = CommitteeSession.objects.create(
            slug=item["slug"],
            name=item.get("name") or "",
            first_number=item.get("first_number"),
            last_number=item.get("last_number"),
            held_on=item.get("held_on") or "",
            ends_on=item.get("held_until"),
            place=item.get("place") or "",
            invented=item.get("invented", False),
            source=_source(item.get("source")),
        )
        session.groups.set(Group.objects.filter(slug__in=item["groups"]))
        made += 1
    return made


def _source(form: Mapping[str, Any] | None) -> Source | None:
    if not form or not form.get("document"):
        return None
    document, _ = Document.objects.get_or_create(symbol=form["document"], language="en", version="")
    source, _ = Source.objects.get_or_create(
        document=document,
        paragraph=form.get("paragraph") or "",
        quote=form.get("quote") or "",
        inferred=bool(form.get("inferred")),
    )
    return source
