"""The source documents, loaded once for this folder inside a transaction that each test's own one stands in."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.programmes.seeds import PROGRAMMES

ADOPTED = "ptc-adopted"


@pytest.fixture(scope="package", autouse=True)
def _seeds(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Both programmes as `load_seeds` puts them, and the draft a second time, adopted in 2017."""
    from programmes.actions.import_programme import import_programme
    from programmes.importing import interchange
    from programmes.importing.copying import as_copy

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_seeds", verbosity=0)
        tree = interchange.read(json.dumps(PROGRAMMES["ptc-2016-2019"]).encode())
        tree.status, tree.steps[0].status, tree.steps[0].on = "adopted", "adopted", "2017-06"
        import_programme(as_copy(tree, ADOPTED, None), by=None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ptc(db: None) -> Any:
    """The Permanent Technical Committee of the seeds."""
    from groups.models import Group

    return Group.objects.get(slug="ptc")


@pytest.fixture
def closed(db: None) -> Any:
    """2013-2016, concluded."""
    return _programme("ptc-2013-2016")


@pytest.fixture
def draft(db: None) -> Any:
    """2016-2019, a draft."""
    return _programme("ptc-2016-2019")


@pytest.fixture
def adopted(db: None) -> Any:
    """2016-2019 as if the Council had adopted it."""
    return _programme(ADOPTED)


def _programme(slug: str) -> Any:
    from programmes.models import WorkProgramme

    return WorkProgramme.objects.select_related("group", "plan", "document").get(slug=slug)


@pytest.fixture
def row(adopted: Any) -> Any:
    """The first row of the adopted programme."""
    return first_row(adopted)


def first_row(programme: Any) -> Any:
    """A programme's first row, with what stands above it."""
    from programmes.models import Indicator

    rows = Indicator.objects.filter(task__topic__section__programme=programme)
    return (
        rows.select_related("task__topic__section__programme")
        .order_by("task__topic__section__position", "task__topic__position", "task__position", "position")
        .first()
    )
