"""The least that could give the same page or save: one statement and f-strings, a plain ModelForm."""

import json
from html import escape

from django.db import connection
from django.forms import ModelForm

from programmes.models import Indicator


def matrix_limit(slug: str) -> bytes:
    """The programme as nested JSON in one statement, put together as the cells of the same tables."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [slug])
        kept = cursor.fetchone()[0]
    title, sections = json.loads(kept) if isinstance(kept, str) else kept
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
                        f'<span class="said">{on} · {sets}</span></li>'
                        for entry, on, sets, released in entries or ()
                    )
                    parts.append(
                        f'<tr class="item" id="r-{row_key}" tabindex="-1" data-ref="{ref}">{first}{task}'
                        f'<td data-label="Performance indicator" {en} dir="auto"><a class="ref" href="{base}rows/'
                        f'{row_key}/history/" title="History">{ref}</a> {escape(words)}</td>'
                        f'<td data-label="Timeline"><span {en} dir="auto">{escape(phrase)}</span><span class="said">'
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


def _statement() -> str:
    """The nested statement in the words of the database in use."""
    postgres = connection.vendor == "postgresql"
    array, many = ("json_build_array", "json_agg") if postgres else ("json_array", "json_group_array")

    def level(alias: str, columns: str, table: str, parent: str, below: str = "") -> str:
        values = [f"{alias}.{column}" for column in columns.split()]
        if below:
            values.append(f"({below})" if postgres else f"json(({below}))")
        return (
            f"SELECT {many}({'x' if postgres else 'json(x)'}) FROM"
            f" (SELECT {array}({', '.join(values)}) AS x FROM programmes_{table} {alias}"
            f" WHERE {alias}.{parent} AND {alias}.withdrawn_at IS NULL ORDER BY {alias}.position, {alias}.id) AS q"
        )

    entries = level("e", "text reported_on sets_state released_as", "progressentry", "indicator_id = i.id")
    rows = level(
        "i", "key text timeline_phrase timeline_due_on timeline_kind", "indicator", "task_id = k.id", entries
    )
    tasks = level("k", "key text", "task", "topic_id = t.id", rows)
    topics = level("t", "key title", "topic", "section_id = s.id", tasks)
    sections = level("s", "key number heading", "programmesection", "programme_id = p.id", topics)
    inner = f"({sections})" if postgres else f"json(({sections}))"
    return f"SELECT {array}(p.title, {inner}) FROM programmes_workprogramme p WHERE p.slug = %s"


class RowForm(ModelForm):
    """What Django makes of a row by itself."""

    class Meta:
        model = Indicator
        fields = ("text", "timeline_phrase", "target", "unit")
