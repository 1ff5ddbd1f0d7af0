"""Who may open what in the administration, signing in to it, and people in it."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from groups.models import CommitteeSession, Membership, Person, User
from programmes.models import Indicator, Topic, WorkProgramme
from tests.rows import create
from tests.tracking.admin.forms import address, filled
from tracking.models import ChangeSet

pytestmark = pytest.mark.django_db
OTHERS = ("chair", "vice_chair", "facilitator", "delegate", "observer", "stranger")


def test_nobody_is_led_to_the_one_page_where_people_sign_in(client: Client, db: None) -> None:
    page = client.get("/admin/groups/person/")
    assert page.url == "/admin/login/?next=/admin/groups/person/"
    assert client.get(page.url).url == "/accounts/login/?next=/admin/groups/person/"
    assert client.post(page.url, {"username": "x", "password": "y"}).status_code == 302


def test_signing_in_leads_on_within_the_site_only(client: Client, db: None) -> None:
    assert client.get("/admin/login/?next=https://elsewhere.example/").url == "/accounts/login/?next=/admin/"


def test_signing_in_is_limited_as_everywhere(client: Client, administrator: Any) -> None:
    typed = {"login": administrator.email, "password": "wrong"}
    address = client.get("/admin/login/").url
    for _again in range(5):
        client.post(address, typed)
    said = client.post(address, {**typed, "password": "a pass phrase"})
    assert "_auth_user_id" not in client.session
    assert said.status_code in (200, 429)


def test_signing_out_and_the_password_are_those_of_the_site(administrator: Any, as_user: Any) -> None:
    browser = as_user(administrator)
    assert browser.get("/admin/password_change/").url == "/accounts/password/change/"
    assert browser.post("/admin/logout/").url == "/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("name", OTHERS)
def test_it_is_closed_to_all_other_roles(name: str, programme: Any, request: Any, as_user: Any) -> None:
    browser = as_user(request.getfixturevalue(name))
    assert browser.get("/admin/login/").status_code == 403
    for page in ("/admin/", address(programme), address(Indicator, "changelist")):
        assert browser.get(page, follow=True).status_code == 403


def test_somebody_who_may_open_it_without_a_role_finds_nothing(
    programme: Any, stranger: Any, as_user: Any
) -> None:
    stranger.is_staff = True
    stranger.save()
    browser = as_user(stranger)
    assert browser.get("/admin/").context["app_list"] == []
    assert browser.get(address(programme)).status_code in (302, 403)
    assert browser.get(address(programme, "add")).status_code == 403


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in admin.site._registry
        if model._meta.app_label == "groups" and model is not CommitteeSession  # test_sessions
    ],
)
def test_people_and_bodies_are_closed_to_officers(model: Any, officer: Any, as_user: Any) -> None:
    browser = as_user(officer)
    assert browser.get(address(model, "changelist")).status_code == 403
    assert browser.get(address(model, "add")).status_code == 403
    if row := model._default_manager.first():
        assert browser.get(address(row)).status_code == 403


def test_an_officer_finds_and_changes_only_what_is_of_the_groups_they_serve(
    programme: Any, foreign: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    for own in (WorkProgramme, Topic, Indicator):
        found = browser.get(address(own, "changelist")).context["cl"].queryset
        assert found.count() == 1
        assert own.objects.count() == 2
    page = browser.get(address(Indicator, "changelist")).content.decode()
    assert "other-test" not in page
    theirs = Indicator.objects.get(key="indicatorc")
    for row in (foreign, theirs):
        assert browser.get(address(row)).status_code == 302
        assert browser.get(address(row, "history")).status_code == 302
        assert browser.post(address(row), {"text": "Mine", "revision": "1"}).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.text, theirs.revision) == ("Guidelines adopted", 1)


def test_an_officer_adds_only_to_the_groups_they_serve(
    programme: Any, foreign: Any, officer: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    task = Indicator.objects.get(key="indicatorc").task
    refused = browser.post(address(Indicator, "add"), {"task": task.pk, "text": "Mine"})
    assert refused.context["adminform"].form.errors["task"]
    typed = {"title": "Mine", "slug": "mine", "status": "draft", "visibility": "public", "language": "en"}
    refused = browser.post(address(WorkProgramme, "add"), {**typed, "group": foreign.group_id})
    assert refused.context["adminform"].form.errors["group"]
    assert (
        browser.post(address(WorkProgramme, "add"), {**typed, "group": programme.group_id}).status_code == 302
    )
    assert WorkProgramme.objects.get(slug="mine").steps == [
        {"status": "draft", "on": None, "by": None, "source": None}
    ]
    looked_up = browser.get(
        "/admin/autocomplete/", {"app_label": "programmes", "model_name": "indicator", "field_name": "task"}
    )
    assert len(looked_up.json()["results"]) == 1


def test_an_administrator_gives_a_role_on_the_persons_page(
    ptc: Any, administrator: Any, as_user: Any
) -> None:
    browser, person = as_user(administrator), create(Person, name="Ada")
    row = {"memberships-0-group": ptc.pk, "memberships-0-person": person.pk, "memberships-0-role": "chair"}
    sent = filled(browser.get(address(person)), **{"memberships-TOTAL_FORMS": "1", **row})
    assert browser.post(address(person), sent).status_code == 302
    assert Membership.objects.get(person=person).role == "chair"


def test_a_membership_of_nobody_is_refused(ptc: Any, administrator: Any, as_user: Any) -> None:
    browser = as_user(administrator)
    row = {"memberships-TOTAL_FORMS": "1", "memberships-0-role": "chair"}
    refused = browser.post(address(ptc), filled(browser.get(address(ptc)), **row))
    assert refused.status_code == 200
    assert not Membership.objects.filter(role="chair").exists()


def test_an_administrator_makes_a_login_and_sets_its_password(administrator: Any, as_user: Any) -> None:
    browser = as_user(administrator)
    typed = {"email": "New@Example.org", "usable_password": "false"}
    assert browser.post(address(User, "add"), typed).status_code == 302
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    password = "seven green parrots"
    page = f"/admin/groups/user/{user.pk}/password/"
    typed = {"usable_password": "true", "password1": password, "password2": password}
    assert browser.post(page, typed).status_code == 302
    user.refresh_from_db()
    assert user.check_password(password)


def test_a_login_is_made_inactive_and_not_deleted(officer: Any, administrator: Any, as_user: Any) -> None:
    browser = as_user(administrator)
    sent = filled(browser.get(address(officer)))
    del sent["is_active"]
    assert browser.post(address(officer), sent).status_code == 302
    officer.refresh_from_db()
    assert not officer.is_active
    assert browser.post(address(officer, "delete"), {"post": "yes"}).status_code == 403


def test_a_changed_address_leaves_no_old_one_behind(officer: Any, administrator: Any, as_user: Any) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=officer, email=officer.email, primary=True)
    browser = as_user(administrator)
    sent = filled(browser.get(address(officer)), email="Moved@example.org")
    assert browser.post(address(officer), sent).status_code == 302
    officer.refresh_from_db()
    assert officer.email == "moved@example.org"
    assert not EmailAddress.objects.filter(email="officer@example.org").exists()


def test_change_sets_are_to_be_read_only_with_the_rows_they_wrote(
    programme: Any, administrator: Any, as_user: Any
) -> None:
    browser, change = as_user(administrator), ChangeSet.objects.get(kind=ChangeSet.Kind.IMPORTED)
    said = browser.get(address(change)).content.decode()
    assert "Guidelines adopted" in said
    assert browser.post(address(change), {"why": "Mine"}).status_code == 403


def test_it_speaks_french(programme: Any, administrator: Any, as_user: Any) -> None:
    browser = as_user(administrator)
    browser.cookies["django_language"] = "fr"
    said = browser.get(address(programme)).content.decode()
    assert '<html lang="fr"' in said
    assert "Enregistrer" in said
