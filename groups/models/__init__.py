"""Who: people, organizations, groups, sessions; documents and sources; change sets."""

from groups.models.documents import Document, Source
from groups.models.groups import Group, Membership
from groups.models.mail import OutgoingMail
from groups.models.people import Organization, Person, User
from groups.models.sessions import CommitteeSession
from groups.models.sign_ins import SignInEvent
from groups.models.work import Heartbeat

__all__ = [
    "CommitteeSession",
    "Document",
    "Group",
    "Heartbeat",
    "Membership",
    "Organization",
    "OutgoingMail",
    "Person",
    "SignInEvent",
    "Source",
    "User",
]
