"""Groups and sessions out of files come in whole, with their history, or not at all."""

from typing import Any

import pytest

from groups.actions.import_groups import import_groups
from groups.importing.group_form import GroupForm
from groups.importing.sessions_form import SessionsForm
from groups.models import CommitteeSession, Document, Group
from tracking.models import ChangeSet
from wco_tracker.lib.interchange import Unreadable

pytestmark = pytest.mark.django_db


def group(slug: str, **values: Any) -> GroupForm:
    return GroupForm(format="wco-tracker/group", version=1, slug=slug, name=slug, kind="committee", **values)


def sessions(*items: dict[str, Any]) -> SessionsForm:
    return SessionsForm.model_validate(
        {"format": "wco-tracker/sessions", "version": 1, "sessions": list(items)}
    )


SESSION = {
    "slug": "a-1",
    "groups": ["a", "b"],
    "first_number": 1,
    "held_on": "2014-03",
    "held_until": "2014-03-12",
    "source": {"document": "A0001E1", "paragraph": "2"},
}


def test_they_are_made_with_parents_links_and_history() -> None:
    made = import_groups([group("a", parent="b"), group("b")], sessions(SESSION))
    assert made == (2, 1)
    assert Group.objects.get(slug="a").parent == Group.objects.get(slug="b")
    session = CommitteeSession.objects.get()
    assert {item.slug for item in session.groups.all()} == {"a", "b"}
    assert str(session.ends_on) == "2014-03-12"
    assert session.source is not None
    assert (session.source.document.symbol, session.source.paragraph) == ("A0001E1", "2")
    assert Group.history.count() == 2
    assert {change.kind for change in ChangeSet.objects.all()} == {ChangeSet.Kind.IMPORTED}
    assert session.history.latest().change_set.container == "session/a-1"


def test_a_second_time_changes_nothing() -> None:
    forms = [group("a"), group("b")], sessions(SESSION)
    import_groups(*forms)
    before = ChangeSet.objects.count()
    assert import_groups([group("a", aliases=["New"]), group("b")], forms[1]) == (0, 0)
    assert Group.objects.get(slug="a").aliases == []
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        (([group("a", parent="none")], sessions()), "Group a, parent: there is no group “none”."),
        (([group("a", sessions=["none"])], sessions()), "Group a, sessions: there is no session “none”."),
        (([group("a")], sessions(SESSION)), "Session a-1, sessions[0].groups: there is no group “b”."),
        (([group("a"), group("a")], sessions()), "Two files are of the same group."),
        (
            ([group("c"), group("a", parent="b"), group("b", parent="a")], sessions()),
            "These groups report to one another in a circle: a, b.",
        ),
    ],
)
def test_what_names_something_that_is_not_there_is_refused_whole(forms: Any, fault: str) -> None:
    with pytest.raises(Unreadable) as caught:
        import_groups(*forms)
    assert caught.value.faults == [fault]
    counts = [model.objects.count() for model in (Group, CommitteeSession, Document, ChangeSet)]
    assert counts == [0, 0, 0, 0]
