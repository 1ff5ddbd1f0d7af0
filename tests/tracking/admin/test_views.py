"""Saved views and session updates in the administration."""

from typing import Any

import pytest
from django.urls import reverse

from programmes.models import SavedView, SessionReview
from tests.tracking.admin.forms import address


@pytest.fixture
def views(officer: Any, chair: Any, programme: Any) -> dict[str, Any]:
    """One of the officer's own, and two of the chair's: shared and not."""

    def view(name: str, owner: Any, **fields: Any) -> Any:
        return SavedView.objects.create(
            programme=programme, owner=owner, name=name, query="words=x", **fields
        )

    return {
        "mine": view("Mine", officer),
        "shared": view("Shared", chair, shared=True),
        "private": view("Private", chair),
    }


def test_an_officer_finds_what_the_pages_show_and_an_administrator_all(
    views: dict[str, Any], officer: Any, administrator: Any, delegate: Any, as_user: Any
) -> None:
    listed = reverse("admin:programmes_savedview_changelist")
    for user, names in ((officer, {"Mine", "Shared"}), (administrator, {"Mine", "Shared", "Private"})):
        found = as_user(user).get(listed).context["cl"].result_list
        assert {view.name for view in found} == names
    assert as_user(delegate).get(listed).status_code == 302
    assert as_user(officer).get(address(views["private"])).status_code == 302
    assert as_user(officer).get(reverse("admin:programmes_savedview_add")).status_code == 403


def test_only_the_owner_and_an_administrator_change_or_delete_a_view(
    views: dict[str, Any], officer: Any, administrator: Any, as_user: Any
) -> None:
    browser = as_user(officer)
    answer = browser.post(address(views["mine"]), {"name": "Anew", "shared": "on", "query": "words=y"})
    assert answer.status_code == 302, answer.context["errors"]
    kept = SavedView.objects.get(pk=views["mine"].pk)
    assert (kept.name, kept.shared, kept.query) == ("Anew", True, "words=x")
    assert browser.post(address(views["shared"]), {"name": "Taken"}).status_code == 403
    assert browser.post(address(views["shared"], "delete"), {"post": "yes"}).status_code == 403
    assert as_user(administrator).post(address(views["shared"], "delete"), {"post": "yes"}).status_code == 302
    assert not SavedView.objects.filter(pk=views["shared"].pk).exists()


def test_the_pages_own_checks_hold_here(views: dict[str, Any], officer: Any, as_user: Any) -> None:
    SavedView.objects.create(programme=views["mine"].programme, owner=officer, name="Other")
    answer = as_user(officer).post(address(views["mine"]), {"name": "Other"})
    assert "You have a view of this name here already." in answer.content.decode()


def test_reviews_are_looked_through_and_never_written(officer: Any, as_user: Any, programme: Any) -> None:
    browser = as_user(officer)
    assert browser.get(reverse("admin:programmes_sessionreview_changelist")).status_code == 200
    assert browser.get(reverse("admin:programmes_sessionreview_add")).status_code == 403
    assert not SessionReview.objects.exists()
