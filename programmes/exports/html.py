"""The tables of a programme as HTML.

The one page part that is not a template: a programme of 2,000 rows has 60,000 values, and a template engine's own
call for each of them costs more than all the rest of the page (docs/adr/0012). The rule that replaces the
engine's escaping: whatever comes from a tree, from the labels or from an address passes `escape` or `lines`; keys,
numbers and names of standings are the program's own and are written as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from programmes.content import Entry, Indicator, ProgrammeContent, Section, Task, Topic
from wco_tracker.lib.timelines import Timeline


@dataclass(slots=True, frozen=True)
class MatrixLabels:
    """All words that the tables hold beside the content, and the functions that put dates into words."""

    columns: tuple[str, str, str, str, str]
    singular: tuple[str, str, str, str, str]
    standings: dict[str, str]
    tones: dict[str, str]
    due: str
    internal: str
    changed: str
    edit: str
    history: str
    target: str
    entry_note: Callable[[Entry, Indicator], str]
    due_note: Callable[[Timeline], str]


@dataclass(slots=True, frozen=True)
class Frame:
    """What a matrix is written with, beside the tree.

    `columns`: (name, heading) of the columns shown, of `exports.columns.COLUMNS`; `base`: the programme's address;
    `sprite`: the address of the standings' symbols; `view`: the query that an edit comes back to.
    """

    label: MatrixLabels
    columns: Sequence[tuple[str, str]]
    base: str
    sprite: str
    may_edit: bool
    view: str = ""


def write_matrix(tree: ProgrammeContent, frame: Frame) -> SafeString:
    """One table for each section, with merged cells for topics and tasks."""
    tables = _Tables(tree.language, frame)
    return mark_safe("".join([tables.section(section) for section in tree.sections]))


def lines(text: str) -> str:
    """A text with its line breaks as HTML has them."""
    return escape(text).replace("\n", "<br>") if "\n" in text else escape(text)


class _Tables:
    """Writes parts of tables. What stands in every row is put together once."""

    def __init__(self, language: str, frame: Frame) -> None:
        label, names = frame.label, [name for name, _heading in frame.columns]
        self.lang = f' lang="{escape(language)}"'
        self.text = f'{self.lang} dir="auto"'
        self.label = label
        self.base = escape(frame.base)
        self.came_from = f"?{escape(urlencode({'view': frame.view}))}" if frame.view else ""
        self.last = names[-1] if frame.may_edit else ""  # the column with the way to the editor
        self.with_tasks, self.with_timeline, self.with_progress = (
            name in names for name in ("tasks", "timeline", "progress")
        )
        topic, task, row, timeline, progress = (f' data-label="{escape(word)}"' for word in label.singular)
        self.topic_cell = f' class="merged"{topic}><div class="stick"{self.lang}>'
        self.task_cell = f' class="merged task"{task}{self.text}>'
        self.row_cell, self.no_row = f"<td{row}{self.text}>", f"<td{row}></td>"
        self.timeline_cell, self.progress_cell = f"<td{timeline}>", f"<td{progress}>"
        self.history, self.due, self.edit = escape(label.history), escape(label.due), escape(label.edit)
        self.internal = f'<span class="tag">{escape(label.internal)}</span>'
        self.changed = f'<span class="tag">{escape(label.changed)}</span>'
        self.standings = {
            tag: f'<span class="standing {shape}"><svg aria-hidden="true"><use href="{escape(frame.sprite)}#{shape}"/>'
            f"</svg>{escape(words)}</span>"
            for tag, words in label.standings.items()
            for shape in [tag.removesuffix("_undated")]
        }
        places = "".join([f'<col class="{name}">' for name in names])
        headings = "".join([f'<th scope="col">{escape(heading)}</th>' for _name, heading in frame.columns])
        self.head = f"<colgroup>{places}</colgroup>\n<thead><tr>{headings}</tr></thead>\n"

    def section(self, section: Section) -> str:
        """A section's heading and table."""
        number = f'<span class="code">{escape(section.number)}.</span> ' if section.number else ""
        quote = f"<blockquote{self.text}>{lines(section.quote)}</blockquote>" if section.quote else ""
        return (
            f'<section class="sheet" id="s-{section.key}" aria-labelledby="h-{section.key}">\n'
            f'<header><h2 id="h-{section.key}"{self.lang}>{number}{escape(section.heading)}</h2>{quote}</header>\n'
            f'<table class="matrix" aria-labelledby="h-{section.key}">\n{self.head}'
            + "".join([self.topic(topic) for topic in section.topics])
            + "</table>\n</section>\n"
        )

    def topic(self, topic: Topic) -> str:
        """A topic's rows; its cell and those of its tasks stand in the first row of each."""
        above = (
            f'<th scope="rowgroup" rowspan="{topic.rows}"{self.topic_cell}<a class="plain"'
            f' href="{self.base}topics/{topic.key}/">{escape(topic.title)}</a></div></th>'
        )
        rows = [f'<tbody id="t-{topic.key}">\n']
        for task in topic.tasks or (None,):
            above += self.task(task)
            for row in (task and task.indicators) or (None,):
                rows.append(self.row(row, above))
                above = ""
        rows.append("</tbody>\n")
        return "".join(rows)

    def task(self, task: Task | None) -> str:
        """A task's cell; an empty one where a topic has no task."""
        if not self.with_tasks:
            return ""
        if task is None:
            return f'<td rowspan="1"{self.task_cell}</td>'
        items = ""
        if task.sub_items:
            items = f'<ul class="sub">{"".join([f"<li>{lines(item)}</li>" for item in task.sub_items])}</ul>'
        return f'<td rowspan="{task.rows}"{self.task_cell}{lines(task.text)}{items}</td>'

    def row(self, row: Indicator | None, above: str) -> str:
        """A table row; `above` holds the merged cells that begin in it. Without an indicator its cells are empty."""
        if row is None:
            cells = self.no_row
            cells += f"{self.timeline_cell}</td>" if self.with_timeline else ""
            cells += f"{self.progress_cell}</td>" if self.with_progress else ""
            return f'<tr class="item">{above}{cells}</tr>\n'
        ref, edit = escape(row.ref), ""  # a section's number in it is text that somebody typed
        if self.last:
            edit = (
                f'<a class="edit" href="{self.base}rows/{row.key}/edit/{self.came_from}">{self.edit}'
                f'<span class="visually-hidden"> {ref}</span></a>'
            )
        target = ""
        if row.target:
            words = self.label.target % {"number": row.target, "unit": row.unit or ""}
            target = f'<span class="note">{escape(words)}</span>'
        cells = (
            f'{self.row_cell}<a class="ref" href="{self.base}rows/{row.key}/history/" title="{self.history}">{ref}</a>'
            f" {lines(row.text)}{target}{edit if self.last == 'indicator' else ''}</td>"
        )
        if self.with_timeline:
            cells += self.timeline(row, edit if self.last == "timeline" else "")
        if self.with_progress:
            cells += self.progress(row, edit)
        return f'<tr class="item" id="r-{row.key}" tabindex="-1" data-ref="{ref}">{above}{cells}</tr>\n'

    def timeline(self, row: Indicator, edit: str) -> str:
        """The timeline as printed, the day it is due, and the row's standing."""
        due = self.label.due_note(row.timeline)
        note = f'<span class="note">{self.due} {escape(due)}</span>' if due else ""
        return (
            f"{self.timeline_cell}<span{self.text}>{escape(row.timeline.phrase)}</span>{note}"
            f"{self.standings[row.tag]}{edit}</td>"
        )

    def progress(self, row: Indicator, edit: str) -> str:
        """The row's entries, oldest first."""
        if not row.progress:
            return f"{self.progress_cell}{edit}</td>"
        entries = "".join([self.entry(entry, row) for entry in row.progress])
        return f"{self.progress_cell}<ul>{entries}</ul>{edit}</td>"

    def entry(self, entry: Entry, row: Indicator) -> str:
        """One entry, and under it its time, author, number and the state it sets."""
        printed = self.label.entry_note(entry, row)
        note = f'<span class="note">{escape(printed)}</span>' if printed else ""
        words = f"<span{self.text}>{lines(entry.text)}</span>{note}"
        if entry.released:
            return f"<li>{words}</li>"
        return f'<li class="internal">{words}{self.changed if entry.released_as else self.internal}</li>'
