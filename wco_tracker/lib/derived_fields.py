"""Columns that repeat, in another form, what other columns of their row say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from wco_tracker.lib.text import folded_text


class DerivedField:
    """Marks a field that is worked out at every save and `bulk_create`; no person edits it.

    `QuerySet.update` and `bulk_update` do not work it out. History leaves it out: it repeats.
    """


class DerivedFlag(DerivedField, models.BooleanField):
    """Whether something holds of the row in hand; `by` answers it."""

    def __init__(self, *args: Any, by: Callable[[Any], bool] | None = None, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs | {"default": False, "editable": False})

    def deconstruct(self) -> Any:
        """As a plain field: what works it out is no matter of the database."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BooleanField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> bool:
        """The answer for the row in hand, put into it too."""
        holds = bool(self.by and self.by(model_instance))
        setattr(model_instance, self.attname, holds)
        return holds


class FoldedField(DerivedField, models.TextField):
    """The folded words of other fields, so that a search knows no accents and no case.

    `of` names the fields; "released_as__text" is what a field of JSON holds under that name. A list gives all
    its texts.
    """

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs |= {"blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With `of`, and without what is the same in every such field."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("blank", "default", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The words of the row in hand, put into it too."""
        folded = "\n".join(folded_text(word) for path in self.of for word in _words(model_instance, path))
        setattr(model_instance, self.attname, folded)
        return folded


def _words(row: models.Model, path: str) -> Iterator[str]:
    name, *inside = path.split("__")
    value = getattr(row, name)
    for part in inside:
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
