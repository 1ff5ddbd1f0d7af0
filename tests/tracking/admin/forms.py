"""Reads and fills the forms of the administration as a browser does."""

from typing import Any

from django.urls import reverse


def address(row: Any, page: str = "change") -> str:
    """The page of a row; "changelist" and "add" of its table."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name) if page in ("changelist", "add") else reverse(name, args=[row.pk])


def filled(response: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of the forms on the page, with some fields typed anew."""
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False:
                continue
            data[field.html_name] = (
                [getattr(item, "pk", item) for item in value] if isinstance(value, list | tuple) else value
            )
    return {**data, **typed}
