"""Sessions in the administration: officers keep those of the groups they serve."""

from typing import Any

import pytest

from groups.models import CommitteeSession, Group, Membership
from tests.rows import create, delete
from tests.tracking.admin.forms import address, filled

pytestmark = pytest.mark.django_db
OTHERS = ("chair", "vice_chair", "facilitator", "delegate", "observer", "stranger")


@pytest.fixture
def other(db: None) -> Any:
    """A group that the officer does not serve."""
    return create(Group, slug="ec", name="Enforcement Committee", kind=Group.Kind.COMMITTEE)


def typed(group: Any, **more: Any) -> dict[str, Any]:
    known = {"first_number": "215", "last_number": "216", "held_on": "March 2017", "visibility": "public"}
    return {"groups": [group.pk], **known, "_save": "Save", **more}


def made(*groups: Any, **fields: Any) -> CommitteeSession:
    session = create(CommitteeSession, **fields)
    session.groups.set(groups)
    return session


def test_an_officer_adds_a_session_of_the_group(ptc: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    page = browser.get(address(CommitteeSession, "add"))
    assert page.context["adminform"].form.initial["groups"] == [ptc.pk]
    assert browser.post(address(CommitteeSession, "add"), typed(ptc)).status_code == 302
    session = CommitteeSession.objects.get()
    assert (session.slug, session.first_number, session.last_number) == ("ptc-215-216", 215, 216)
    assert (session.held_on, session.visibility, session.invented) == ("2017-03", "public", False)
    assert list(session.groups.all()) == [ptc]


@pytest.mark.parametrize(
    ("known", "slug"),
    [
        ({"last_number": ""}, "ptc-215"),
        ({"first_number": "", "last_number": ""}, "ptc-2017-03"),
        ({"first_number": "", "last_number": "", "held_on": "", "name": "Spring, extra"}, "ptc-spring-extra"),
        ({"slug": "my-own"}, "my-own"),
    ],
)
def test_its_short_name_is_made_of_what_is_known(
    known: dict[str, str], slug: str, ptc: Any, officer: Any, as_user: Any
) -> None:
    as_user(officer).post(address(CommitteeSession, "add"), typed(ptc, **known))
    assert CommitteeSession.objects.get().slug == slug


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_number": "217"}, "last_number"),
        ({"first_number": ""}, "last_number"),
        ({"held_on": "soon"}, "held_on"),
        ({"ends_on": "2017-02-28"}, "ends_on"),
        ({"groups": []}, "groups"),
        ({"first_number": "", "last_number": "", "held_on": ""}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    wrong: dict[str, Any], field: str, ptc: Any, officer: Any, as_user: Any
) -> None:
    page = as_user(officer).post(address(CommitteeSession, "add"), typed(ptc, **wrong))
    assert field in page.context["adminform"].form.errors
    assert not CommitteeSession.objects.exists()


def test_a_session_that_is_there_is_not_added_twice(ptc: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    browser.post(address(CommitteeSession, "add"), typed(ptc))
    page = browser.post(address(CommitteeSession, "add"), typed(ptc))
    assert "The group has this session already." in page.content.decode()
    assert CommitteeSession.objects.count() == 1


def test_it_leads_back_to_a_page_of_ours_and_to_no_other(ptc: Any, officer: Any, as_user: Any) -> None:
    browser, add = as_user(officer), address(CommitteeSession, "add")
    back = browser.post(f"{add}?next=/programmes/", typed(ptc))
    assert back.url == "/programmes/"
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        delete(CommitteeSession.objects.all())
        assert browser.post(f"{add}?next={foreign}", typed(ptc)).url == address(
            CommitteeSession, "changelist"
        )


def test_an_officer_adds_to_no_group_of_others(ptc: Any, other: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    for groups in ([other.pk], [ptc.pk, other.pk]):
        page = browser.post(address(CommitteeSession, "add"), typed(ptc, groups=groups))
        assert page.context["adminform"].form.errors["groups"]
    sent = typed(ptc, invented="on")  # for administrators: an officer's form does not have it
    browser.post(address(CommitteeSession, "add"), sent)
    assert not CommitteeSession.objects.get().invented


def test_an_officer_sees_and_changes_only_the_groups_sessions(
    ptc: Any, other: Any, officer: Any, as_user: Any
) -> None:
    own, theirs = made(ptc, slug="own"), made(other, slug="theirs")
    joint, nobodys = made(ptc, other, slug="joint"), made(slug="nobodys")
    browser = as_user(officer)
    listed = browser.get(address(CommitteeSession, "changelist")).context["cl"].queryset
    assert set(listed) == {own, joint}
    sent = filled(browser.get(address(own)), place="Brussels")
    assert browser.post(address(own), sent).status_code == 302
    assert CommitteeSession.objects.get(slug="own").place == "Brussels"
    assert browser.get(address(joint)).status_code == 200  # to look at
    assert browser.post(address(joint), {**sent, "slug": "joint"}).status_code == 403
    for foreign in (theirs, nobodys):
        assert browser.post(address(foreign), {**sent, "slug": foreign.slug}).status_code == 302
    assert set(joint.groups.all()) == {ptc, other}
    assert CommitteeSession.objects.filter(place="Brussels").count() == 1
    assert browser.post(address(own, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_role_keeps_sessions(name: str, ptc: Any, request: Any, as_user: Any) -> None:
    user = request.getfixturevalue(name)
    user.is_staff = True
    user.save()
    browser = as_user(user)
    assert browser.get(address(CommitteeSession, "changelist")).status_code == 403
    assert browser.post(address(CommitteeSession, "add"), typed(ptc)).status_code == 403
    assert not CommitteeSession.objects.exists()


def test_a_term_that_is_over_gives_nothing(ptc: Any, officer: Any, as_user: Any) -> None:
    Membership.objects.filter(person=officer.person).update(until="2000-01-01")
    assert as_user(officer).get(address(CommitteeSession, "add")).status_code == 403


def test_an_administrator_adds_a_joint_session(
    ptc: Any, other: Any, administrator: Any, as_user: Any
) -> None:
    sent = typed(ptc, groups=[ptc.pk, other.pk], first_number="", last_number="")
    assert as_user(administrator).post(address(CommitteeSession, "add"), sent).status_code == 302
    assert CommitteeSession.objects.get().slug == "ec-ptc-2017-03"
