"""The least that could give the same files: the plainest template, the libraries alone, the database's own COPY."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from itertools import count
from typing import Any

from django.db import connection
from jinja2 import Environment
from xlsxwriter import Workbook

from programmes.exports.docx import table_rows
from programmes.exports.pdf import TEMPLATES

_WORD = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
{% macro par(style, text) %}<w:p><w:pPr><w:pStyle w:val="{{ style }}"/></w:pPr><w:r><w:t xml:space="preserve">{{ text }}</w:t></w:r></w:p>{% endmacro %}
{% macro open(width, merge) %}<w:tc><w:tcPr><w:tcW w:w="{{ width }}" w:type="dxa"/>{% if merge %}<w:vMerge w:val="{{ merge }}"/>{% endif %}</w:tcPr>{% endmacro %}
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
{% for section in tree.sections %}{{ par("Heading1", section.heading) }}<w:tbl>
{% for topic in section.topics %}{% for task in topic.tasks %}{% set first = loop.first %}{% for row in task.indicators %}
<w:tr><w:trPr><w:cantSplit/></w:trPr>
{{ open(2100, "restart" if first and loop.first else "continue") }}{{ par("TopicTitle", topic.title if first and loop.first else "") }}</w:tc>
{{ open(3250, "restart" if loop.first else "continue") }}{{ par("ListBullet", task.text if loop.first else "") }}</w:tc>
{{ open(3250, "") }}<w:bookmarkStart w:id="1" w:name="row_{{ row.key }}"/>{{ par("ListBullet", row.text) }}<w:bookmarkEnd w:id="1"/></w:tc>
{{ open(1880, "") }}{{ par("ListBullet", row.timeline.phrase) }}</w:tc>
{{ open(4090, "") }}{% for entry in row.progress %}{{ par("ListBullet", entry.text) }}{% else %}<w:p/>{% endfor %}</w:tc>
</w:tr>
{% endfor %}{% endfor %}{% endfor %}</w:tbl>{% endfor %}</w:body></w:document>"""  # noqa: E501
)


def word_limit(tree: Any) -> bytes:
    """The same tables, merged cells too, by the plainest template, in a zip with this one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        archive.writestr("word/document.xml", _WORD.render(tree=tree).encode())
    return buffer.getvalue()


# Only Typst: what it is made of is ready, and the process is up, before its clock starts.
_TYPST = """
import sys, time
from pathlib import Path
from typst import Compiler, Fonts
template, fonts = sys.argv[1:]
data = sys.stdin.read()
start = time.perf_counter()
compiler = Compiler(
    Path(template).read_bytes(),
    font_paths=Fonts(include_system_fonts=False, font_paths=[fonts]),
    sys_inputs={"data": data, "missing": "0"},
)
made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
print(time.perf_counter() - start)
"""


def pdf_limit(layout: Any) -> float:
    """Seconds that Typst itself takes for the laid-out programme, in a process of its own, which gives back memory."""
    command = [sys.executable, "-I", "-c", _TYPST, str(TEMPLATES / "programme.typ"), str(TEMPLATES / "fonts")]
    said = subprocess.run(
        command, input=json.dumps(layout, ensure_ascii=False).encode(), capture_output=True, check=True
    )
    return float(said.stdout)


def excel_limit(tree: Any) -> bytes:
    """The same two sheets by plain calls of XlsxWriter: flat rows; and the annex, with bullets, heights and merges."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        flat, annex = book.add_worksheet("Rows"), book.add_worksheet("Annex")
        day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
        place, line, numbers = 0, 0, count(1)
        for section in tree.sections:
            annex.merge_range(line, 0, line, 4, section.heading, cell)
            line += 1
            for row in table_rows(section, numbers):
                if row.task is None or row.indicator is None:
                    raise ValueError("The made-up programmes have a row for each task.")
                progress = "\n".join(row.progress)
                texts = (row.indicator.text, row.indicator.timeline.phrase)
                for column, text in enumerate(
                    (section.heading, row.indicator.ref, row.topic.title, row.task.text, *texts)
                ):
                    flat.write_string(place, column, text, cell)
                if due := row.indicator.timeline.due_on:
                    flat.write_datetime(place, 6, due, day)
                else:
                    flat.write_blank(place, 6, None, cell)
                for column, text in enumerate(
                    (row.indicator.standing, row.indicator.state or "", progress), 7
                ):
                    flat.write_string(place, column, text, cell)
                reported = max((entry.reported_on or "" for entry in row.indicator.progress), default="")
                if len(reported) == len("2014-10-31"):
                    flat.write_datetime(place, 10, date.fromisoformat(reported), day)
                else:
                    flat.write_blank(place, 10, None, cell)
                annex.set_row(line, 30)
                for column, merge, span, text in (
                    (0, row.topic_merge, row.topic.rows, row.topic.title),
                    (1, row.task_merge, row.task.rows, "• " + row.task.text),
                ):
                    if merge == "restart":
                        annex.merge_range(line, column, line + span - 1, column, text, cell)
                    elif not merge:
                        annex.write_string(line, column, text, cell)
                bulleted = "\n".join(["• " + text for text in row.progress])
                for column, text in enumerate(("• " + texts[0], "• " + texts[1], bulleted), 2):
                    annex.write_string(line, column, text, cell)
                place, line = place + 1, line + 1
    return buffer.getvalue()


_FLAT = """
SELECT s.number || '. ' || s.heading, i.key, t.title, k.text, i.text, i.timeline_phrase, i.timeline_due_on,
    (SELECT {joined} FROM programmes_progressentry e WHERE e.indicator_id = i.id AND e.withdrawn_at IS NULL),
    (SELECT max(e.reported_on) FROM programmes_progressentry e WHERE e.indicator_id = i.id)
FROM programmes_workprogramme p
JOIN programmes_programmesection s ON s.programme_id = p.id
JOIN programmes_topic t ON t.section_id = s.id
JOIN programmes_task k ON k.topic_id = t.id
JOIN programmes_indicator i ON i.task_id = k.id
WHERE p.slug = '{slug}' AND i.withdrawn_at IS NULL
ORDER BY s.position, t.position, k.position, i.position
"""


def csv_limit(slug: str) -> bytes:
    """The flat rows by COPY; where there is none (SQLite), by a cursor and `csv.writer`."""
    postgres = connection.vendor == "postgresql"
    joined = (
        "string_agg(e.text, chr(10) ORDER BY e.position)" if postgres else "group_concat(e.text, char(10))"
    )
    statement = _FLAT.format(joined=joined, slug=slug)
    with connection.cursor() as cursor:
        if postgres:
            with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as copy:
                return b"".join(copy)
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(cursor.execute(statement))
        return buffer.getvalue().encode()
