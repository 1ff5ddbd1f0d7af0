"""A column that keeps other columns of its row folded, so that a search knows no accents and no case."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from wco_tracker.lib.text import fold


class FoldedField(models.TextField):
    """The folded words of other fields, worked out at every save and `bulk_create`; no person edits it.

    `of` names the fields; "released_as__text" is what a field of JSON holds under that name. A list gives all
    its texts. `QuerySet.update` and `bulk_update` do not work it out. History leaves it out: it repeats.
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
        folded = fold("\n".join(word for path in self.of for word in _words(model_instance, path)))
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
