"""A small adopted programme of the PTC, another of a group that the officer does not serve, and filled forms."""

from typing import Any

import pytest

from tests.rows import create

ENTRY = {
    "key": "entryaaaaa",
    "text": "A draft was presented.\nIt was welcomed.",
    "reported_on": "2016-10",
    "session": "ptc-2016-10",
    "sets_state": "in_progress",
    "state_inferred": True,
    "evidence": ["PC0400E1"],
    "released": True,
}


def form_of(slug: str, group: str, letter: str, status: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A programme of one row in the interchange form; `letter` makes its keys its own."""
    row = {
        "key": f"indicator{letter}",
        "text": "Guidelines adopted",
        "timeline": {"phrase": "March 2017"},
        "progress": [{**entry, "key": f"entryaaaa{letter}"}],
    }
    task = {
        "key": f"taskaaaaa{letter}",
        "text": "Write guidelines",
        "sub_items": ["on data", "on transit"],
        "indicators": [row],
    }
    topic = {
        "key": f"topicaaaa{letter}",
        "title": "Transit",
        "lead": "Customs of Atlantis",
        "officer": "Jo Dent",
        "tasks": [task],
    }
    return {
        "format": "wco-tracker/programme",
        "version": 1,
        "slug": slug,
        "group": group,
        "title": f"Programme {slug}",
        "status": status,
        "visibility": "public",
        "introduction": ["First paragraph.", "Second one."],
        "steps": [{"status": status, "on": "2016-06", "by": "Council", "source": None}],
        "sections": [{"key": f"sectionaa{letter}", "number": "1", "heading": "Tasks", "topics": [topic]}],
    }


@pytest.fixture
def session(ptc: Any) -> Any:
    """A session of the PTC."""
    from groups.models import CommitteeSession

    session = create(CommitteeSession, slug="ptc-2016-10", held_on="2016-10")
    session.groups.add(ptc)
    return session


def put(*arguments: Any) -> Any:
    """Puts such a programme in place."""
    from programmes.actions.import_programme import import_programme
    from programmes.importing.interchange import from_value
    from programmes.models import WorkProgramme

    import_programme(from_value(form_of(*arguments)), by=None)
    return WorkProgramme.objects.get(slug=arguments[0])


@pytest.fixture
def programme(session: Any) -> Any:
    """Adopted: what is new in it is internal until released."""
    return put("ptc-test", "ptc", "a", "adopted", ENTRY)


@pytest.fixture
def draft(session: Any) -> Any:
    """A draft of the same group."""
    return put("ptc-draft", "ptc", "b", "draft", ENTRY)


@pytest.fixture
def foreign(session: Any) -> Any:
    """A programme of a group that the officer of the PTC does not serve."""
    from groups.models import Group

    create(Group, slug="other", name="Other Committee", kind=Group.Kind.COMMITTEE)
    return put("other-test", "other", "c", "adopted", ENTRY)


@pytest.fixture
def indicator(programme: Any) -> Any:
    """The row of the adopted programme."""
    from programmes.models import Indicator

    return Indicator.objects.get(key="indicatora")
