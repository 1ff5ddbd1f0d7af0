"""Who: people, organizations, groups, sessions; documents and sources; change sets."""

from groups.models.bodies import CommitteeSession, Group, Membership
from groups.models.changes import ChangeLinked, ChangeSet, Tracked
from groups.models.documents import Document, Source
from groups.models.people import Organization, Person, User
from groups.models.sign_ins import SignInEvent
from groups.models.work import Heartbeat

__all__ = [
    "ChangeLinked",
    "ChangeSet",
    "CommitteeSession",
    "Document",
    "Group",
    "Heartbeat",
    "Membership",
    "Organization",
    "Person",
    "SignInEvent",
    "Source",
    "Tracked",
    "User",
]
