"""Reads the interchange form of a programme (design/interchange.md) into the tree, or says what is wrong where."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from programmes.content import (
    RELEASED_FIELDS,
    Activity,
    Continuation,
    Entry,
    Goal,
    Indicator,
    ProgrammeContent,
    Section,
    SourceRef,
    Step,
    Task,
    Topic,
    number_rows,
)
from programmes.content.numbering import bare_number, first_clash
from programmes.importing import programme_form as forms
from wco_tracker.lib import timelines
from wco_tracker.lib.interchange import check, read_value
from wco_tracker.lib.interchange.sentences import path
from wco_tracker.lib.interchange.types import SourceForm
from wco_tracker.lib.keys import new_key
from wco_tracker.lib.timelines import Timeline

LEVELS = ("sections", "topics", "tasks", "indicators", "progress")


def read(data: bytes) -> ProgrammeContent:
    """The tree in a file; raises Unreadable with every error found. Rows without a key get a new one."""
    return from_value(read_value(data))


def from_value(value: Any) -> ProgrammeContent:
    """The tree in plain values; raises Unreadable with every error found."""
    form = check(value, forms.ProgrammeForm, "a work programme", errors=_repeated)
    return number_rows(_Tree().programme(form))


def _repeated(value: dict[str, Any]) -> Iterator[str]:
    """Errors for what stands at two rows and must stand at one."""
    yield from _repeated_keys(value)
    yield from _repeated_numbers(value)


def _repeated_numbers(value: dict[str, Any]) -> Iterator[str]:
    """An error for each section whose references would be those of one before it."""
    before: dict[str, str] = {}
    sections = value.get("sections")
    for place, row in enumerate(sections if isinstance(sections, list) else ()):
        number = row.get("number") if isinstance(row, dict) else None
        if not isinstance(number, str) or not (number := bare_number(number)):
            continue
        if (other := first_clash(number, before)) is not None:
            yield (
                f"sections[{place}].number: {before[other]} has the number {other}, and both would give the same "
                f"references ({number}.1). Give one of them another number, or leave it empty."
            )
        before.setdefault(number, f"sections[{place}]")


def _repeated_keys(value: dict[str, Any]) -> Iterator[str]:
    """An error for each key that stands at more than one row, with all its places."""
    keys = list(_keys(value, 0))
    if len(set(keys)) == len(keys):
        return
    places: dict[str, list[str]] = defaultdict(list)
    for place, row in _rows(value, (), 0):
        if isinstance(key := row.get("key"), str):
            places[key].append(path(place))
    for key, found in places.items():
        if len(found) > 1:
            yield f"{found[1]}.key: The key {key} stands more than once; it is the key of {found[0]} too."


def _keys(value: Any, depth: int) -> Iterator[str]:
    """The keys of all rows below an object, without their places: most files have none twice."""
    children = value.get(LEVELS[depth])
    for row in children if isinstance(children, list) else ():
        if isinstance(row, dict):
            if isinstance(key := row.get("key"), str):
                yield key
            if depth + 1 < len(LEVELS):
                yield from _keys(row, depth + 1)


def _rows(
    value: Any, place: tuple[str | int, ...], depth: int
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every row below an object with its place, whatever else is wrong with the file."""
    if depth == len(LEVELS):
        return
    name = LEVELS[depth]
    children = value.get(name)
    for number, row in enumerate(children if isinstance(children, list) else ()):
        if isinstance(row, dict):
            here = (*place, name, number)
            yield here, row
            yield from _rows(row, here, depth + 1)


