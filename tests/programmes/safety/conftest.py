"""A made-up adopted programme."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def made(ptc: Any) -> Callable[[int], Any]:
    """The programme with so many rows, put in place: `made(50)`."""

    def make(rows: int) -> Any:
        from programmes.actions.import_programme import import_programme
        from programmes.content.samples import sample
        from programmes.models import WorkProgramme

        import_programme(sample("safe", rows, ptc.slug), by=None)
        return WorkProgramme.objects.select_related("group", "plan", "document").get(slug="safe")

    return make
