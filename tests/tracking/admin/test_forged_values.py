"""Values in the addresses of the administration that no column can hold are no server error."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
TABLES = sorted(admin.site._registry, key=lambda model: model._meta.label)


def forged(model: Any) -> list[str]:
    """Queries of its list, one for each kind of column that it has."""
    found = [
        "p=NaN",
        f"p={HUGE}",
        "o=NaN",
        f"o={HUGE}",
        "q=%01",
        f"_to_field={HUGE}",
        f"id__in={HUGE}",
        f"id={HUGE}",
    ]
    for field in model._meta.get_fields():
        if field.is_relation:
            found += [f"{field.name}={HUGE}", f"{field.name}__in={HUGE}", f"{field.name}__id__exact={HUGE}"]
        elif isinstance(field, models.DateField):
            found += [f"{field.name}__year={year}" for year in ("-1", "0", HUGE)]
            found += [f"{field.name}__year=2014&{field.name}__month={HUGE}"]
        elif isinstance(field, models.IntegerField):
            found += [f"{field.name}={HUGE}", f"{field.name}__in={HUGE}"]
    return found


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.model_name)
def test_a_list_is_filtered_by_anything(administrator: Any, as_user: Any, model: Any) -> None:
    browser = as_user(administrator)
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    for query in forged(model):
        assert browser.get(f"{address}?{query}").status_code in (200, 302, 400), query


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("value", ["NaN", HUGE, "-1"])
def test_a_new_row_begins_with_anything(administrator: Any, as_user: Any, model: Any, value: str) -> None:
    browser = as_user(administrator)
    name = f"admin:{model._meta.label_lower.replace('.', '_')}"
    fields = [field.name for field in model._meta.get_fields()]
    assert browser.get(
        f"{reverse(f'{name}_add')}?{'&'.join(f'{field}={value}' for field in fields)}"
    ).status_code in (
        200,
        403,
    )
    for act in ("change", "history", "delete"):
        assert browser.get(reverse(f"{name}_{act}", args=[value])).status_code in (200, 302, 403, 404)