class _Tree:
    """Makes the tree of a form; `keyless` has the keys that rows without one were given."""

    def __init__(self) -> None:
        self.keyless: set[str] = set()

    def programme(self, form: forms.ProgrammeForm) -> ProgrammeContent:
        document, plan = form.document or forms.DocumentForm(), form.plan
        tree = ProgrammeContent(
            slug=form.slug,
            group=form.group,
            title=form.title,
            period=form.period,
            starts_on=form.starts_on,
            ends_on=form.ends_on,
            as_of=form.as_of,
            status=form.status,
            visibility=form.visibility,
            language=form.language,
            introduction=form.introduction,
            plan_slug=plan.slug if plan else None,
            plan_title=plan.title if plan else None,
            strategic_goals=[_goal(goal) for goal in form.strategic_goals],
            document=document.symbol,
            agenda_item=document.agenda_item,
            annex=document.annex,
            page_heading=document.page_heading,
            steps=[Step(step.status, step.on, step.by, _source(step.source)) for step in form.steps],
            training=form.training,
            sections=[self._section(section) for section in form.sections],
            mended=[_mended(mark) for mark in form.mended],
            extract=form.extract,
            keyless=self.keyless,
        )
        if tree.strategic_goals and plan is None:
            # A plan that the file does not name goes by the programme's name.
            tree.plan_slug, tree.plan_title = tree.slug, tree.title
        return tree

    def _key(self, key: str | None) -> str:
        if key is None:
            self.keyless.add(key := new_key())
        return key

    def _section(self, form: forms.SectionForm) -> Section:
        return Section(
            key=self._key(form.key),
            number=form.number or "",
            heading=form.heading,
            quote=form.quote or "",
            activity_code=form.activity_code,
            topics=[self._topic(topic) for topic in form.topics],
        )

    def _topic(self, form: forms.TopicForm) -> Topic:
        return Topic(
            key=self._key(form.key),
            title=form.title,
            title_printed=form.title_printed or form.title,
            lead=form.lead or None,
            officer=form.officer or None,
            sponsors=form.sponsors,
            continues=[Continuation(link.programme, link.key, link.how) for link in form.continues],
            tasks=[self._task(task) for task in form.tasks],
        )

    def _task(self, form: forms.TaskForm) -> Task:
        return Task(
            key=self._key(form.key),
            text=form.text,
            sub_items=form.sub_items,
            indicators=[self._indicator(indicator) for indicator in form.indicators],
        )

    def _indicator(self, form: forms.IndicatorForm) -> Indicator:
        return Indicator(
            key=self._key(form.key),
            text=form.text,
            timeline=_timeline(form.timeline),
            target=form.target,
            unit=form.unit,
            progress=[self._entry(entry) for entry in form.progress],
        )

    def _entry(self, form: forms.EntryForm) -> Entry:
        entry = Entry(key=self._key(form.key), **_released_values(form), author=form.author or None)
        entry.released = form.released
        if not entry.released and form.released_as:
            released = Entry(key=entry.key, **_released_values(form.released_as))
            entry.note_release(released.release_values())
        return entry


def _released_values(form: forms.ReleasedForm) -> dict[str, Any]:
    values = {name: getattr(form, name) for name in RELEASED_FIELDS}
    return values | {"period": form.period or None, "source": _source(form.source)}


def _timeline(form: forms.TimelineForm | None) -> Timeline:
    """The meaning that the file gives; where it gives only a phrase, the program's own."""
    if form is None or "kind" not in form.model_fields_set:
        return timelines.read(form.phrase if form else "")
    return Timeline(
        phrase=form.phrase,
        kind=form.kind or "unread",
        due_on=date.fromisoformat(form.due_on) if form.due_on else None,
        precision=form.precision,
        recurrence=form.recurrence,
        condition=form.condition,
        derived=form.derived,
    )


def _source(form: SourceForm | None) -> SourceRef | None:
    return SourceRef(form.document, form.paragraph, form.quote, form.inferred) if form else None


def _goal(form: forms.GoalForm) -> Goal:
    return Goal(form.number, form.title, [Activity(item.code, item.title) for item in form.activities])


def _mended(form: forms.MendedForm) -> dict[str, Any]:
    """A mark that was lost and is mended; `field` only where the file names it."""
    return form.model_dump(exclude_unset=True)


def keys_of(tree: ProgrammeContent) -> list[str]:
    """The keys of all rows of every level, in order."""
    keys = []
    for table in tree.sections:
        keys.append(table.key)
        for topic in table.topics:
            keys.append(topic.key)
            for task in topic.tasks:
                keys.append(task.key)
                for indicator in task.indicators:
                    keys.append(indicator.key)
                    keys.extend(entry.key for entry in indicator.progress)
    return keys
