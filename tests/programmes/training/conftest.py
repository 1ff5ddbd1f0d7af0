"""The seeds and the training copy, loaded once for the tests of this folder."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def seeds(db: None) -> None:
    """The source documents' contents alone."""
    call_command("load_seeds", stdout=io.StringIO())


@pytest.fixture
def training(seeds: None, settings: Any) -> Any:
    """The training copy, seen on the day its entries were chosen for."""
    from programmes.models import WorkProgramme

    call_command("load_training", stdout=io.StringIO())
    settings.TRACKER_TODAY = date(2018, 3, 1)
    return WorkProgramme.objects.get(slug="ptc-2016-2019-training")
