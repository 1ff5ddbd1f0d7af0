"""What the database itself refuses, whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLPattern

from programmes.content.addresses import RESERVED
from programmes.importing import interchange
from programmes.models import Indicator, ProgrammeSection, ProgressEntry, WorkProgramme
from programmes.urls import urlpatterns
from tests.programmes.importing.test_interchange import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_programme(ptc: Any) -> Any:
    from programmes.actions.import_programme import import_programme

    import_programme(interchange.read(small()), by=None)
    return WorkProgramme.objects.get(slug="small")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Indicator, {"timeline_kind": "by_date", "timeline_due_on": None}),
        (Indicator, {"target": -1}),
        (ProgressEntry, {"number": "-0.01"}),
        (ProgrammeSection, {"number": "5."}),
        (WorkProgramme, {"slug": "new"}),
        (WorkProgramme, {"slug": "import"}),
        (WorkProgramme, {"starts_on": "2016", "ends_on": "2015"}),
        (WorkProgramme, {"starts_on": "2016-07", "ends_on": "2016-06-30"}),
        (WorkProgramme, {"starts_on": "2016-07-02", "ends_on": "2016-07-01"}),
        (WorkProgramme, {"starts_on": "2016-07-01", "ends_on": "2016-06"}),
    ],
)
def test_it_refuses(small_programme: Any, model: Any, values: dict[str, Any]) -> None:
    row = _of_small(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**values)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Indicator, {"timeline_kind": "by_date", "timeline_due_on": date(2014, 3, 31)}),
        (Indicator, {"timeline_kind": "ongoing", "timeline_due_on": None}),
        (Indicator, {"target": 0}),
        (WorkProgramme, {"starts_on": "", "ends_on": "2016"}),
        (WorkProgramme, {"starts_on": "2016", "ends_on": ""}),
        (WorkProgramme, {"starts_on": "2016-07-01", "ends_on": "2016"}),
        (WorkProgramme, {"starts_on": "2016", "ends_on": "2016-01-01"}),
        (WorkProgramme, {"starts_on": "2016-07", "ends_on": "2016-07-01"}),
        (WorkProgramme, {"starts_on": "2013", "ends_on": "2016-06-30"}),
    ],
)
def test_it_takes(small_programme: Any, model: Any, values: dict[str, Any]) -> None:
    assert _of_small(model).update(**values) == 1


def _of_small(model: Any) -> Any:
    rows = model.objects.in_container if hasattr(model.objects, "in_container") else None
    programme = WorkProgramme.objects.filter(slug="small")
    return rows(programme.get()) if rows else programme


def test_a_name_where_a_page_of_ours_stands_is_reserved() -> None:
    """Each address with words where a programme's name would stand."""
    first = {
        str(pattern.pattern).partition("/")[0] for pattern in urlpatterns if isinstance(pattern, URLPattern)
    }
    assert {words for words in first if words and not words.startswith("<")} == RESERVED


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"slug": "New"}, "is the address of a page of its own"),
        ({"starts_on": "2016", "ends_on": "2015"}, "ends before it starts"),
    ],
)
def test_the_administration_says_what_is_wrong(
    small_programme: Any, values: dict[str, Any], told: str
) -> None:
    for name, value in values.items():
        setattr(small_programme, name, value)
    with pytest.raises(ValidationError, match=told):
        small_programme.full_clean()


def test_a_section_in_the_administration_takes_no_number_of_another(small_programme: Any) -> None:
    section = small_programme.sections.get()
    ProgrammeSection.objects.filter(pk=section.pk).update(number="5")
    other = ProgrammeSection(programme=small_programme, heading="Other", number="5.")
    with pytest.raises(ValidationError, match="Another section has the number 5"):
        other.clean()
    section.refresh_from_db()
    section.clean()  # its own number is no other's
