"""Rules that hold for every class of the administration."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group as DjangoGroup
from django.db.models.deletion import PROTECT
from django.test import RequestFactory

from groups.models import CommitteeSession, Document, Group, Membership, Organization, Person, User
from programmes.models import Indicator, ProgrammeSection, ProgressEntry, Task, Topic, WorkProgramme
from tests.rows import create
from tests.tracking.admin.forms import address, filled
from tracking.actions import writing
from tracking.admin.base import TrackedAdmin
from tracking.models import ChangeSet, Tracked

pytestmark = pytest.mark.django_db
REGISTERED = list(admin.site._registry.items())
CONCRETE = [model for model in apps.get_models() if issubclass(model, Tracked)]
# The text of each that the tests retype.
TEXTS = {
    WorkProgramme: "title",
    ProgrammeSection: "heading",
    Topic: "title",
    Task: "text",
    Indicator: "text",
    Group: "name",
    CommitteeSession: "place",
    Document: "title",
    Organization: "name",
    Person: "name",
}

GROUPS = {Group, CommitteeSession, Document, Organization, Person}
UNRELATED = {Document, Organization, Person}  # no page of the programme shows them


def container_of(row: Any) -> str:
    """What the changes of a row are filed under."""
    return row.container_name if type(row) in GROUPS else "programme/ptc-test"


def one(model: Any) -> Any:
    """A row of the table: the only one of a programme; of others the newest."""
    return model.objects.order_by("pk").last()


@pytest.fixture
def rows(programme: Any) -> None:
    """One row at least of every table."""
    create(Document, symbol="PC0001E1a", title="A paper", language="en", group=programme.group)
    create(Organization, name="An administration")
    create(Person, name="Somebody")


def asked_by(user: Any) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def test_every_tracked_table_is_registered_or_edited_in_its_parents_form() -> None:
    assert CONCRETE
    inlines = {inline.model for _model, own in REGISTERED for inline in own.inlines}
    registered = {model for model, _own in REGISTERED}
    assert set(CONCRETE) - registered == {ProgressEntry, Membership} <= inlines
    assert set(TEXTS) == set(CONCRETE) & registered


@pytest.mark.parametrize(("model", "own"), REGISTERED)
def test_no_list_is_editable_and_nothing_is_deleted_from_one(
    model: Any, own: Any, administrator: Any
) -> None:
    assert not own.list_editable
    assert "delete_selected" not in own.get_actions(asked_by(administrator))


@pytest.mark.parametrize(("model", "own"), REGISTERED)
def test_nothing_that_others_point_to_can_be_deleted(model: Any, own: Any, administrator: Any) -> None:
    protects = any(
        getattr(relation, "on_delete", None) is PROTECT for relation in model._meta.related_objects
    )
    if protects or issubclass(model, Tracked | User | ChangeSet):
        assert not own.has_delete_permission(asked_by(administrator))
    for inline in own.inlines:
        if issubclass(inline.model, Tracked):
            assert not inline.can_delete


@pytest.mark.parametrize("model", CONCRETE)
def test_tracked_tables_write_through_the_one_helper(model: Any) -> None:
    own = admin.site._registry.get(model)
    assert own is None or isinstance(own, TrackedAdmin)


def test_roles_are_memberships_and_not_djangos_groups() -> None:
    assert not admin.site.is_registered(DjangoGroup)


@pytest.mark.parametrize("model", TEXTS)
def test_a_stale_form_is_refused_names_who_saved_and_keeps_the_typed_text(
    model: Any, rows: None, officer: Any, administrator: Any, as_user: Any
) -> None:
    row, name = one(model), TEXTS[model]
    before = row.revision
    page = as_user(administrator).get(address(row))
    assert f'name="revision" value="{row.revision}"' in page.content.decode()

    other = model.objects.get(pk=row.pk)
    setattr(other, name, "What the officer wrote")
    with writing.change(
        by=officer, kind=ChangeSet.Kind.IMPORTED, container="programme/ptc-test"
    ) as change_set:
        writing.save(other, revision=row.revision, change_set=change_set)

    sent = filled(page, **{name: "What I typed <b>"})
    refused = as_user(administrator).post(address(row), sent)
    said = refused.content.decode()
    assert refused.status_code == 200
    assert "What I typed &lt;b&gt;" in said
    assert "Officer saved this on" in said
    assert "Saved meanwhile: “What the officer wrote”" in said
    row.refresh_from_db()
    assert (getattr(row, name), row.revision) == ("What the officer wrote", before + 1)
    assert not ChangeSet.objects.filter(kind=ChangeSet.Kind.EDITED).exists()

    saved = as_user(administrator).post(address(row), filled(refused))
    assert saved.status_code == 302
    row.refresh_from_db()
    assert (getattr(row, name), row.revision) == ("What I typed <b>", before + 2)


@pytest.mark.parametrize("revision", ["", "none", "0", "99", "9" * 30])
@pytest.mark.parametrize("model", TEXTS)
def test_a_missing_or_impossible_revision_is_refused(
    model: Any, revision: str, rows: None, administrator: Any, as_user: Any
) -> None:
    row = one(model)
    browser = as_user(administrator)
    sent = filled(browser.get(address(row)), **{TEXTS[model]: "What I typed", "revision": revision})
    assert "What I typed" in browser.post(address(row), sent).content.decode()
    assert one(model).revision == row.revision


@pytest.mark.parametrize("model", TEXTS)
def test_a_save_is_one_change_set_of_the_administration_with_its_history(
    model: Any, rows: None, administrator: Any, as_user: Any
) -> None:
    row, browser = one(model), as_user(administrator)
    sent = filled(browser.get(address(row)), **{TEXTS[model]: "Retyped"})
    assert browser.post(address(row), sent).status_code == 302
    change = ChangeSet.objects.get(kind=ChangeSet.Kind.EDITED)
    assert (change.by, change.container) == (administrator, container_of(row))
    assert change.row == ("" if model is WorkProgramme else getattr(row, "key", ""))
    record = row.history.first()
    assert (record.change_set, record.revision) == (change, row.revision + 1)
    assert getattr(record, TEXTS[model]) == "Retyped"
    assert WorkProgramme.objects.get().content_version == (1 if model in UNRELATED else 2)


@pytest.mark.parametrize("model", TEXTS)
def test_a_form_that_changes_nothing_writes_nothing(
    model: Any, rows: None, administrator: Any, as_user: Any
) -> None:
    row, browser = one(model), as_user(administrator)
    sent = filled(browser.get(address(row)))
    sent = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in sent.items()
    }
    assert browser.post(address(row), sent).status_code == 302
    assert not ChangeSet.objects.filter(kind=ChangeSet.Kind.EDITED).exists()
    assert one(model).revision == row.revision


@pytest.mark.parametrize("model", TEXTS)
def test_the_history_says_who_changed_what_and_when(
    model: Any, rows: None, administrator: Any, as_user: Any
) -> None:
    row, browser = one(model), as_user(administrator)
    browser.post(address(row), filled(browser.get(address(row)), **{TEXTS[model]: "Retyped"}))
    said = browser.get(address(row, "history")).content.decode()
    assert "Administrator" in said
    assert "Retyped" in said
    assert model in GROUPS or "Import" in said


@pytest.mark.parametrize(("model", "own"), REGISTERED)
def test_every_list_form_and_search_answers(
    model: Any, own: Any, programme: Any, administrator: Any, as_user: Any
) -> None:
    browser = as_user(administrator)
    assert browser.get(address(model, "changelist"), {"q": "data"}).status_code in (200, 302)
    assert browser.get(address(model, "changelist")).status_code == 200
    if own.has_add_permission(asked_by(administrator)):
        assert browser.get(address(model, "add")).status_code == 200
    if row := model._default_manager.first():
        assert browser.get(address(row)).status_code == 200
        assert browser.get(address(row, "history")).status_code == 200
