"""A committee that everybody knows of, and beside it a group whose every container is hidden, tied to it by links."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from groups.models import CommitteeSession, Document, Group, Membership, Person, User
from programmes.models import (
    Indicator,
    SavedView,
    SessionReview,
    Topic,
    TopicContinuation,
    WorkProgramme,
)
from tests.rows import create
from tests.tracking.admin.conftest import ENTRY, form_of, put
from tracking.actions import writing
from tracking.models import ChangeSet

WORD = "zanzibar"  # in every text of what is hidden
SLUG, SESSION = "zanzibar-programme", "zanzibar-session"


@dataclass(frozen=True)
class World:
    """What is there: the committee's programme, and what is hidden."""

    open: WorkProgramme
    hidden: WorkProgramme


def _hidden_form(letter: str) -> dict[str, Any]:
    form = form_of(SLUG, "zanzibar-group", letter, "adopted", {**ENTRY, "text": "Zanzibar entry"})
    form |= {"title": "Zanzibar programme", "visibility": "secretariat", "introduction": ["Zanzibar words"]}
    section = form["sections"][0]
    section["heading"] = "Zanzibar section"
    topic = section["topics"][0]
    topic |= {"title": "Zanzibar topic, transit", "officer": "Zanzibar officer"}
    topic["tasks"][0]["text"] = "Zanzibar task, transit"
    topic["tasks"][0]["indicators"][0]["text"] = "Zanzibar indicator, transit"
    return form


@pytest.fixture
def world(ptc: Any, officer: User) -> World:
    """One hidden container of every kind, and all the links between hidden rows and open ones."""
    from programmes.actions.import_programme import import_programme
    from programmes.importing.interchange import from_value

    held = create(CommitteeSession, slug="ptc-2016-10", held_on="2016-10")
    group = create(
        Group, slug="zanzibar-group", name="Zanzibar group", kind="mini_group", visibility="secretariat"
    )
    session = create(
        CommitteeSession, slug=SESSION, name="Zanzibar session", held_on="2016-12", visibility="secretariat"
    )
    held.groups.set([ptc, group])
    session.groups.add(group)
    create(Document, symbol="ZANZIBAR1", title="Zanzibar paper", group=group, visibility="secretariat")
    opened = put("ptc-test", "ptc", "a", "adopted", ENTRY)
    import_programme(from_value(_hidden_form("c")), by=None)
    hidden = WorkProgramme.objects.get(slug=SLUG)
    ours, theirs = Topic.objects.get(key="topicaaaaa"), Topic.objects.get(key="topicaaaac")
    TopicContinuation.objects.create(topic=ours, earlier=theirs, how="reworded")
    TopicContinuation.objects.create(topic=theirs, earlier=ours, how="reworded")
    _remembered(hidden, held, officer)
    return World(opened, hidden)


def _remembered(hidden: WorkProgramme, held: CommitteeSession, officer: User) -> None:
    """What the officer did in the hidden programme while they served its group, and what others shared there."""
    row = Indicator.objects.get(key="indicatorc")
    with writing.change(by=officer, kind=ChangeSet.Kind.EDITED, container=hidden, row=row.key) as change_set:
        row.unit = "Zanzibar units"
        writing.save(row, revision=row.revision, change_set=change_set)
        SessionReview.objects.create(session=held, indicator=row, change_set=change_set)
    LogEntry.objects.create(
        user=officer,
        content_type=ContentType.objects.get_for_model(WorkProgramme),
        object_id=str(hidden.pk),
        object_repr="Zanzibar programme",
        action_flag=CHANGE,
        change_message="[]",
    )
    colleague = create(Person, name="Zanzibar colleague")
    create(Membership, group=hidden.group, person=colleague, role="officer")
    owner = User.objects.create_user("zanzibar@example.org", "a pass phrase", person=colleague, is_staff=True)
    for shared in (True, False):
        SavedView.objects.create(programme=hidden, owner=owner, name=f"Zanzibar view {shared}", shared=shared)
    SavedView.objects.create(programme=hidden, owner=officer, name="Zanzibar view of old", shared=True)
