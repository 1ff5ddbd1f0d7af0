"""Querysets whose SQL is written once, for the few questions behind every table of a programme.

Django writes the SQL of a queryset anew each time it is evaluated, and passes thousands of ids as thousands of
parameters. Loading a programme asks three questions, two of them with many ids: written once, with the ids as one
parameter, they take half the time (docs/performance.md). Nothing else needs this: use a queryset.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# The ids as one parameter: thousands of them take the database longer to read than to find. As rows, a plan that joins
# further tables counts with them; as a list, the rows of one table are found at once, in the order of its index.
AS_ROWS = {
    "postgresql": ("IN (SELECT unnest(%s::bigint[]))", "{{{}}}"),
    "sqlite": ("IN (SELECT value FROM json_each(%s))", "[{}]"),
}
AS_LIST = {**AS_ROWS, "postgresql": ("= ANY(%s::bigint[])", "{{{}}}")}


def among(ids: Iterable[int], *, listed: bool = False) -> tuple[str, str]:
    """The condition that a column is one of these, with one place for a parameter; and that parameter.

    `listed`: of one table, as a rule of many ids.
    """
    one_of, form = (AS_LIST if listed else AS_ROWS)[connection.vendor]
    return one_of, form.format(",".join(map(str, ids)))


class CompiledQuery:
    """The rows of `QuerySet.values_list` whose column is one of some ids.

    `rows` may hold no value of its own: the ids are the only parameter of its SQL. `listed` as in `among`.
    """

    def __init__(self, rows: "QuerySet[Any, tuple[Any, ...]]", column: str, *, listed: bool = False) -> None:
        self._rows, self._column, self._listed = rows, column, listed
        self._written: dict[str, tuple[str, Any]] = {}  # by database

    def of(self, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """The rows, in the order of the queryset; none for no ids."""
        sql, compiler = self._compiled()
        with connection.cursor() as cursor:
            cursor.execute(sql, [among(ids)[1]])
            found = cursor.fetchall()
        read: Iterator[tuple[Any, ...]] = compiler.results_iter([found], tuple_expected=True)
        return read

    def _compiled(self) -> tuple[str, Any]:
        if connection.vendor not in self._written:
            one_of, _ = among([], listed=self._listed)
            filtered = self._rows.filter(**{f"{self._column}__in": [0]})
            compiler = filtered.query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            if list(parameters) != [0]:
                raise ValueError("A compiled query takes no parameters but its ids.")
            self._written[connection.vendor] = sql.replace("IN (%s)", one_of), compiler
        return self._written[connection.vendor]
