"""Raises the version of a programme whose pages show a name or a date that stands in another table.

People, groups, sessions, documents and plans are saved in many ways (administration, seeds, imports), and the
pages that show them are cached under the programme's version: Django's signals of these rows raise it.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save, pre_delete

from groups.models import CommitteeSession, Document, Group, Person
from programmes.models import (
    ProgressEntry,
    StrategicActivity,
    StrategicGoal,
    StrategicPlan,
    Topic,
    WorkProgramme,
)
from tracking.actions import writing

# Which programmes show something of a row of that table.
SHOWN_BY: dict[type[models.Model], Callable[[Any], Q]] = {
    Group: lambda row: Q(group=row.pk),
    CommitteeSession: lambda row: Q(group__in=row.groups.values("pk")),
    Document: lambda row: Q(document=row.pk),
    Person: lambda row: (
        Q(pk__in=Topic.objects.filter(officer=row.pk).values("section__programme"))
        | Q(
            pk__in=ProgressEntry.objects.filter(author=row.pk).values(
                "indicator__task__topic__section__programme"
            )
        )
    ),
    StrategicPlan: lambda row: Q(plan=row.pk),
    StrategicGoal: lambda row: Q(plan=row.plan_id),
    StrategicActivity: lambda row: Q(sections__activity=row.pk),
}


def raise_those(shown: Q) -> None:
    """Raises the versions of the programmes that meet the condition."""
    writing.raise_versions(WorkProgramme.objects.filter(shown).only("pk"))


def _saved(sender: type[models.Model], instance: Any, created: bool = False, **_: Any) -> None:
    if not created:  # a new row is shown nowhere yet
        raise_those(SHOWN_BY[sender](instance))


def _sits(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any) -> None:
    """A session got a group or lost one."""
    if action in ("post_add", "post_remove"):
        raise_those(Q(group=instance.pk) if reverse else Q(group__in=pk_set))
    elif action == "pre_clear":
        raise_those(Q(group=instance.pk) if reverse else SHOWN_BY[CommitteeSession](instance))


def connect() -> None:
    """Called once, when the apps are ready."""
    for model in SHOWN_BY:
        post_save.connect(_saved, sender=model, dispatch_uid=f"renewing-{model.__name__}")
        pre_delete.connect(_saved, sender=model, dispatch_uid=f"renewing-gone-{model.__name__}")
    m2m_changed.connect(_sits, sender=CommitteeSession.groups.through, dispatch_uid="renewing-sessions")
