"""Checks many rows against the rules of their columns: the faults of `clean_fields`, at a fraction of its cost."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model


class Checks:
    """The rules of one table. A value that fitted its column once is not looked at again: most columns of an
    import hold a few values many times over.
    """

    def __init__(self, model: type[Model]) -> None:
        self.columns: list[tuple[Any, str, set[Any]]] = [
            (field, field.attname, {(type(None), None), (str, "")} if field.blank else set())
            for field in model._meta.concrete_fields
            if not field.is_relation
        ]

    def faults(self, row: Any) -> Iterator[tuple[str, str]]:
        """The name of each column that its value does not fit, with the reason."""
        for field, name, good in self.columns:
            value = getattr(row, name)
            known = (type(value), value)  # with the type, since 1 and True are equal
            try:
                if known in good:
                    continue
                hashable = True
            except TypeError:
                if field.blank and not value:
                    continue
                hashable = False
            try:
                cleaned = field.clean(value, row)
            except ValidationError as error:
                for message in error.messages:
                    yield field.name, message
                continue
            setattr(row, name, cleaned)
            if hashable and cleaned == value and not field.unique:
                good.add(known)
