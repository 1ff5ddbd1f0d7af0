"""Statements that are put together once.

Django writes the SQL of a queryset anew each time it is asked. For the few statements behind every page of a
programme that takes as long as the database's own answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

STEP = 32  # a statement is written for so many ids or a multiple: the last id fills the rest


class Statement:
    """The rows of `QuerySet.values_list` whose column is one of some ids.

    `rows` may hold no value of its own but what never changes (its SQL takes the ids as its only parameters).
    """

    def __init__(self, rows: "QuerySet[Any, tuple[Any, ...]]", column: str) -> None:
        self._rows, self._column = rows, column
        self._written: dict[tuple[str, int], tuple[str, Any]] = {}

    def of(self, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """The rows, in the order of the queryset; none for no ids."""
        if not ids:
            return iter(())
        number = -(-len(ids) // STEP) * STEP
        sql, compiler = self._statement(number)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*ids, *[ids[-1]] * (number - len(ids))])
            found = cursor.fetchall()
        read: Iterable[tuple[Any, ...]] = compiler.results_iter([found], tuple_expected=True)
        return iter(read)

    def _statement(self, number: int) -> tuple[str, Any]:
        key = connection.vendor, number
        if key not in self._written:
            places = list(range(number))  # a set in the queryset would drop equal ones
            compiler = self._rows.filter(**{f"{self._column}__in": places}).query.get_compiler(
                connection=connection
            )
            sql, parameters = compiler.as_sql()
            if list(parameters) != places:
                raise ValueError("A statement takes no parameters but its ids.")
            self._written[key] = sql, compiler
        return self._written[key]
