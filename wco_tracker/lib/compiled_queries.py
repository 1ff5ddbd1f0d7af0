"""Statements that are put together once.

Django writes the SQL of a queryset anew each time it is asked. For the few statements behind every page that takes
as long as the database's own answer, or longer.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

# The ids as one parameter: thousands of them take the database longer to read than to find. As rows, a plan that joins
# further tables counts with them; as a list, the rows of one table are found at once, in the order of its index.
AS_ROWS = {
    "postgresql": ("IN (SELECT unnest(%s::bigint[]))", "{{{}}}"),
    "sqlite": ("IN (SELECT value FROM json_each(%s))", "[{}]"),
}
AS_LIST = {**AS_ROWS, "postgresql": ("= ANY(%s::bigint[])", "{{{}}}")}

LARGEST = 2**63 - 1  # of a column of whole numbers
M = TypeVar("M", bound=Model)


def among(ids: Iterable[int], *, listed: bool = False) -> tuple[str, str]:
    """The condition that a column is one of these, with one place for a parameter; and that parameter.

    `listed`: of one table, as a rule of many ids.
    """
    one_of, form = (AS_LIST if listed else AS_ROWS)[connection.vendor]
    return one_of, form.format(",".join(map(str, ids)))


class Statement:
    """The rows of `QuerySet.values_list` whose column is one of some ids.

    `rows` may hold no value of its own: the ids are the only parameter of its SQL. `listed` as in `among`.
    """

    def __init__(self, rows: "QuerySet[Any, tuple[Any, ...]]", column: str, *, listed: bool = False) -> None:
        self._rows, self._column, self._listed = rows, column, listed
        self._written: dict[str, tuple[str, Any]] = {}  # by database

    def of(self, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """The rows, in the order of the queryset; none for no ids."""
        sql, compiler = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, [among(ids)[1]])
            found = cursor.fetchall()
        read: Iterator[tuple[Any, ...]] = compiler.results_iter([found], tuple_expected=True)
        return read

    def _statement(self) -> tuple[str, Any]:
        if connection.vendor not in self._written:
            one_of, _ = among([], listed=self._listed)
            asked = self._rows.filter(**{f"{self._column}__in": [0]})
            compiler = asked.query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            if list(parameters) != [0]:
                raise ValueError("A statement takes no parameters but its ids.")
            self._written[connection.vendor] = sql.replace("IN (%s)", one_of), compiler
        return self._written[connection.vendor]


class _Part:
    """The columns of one model in a row, from `start` to `end`."""

    def __init__(self, name: str, model: Any, start: int = 0) -> None:
        self.name, self._model = name, model
        self._names = [field.attname for field in model._meta.concrete_fields]
        self.start, self.end = start, start + len(self._names)
        self.columns = [f"{name}__{column}" if name else column for column in self._names]
        self._key = start + self._names.index(model._meta.pk.attname)

    def of(self, row: tuple[Any, ...]) -> Any:
        """The instance; None where nothing was joined."""
        if row[self._key] is None:
            return None
        return self._model.from_db(connection.alias, self._names, row[self.start : self.end])


class Finder(Generic[M]):
    """`Model.objects.select_related(*related).get(column=value)`, but None where there is no such row."""

    def __init__(self, model: type[M], column: str, *related: str) -> None:
        self._model, self._column, self._related = model, column, related
        self._written: dict[str, tuple[str, Any, list[_Part]]] = {}  # by database

    def find(self, value: int | str) -> M | None:
        """The row that has this value; None too for a number that no column can hold, which an address may name."""
        if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
            return None
        sql, compiler, (own, *others) = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, [value])
            found = cursor.fetchall()
        for row in compiler.results_iter([found], tuple_expected=True):
            instance: M = own.of(row)
            for part in others:
                setattr(instance, part.name, part.of(row))
            return instance
        return None

    def _statement(self) -> tuple[str, Any, list[_Part]]:
        if connection.vendor not in self._written:
            parts = [_Part("", self._model)]
            for name in self._related:
                related = self._model._meta.get_field(name).related_model
                parts.append(_Part(name, related, parts[-1].end))
            columns = [column for part in parts for column in part.columns]
            asked = self._model._default_manager.select_related(None).order_by().values_list(*columns)
            compiler = asked.filter(**{self._column: 0}).query.get_compiler(connection=connection)
            self._written[connection.vendor] = compiler.as_sql()[0], compiler, parts
        return self._written[connection.vendor]
