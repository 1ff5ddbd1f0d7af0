"""What a reader may not know of is told by no page, file or list of the administration."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from groups.models import Group, Membership, Person, User
from programmes.actions.programmes import new_programme
from programmes.actions.structure import add_node
from programmes.models import SavedView, Topic, TopicContinuation
from tests.html import flat
from tests.rows import create

pytestmark = pytest.mark.django_db
HIDDEN = "Programme that nobody else knows of"


@pytest.fixture
def hidden(ec_officer: User) -> Any:
    """A draft of another group, for its secretariat alone, with a topic and a view that is shared with the group."""
    group = Group.objects.get(slug="ec")
    programme = new_programme(group=group, title=HIDDEN, slug="hidden-one", by=ec_officer)
    section = add_node(parent=programme, values={"number": "1", "heading": "One"}, by=ec_officer)
    add_node(parent=section, values={"title": "Hidden topic"}, by=ec_officer)
    SavedView.objects.create(programme=programme, owner=ec_officer, name="Hidden view", shared=True)
    return programme


@pytest.fixture
def ec_officer(db: None) -> User:
    """A secretariat officer of another group."""
    person = create(Person, name="Colleague")
    create(Membership, group=Group.objects.get(slug="ec"), person=person, role="officer")
    return User.objects.create_user("ec@example.org", "a pass phrase", person=person, is_staff=True)


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
def test_no_list_of_the_administration_tells_of_it(
    model: Any, hidden: Any, officer: User, as_user: Callable[[Any], Any]
) -> None:
    create(Membership, group=hidden.group, person=officer.person, role="delegate")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = as_user(officer).get(address)
    if answer.status_code == 403:
        return
    page = answer.content.decode()
    for words in (HIDDEN, "hidden-one", "Hidden topic", "Hidden view"):
        assert words not in page, address


def test_a_public_file_does_not_name_the_hidden_programme_that_a_topic_continues(
    hidden: Any, closed: Any, officer: User, ec_officer: User, as_user: Callable[[Any], Any]
) -> None:
    later = Topic.objects.filter(section__programme=closed).earliest("pk")
    earlier = Topic.objects.get(title="Hidden topic")
    TopicContinuation.objects.create(topic=later, earlier=earlier, how="reworded")
    for reader in (None, officer):
        data = b"".join(as_user(reader).get("/programmes/ptc-2013-2016/export/json/"))
        assert b"hidden-one" not in data
        assert json.loads(data)["sections"]
    create(Membership, group=closed.group, person=ec_officer.person, role="officer")
    assert b"hidden-one" in b"".join(as_user(ec_officer).get("/programmes/ptc-2013-2016/export/json/"))


def test_public_history_does_not_say_which_file_was_read(
    closed: Any, officer: User, as_user: Callable[[Any], Any]
) -> None:
    row = closed.sections.first().topics.first().tasks.first().indicators.first()
    address = f"/programmes/ptc-2013-2016/rows/{row.key}/history/"
    assert "Read from" in flat(as_user(officer).get(address))
    assert "Read from" not in flat(as_user(None).get(address))
