"""Checks many rows against the rules of their columns: the faults of `clean_fields`, at a fraction of its cost."""

from collections.abc import Hashable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model


class Checks:
    """The rules of one table. A value that fitted its column once is not looked at again: most columns of an
    import hold a few values many times over.
    """

    def __init__(self, model: type[Model]) -> None:
        self.columns: list[tuple[Any, set[Any]]] = [
            (field, set()) for field in model._meta.concrete_fields if not field.is_relation
        ]

    def faults(self, row: Any) -> Iterator[tuple[str, str]]:
        """The name of each column that its value does not fit, with the reason."""
        for field, good in self.columns:
            value = getattr(row, field.attname)
            # Told apart by type too: 1 and True are equal.
            known = (type(value), value) if isinstance(value, Hashable) else None
            if (known and known in good) or (field.blank and value in field.empty_values):
                continue
            try:
                cleaned = field.clean(value, row)
            except ValidationError as error:
                for message in error.messages:
                    yield field.name, message
                continue
            setattr(row, field.attname, cleaned)
            if known and cleaned == value and not field.unique:
                good.add(known)
