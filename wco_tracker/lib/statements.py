"""Statements that are put together once.

Django writes the SQL of a queryset anew each time it is asked. For the few statements behind every page of a
programme that takes as long as the database's own answer.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# The ids as one parameter: thousands of them take the database longer to read than to find, and where it sees them
# as one array in a condition, to weigh one by one. Named so or not, the rows of other programmes are never touched.
ONE_OF = {
    "postgresql": ("IN (SELECT unnest(%s::bigint[]))", "{{{}}}"),
    "sqlite": ("IN (SELECT value FROM json_each(%s))", "[{}]"),
}


class Statement:
    """The rows of `QuerySet.values_list` whose column is one of some ids.

    `rows` may hold no value of its own: the ids are the only parameter of its SQL.
    """

    def __init__(self, rows: "QuerySet[Any, tuple[Any, ...]]", column: str) -> None:
        self._rows, self._column = rows, column
        self._written: dict[str, tuple[str, Any]] = {}  # by database

    def of(self, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """The rows, in the order of the queryset; none for no ids."""
        _, form = ONE_OF[connection.vendor]
        sql, compiler = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, [form.format(",".join(map(str, ids)))])
            found = cursor.fetchall()
        read: Iterator[tuple[Any, ...]] = compiler.results_iter([found], tuple_expected=True)
        return read

    def _statement(self) -> tuple[str, Any]:
        if connection.vendor not in self._written:
            one_of, _ = ONE_OF[connection.vendor]
            asked = self._rows.filter(**{f"{self._column}__in": [0]})
            compiler = asked.query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            if list(parameters) != [0]:
                raise ValueError("A statement takes no parameters but its ids.")
            self._written[connection.vendor] = sql.replace("IN (%s)", one_of), compiler
        return self._written[connection.vendor]
