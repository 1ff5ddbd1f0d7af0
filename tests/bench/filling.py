"""The databases of the bench: made anew, with two made-up programmes, and one of them with many more."""

from typing import Any

from django.core.management import call_command
from django.db import connection, connections

from groups.models import Group, Membership, Person, User
from programmes.management.commands.make_sample import GROUP
from programmes.models import Indicator
from tests.rows import create

SIZES = (136, 2_000)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# From the top: table, column of the parent and the parent's table.
LEVELS = (
    ("workprogramme", "", ""),
    ("programmesection", "programme_id", "workprogramme"),
    ("topic", "section_id", "programmesection"),
    ("task", "topic_id", "topic"),
    ("indicator", "task_id", "task"),
    ("progressentry", "indicator_id", "indicator"),
)


def fill(alias: str, others: int) -> None:
    """Tables, an officer, the two programmes, and about so many rows of other programmes."""
    kept = connections["default"]
    connections["default"] = connections[alias]
    try:
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        for rows in SIZES:
            call_command("make_sample", programmes=1, indicators=rows, name=f"rows{rows}", verbosity=0)
        officer()
        if others:
            _copy(others)
        _tidy()
    finally:
        connections["default"] = kept


def _tidy() -> None:
    """Lets the database do at once what it would do later, beside the measuring."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("ANALYZE")
            return
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT current_setting('is_superuser')::boolean")
        if cursor.fetchone()[0]:
            cursor.execute("CHECKPOINT")


def officer() -> User:
    """The officer of the made-up committee."""
    if found := User.objects.filter(email="officer@example.org").first():
        return found
    person = create(Person, name="Officer")
    create(Membership, group=Group.objects.get(slug=GROUP), person=person, role="officer")
    return User.objects.create_user("officer@example.org", person=person)


def _copy(others: int) -> None:
    """Copies the larger programme set by set, its ids moved on and its keys begun otherwise.

    Raw statements, without history: half a million rows would take minutes any other way.
    """
    source = Indicator.objects.filter(task__topic__section__programme__slug=f"rows{SIZES[1]}-1")
    copies = -(-others // source.count())
    letters = " || ".join(f"substr('{LETTERS}', 1 + (k / {26**place}) % 26, 1)" for place in range(3))
    series = f"WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < {copies})"
    names = {
        "id": "t.id + c.k * 1000000",
        "key": f"'xyz' || {letters} || substr(t.key, 7)",
        "slug": "'other-' || c.k",
    }
    with connection.cursor() as cursor:
        for table, parent, _above in LEVELS:
            full = f"programmes_{table}"
            cursor.execute(f"SELECT * FROM {full} LIMIT 0")
            columns: list[Any] = [f'"{column[0]}"' for column in cursor.description]
            taken = [
                names.get(
                    name := column.strip('"'),
                    f"t.{column} + c.k * 1000000" if name == parent else f"t.{column}",
                )
                for column in columns
            ]
            cursor.execute(
                f"{series} INSERT INTO {full} ({', '.join(columns)}) SELECT {', '.join(taken)}"
                f" FROM {full} t CROSS JOIN c WHERE {_of_the_source(table)}"
            )


def _of_the_source(table: str) -> str:
    """The condition that a row `t` belongs to the larger programme."""
    for name, parent, above in LEVELS:
        if name == table and parent:
            return f"t.{parent} IN (SELECT t.id FROM programmes_{above} t WHERE {_of_the_source(above)})"
    return f"t.slug = 'rows{SIZES[1]}-1'"
