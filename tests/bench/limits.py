"""The least that could give the same page or save: one statement and f-strings, a plain ModelForm."""

import json
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.forms import ModelForm

from programmes.models import Indicator


def matrix_limit(slug: str) -> bytes:
    """The programme as nested JSON in one statement, put together as the cells of the same tables."""
    title, sections = _nested(slug) if connection.vendor == "postgresql" else _folded(slug)
    base, en = f"/programmes/{slug}/", 'lang="en"'
    parts = [f"<!doctype html><title>{escape(title)}</title><main><h1>{escape(title)}</h1>"]
    for place, (key, number, heading, topics) in enumerate(sections or (), 1):
        parts.append(
            f'<section class="sheet" id="s-{key}" aria-labelledby="h-{key}"><header><h2 id="h-{key}" {en}>'
            f'<span class="code">{escape(number)}.</span> {escape(heading)}</h2></header>'
            f'<table class="matrix" aria-labelledby="h-{key}">'
        )
        for topic_place, (topic_key, topic_title, tasks) in enumerate(topics or (), 1):
            parts.append(f'<tbody id="t-{topic_key}">')
            spanned = sum(max(1, len(task[2] or ())) for task in tasks or ())
            first = (
                f'<th scope="rowgroup" rowspan="{spanned}" class="merged" data-label="Topic"><div class="stick" {en}>'
                f'<a class="plain" href="{base}topics/{topic_key}/">{escape(topic_title)}</a></div></th>'
            )
            row_place = 0
            for _, text, rows in tasks or ():
                task = (
                    f'<td rowspan="{len(rows or ()) or 1}" class="merged task" data-label="Task" {en} dir="auto">'
                    f"{escape(text)}</td>"
                )
                for row_key, words, phrase, due, state, entries in rows or ():
                    row_place += 1
                    ref = f"{place}.{topic_place}.{row_place}"
                    said = "".join(
                        f'<li{"" if released else _INTERNAL}><span {en} dir="auto">{escape(entry)}</span>'
                        f'<span class="note">{on} · {sets}</span></li>'
                        for entry, on, sets, released in entries or ()
                    )
                    parts.append(
                        f'<tr class="item" id="r-{row_key}" tabindex="-1" data-ref="{ref}">{first}{task}'
                        f'<td data-label="Performance indicator" {en} dir="auto"><a class="ref" href="{base}rows/'
                        f'{row_key}/history/" title="History">{ref}</a> {escape(words)}</td>'
                        f'<td data-label="Timeline"><span {en} dir="auto">{escape(phrase)}</span><span class="note">'
                        f'Due {due}</span><span class="standing {state}"><svg aria-hidden="true"><use '
                        f'href="/static/img/standing.svg#{state}"/></svg>{state}</span></td>'
                        f'<td data-label="Progress"><ul>{said}</ul><a class="edit" href="{base}rows/{row_key}/edit/">'
                        f'Edit<span class="visually-hidden"> {ref}</span></a></td></tr>'
                    )
                    first = task = ""
            parts.append("</tbody>")
        parts.append("</table></section>")
    parts.append("</main>")
    return "".join(parts).encode()


_INTERNAL = ' class="internal"'


def _nested(slug: str) -> Any:
    """Title and sections as one statement of PostgreSQL nests them."""

    def level(alias: str, columns: str, table: str, parent: str, below: str = "") -> str:
        values = [f"{alias}.{column}" for column in columns.split()] + ([f"({below})"] if below else [])
        inner = (
            f"SELECT json_build_array({', '.join(values)}) AS x FROM programmes_{table} {alias}"
            f" WHERE {alias}.{parent} AND {alias}.withdrawn_at IS NULL ORDER BY {alias}.position, {alias}.id"
        )
        return f"SELECT json_agg(x) FROM ({inner}) AS q"

    entries = level("e", _ENTRY, "progressentry", "indicator_id = i.id")
    rows = level("i", _ROW, "indicator", "task_id = k.id", entries)
    tasks = level("k", "key text", "task", "topic_id = t.id", rows)
    topics = level("t", "key title", "topic", "section_id = s.id", tasks)
    sections = level("s", "key number heading", "programmesection", "programme_id = p.id", topics)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT json_build_array(p.title, ({sections})) FROM programmes_workprogramme p WHERE p.slug = %s",
            [slug],
        )
        kept = cursor.fetchone()[0]
    return json.loads(kept) if isinstance(kept, str) else kept


_ENTRY = "text reported_on sets_state released_as"
_ROW = "key text timeline_phrase timeline_due_on timeline_kind"
_LEVELS = (
    ("s", "key number heading", "programmesection", "programme_id = p.id"),
    ("t", "key title", "topic", "section_id = s.id"),
    ("k", "key text", "task", "topic_id = t.id"),
    ("i", _ROW, "indicator", "task_id = k.id"),
    ("e", _ENTRY, "progressentry", "indicator_id = i.id"),
)


def _folded(slug: str) -> Any:
    """The same from one flat statement: SQLite takes none that is nested so deep."""
    columns = ["p.title"]
    joins = ""
    for alias, names, table, parent in _LEVELS:
        columns += [f"{alias}.id", *(f"{alias}.{name}" for name in names.split())]
        joins += f" LEFT JOIN programmes_{table} {alias} ON {alias}.{parent} AND {alias}.withdrawn_at IS NULL"
    order = ", ".join(f"{alias}.position, {alias}.id" for alias, *_ in _LEVELS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM programmes_workprogramme p{joins} WHERE p.slug = %s ORDER BY {order}",
            [slug],
        )
        rows = cursor.fetchall()
    widths = [len(names.split()) for _, names, *_ in _LEVELS]
    return rows[0][0], _grouped(rows, 1, widths)


def _grouped(rows: list[tuple[Any, ...]], at: int, widths: list[int]) -> list[Any]:
    """The rows of one level, each with those under it as its last value; `at` is the place of its id."""
    end = at + 1 + widths[0]
    found = []
    for key, own in groupby(rows, itemgetter(at)):
        if key is not None:
            below = list(own)
            found.append(
                [*below[0][at + 1 : end], *([_grouped(below, end, widths[1:])] if widths[1:] else [])]
            )
    return found


class RowForm(ModelForm):
    """What Django makes of a row by itself."""

    class Meta:
        model = Indicator
        fields = ("text", "timeline_phrase", "target", "unit")
