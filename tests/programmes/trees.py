"""Programmes of every shape for hypothesis: texts of all scripts, every field set or not."""

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

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
from programmes.importing.programme_form import State
from wco_tracker.lib.keys import ALPHABET
from wco_tracker.lib.text import without_invisible
from wco_tracker.lib.timelines import Timeline
from wco_tracker.lib.timelines.meaning import KINDS, PRECISIONS, RECURRENCES

SESSIONS = ["ptc-200", "ptc-201-202", "ptc-2014-03"]
SAMPLES = [
    "a",
    "étude",
    "مرحبا بالعالم",
    "שלום",
    "🚢🛃",
    "<b>&amp;",
    "{{ x }}{% y %}",
    "one\ntwo",
    "“”",
    "\u202eabc",
    " x ",
]


def words(limit: int = 300, least: int = 1) -> st.SearchStrategy[str]:
    """Text that a document can hold."""
    marks = st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\t\n", exclude_characters="\ufffe\uffff"
    )
    good = st.text(marks, min_size=least, max_size=6).filter(
        lambda text: len(without_invisible(text).strip()) >= least
    )
    return (st.sampled_from(SAMPLES) | st.sampled_from(SAMPLES) | good).map(lambda text: text[:limit])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or None where it is not known."""
    return st.none() | strategy


numbers = st.decimals(0, 10**9, places=2).map(lambda value: f"{value.normalize() + 0:f}")
partial = st.sampled_from(["2014", "2014-10", "2014-10-31", "2000-02-29"])
keys = st.text(ALPHABET, min_size=10, max_size=10)
sources = st.builds(SourceRef, words(60), maybe(words(60)), maybe(words()), st.booleans())
# A reading as by_date has a day; any other may.
timelines = st.builds(
    Timeline,
    phrase=words(),
    kind=st.sampled_from(KINDS),
    due_on=maybe(st.dates(date(1990, 1, 1), date(2100, 1, 1))),
    precision=maybe(st.sampled_from(PRECISIONS)),
    recurrence=maybe(st.sampled_from(RECURRENCES)),
    condition=maybe(words()),
    derived=maybe(words(30)),
).map(
    lambda timeline: (
        timeline if timeline.due_on or timeline.kind != "by_date" else timeline._replace(kind="unread")
    )
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Internal, released, or changed since its release."""
    values = {
        "text": words(),
        "reported_on": maybe(partial),
        "session": maybe(st.sampled_from(SESSIONS)),
        "sets_state": maybe(st.sampled_from(get_args(State))),
        "state_inferred": st.booleans(),
        "number": maybe(numbers),
        "period": maybe(words(60)),
        "evidence": some(words(), 1),
        "decision": maybe(words()),
        "source": maybe(sources),
    }
    assert set(values) == set(RELEASED_FIELDS)
    entry = Entry(
        key=draw(keys),
        **{name: draw(value) for name, value in values.items()},
        author=draw(maybe(words())),
    )
    released = draw(st.sampled_from(["no", "as it is", "otherwise"]))
    if released == "as it is":
        entry.released = True
    elif released == "otherwise":
        before = Entry(key=entry.key, **{name: draw(value) for name, value in values.items()})
        entry.note_release(before.release_values())
    return entry


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    """None, one or a few."""
    return st.lists(strategy, max_size=most)


@st.composite
def programmes(draw: st.DrawFn) -> ProgrammeContent:
    """A whole programme whose keys are all different."""
    rows = st.builds(Indicator, keys, words(), timelines, maybe(numbers), maybe(words(60)), some(entries()))
    tasks = st.builds(Task, keys, words(), some(words()), some(rows))
    topics = st.builds(
        Topic,
        key=keys,
        title=words(),
        title_printed=words(),
        lead=maybe(words()),
        officer=maybe(words()),
        sponsors=st.lists(words(), max_size=2, unique=True),
        tasks=some(tasks),
    )
    goals = draw(
        st.lists(
            st.builds(Goal, st.integers(1, 99).map(str), words(), st.just([])),
            max_size=2,
            unique_by=lambda g: g.number,
        )
    )
    for goal in goals:
        codes = draw(st.lists(st.integers(1, 9), max_size=2, unique=True))
        goal.activities = [Activity(f"{goal.number}.{code}", draw(words())) for code in codes]
    codes = [activity.code for goal in goals for activity in goal.activities]
    planned = bool(goals) or draw(st.booleans())
    tree = ProgrammeContent(
        slug="tried-out",
        group="ptc",
        title=draw(words()),
        period=draw(maybe(words(30))),
        starts_on=draw(maybe(st.sampled_from(["2000-02-29", "2013", "2014"]))),
        ends_on=draw(maybe(st.sampled_from(["2014", "2014-10", "2014-10-31"]))),
        as_of=draw(maybe(partial)),
        status=draw(st.sampled_from(["draft", "submitted", "endorsed", "adopted", "closed"])),
        visibility=draw(st.sampled_from(["public", "members", "group", "secretariat"])),
        language=draw(st.sampled_from(["en", "fr"])),
        introduction=draw(some(words())),
        plan_slug="a-plan" if planned else None,
        plan_title=draw(words()) if planned else None,
        strategic_goals=goals,
        document=draw(maybe(words(60))),
        annex=draw(maybe(words(10))),
        page_heading=draw(maybe(words())),
        steps=draw(
            some(
                st.builds(
                    Step,
                    st.sampled_from(["draft", "adopted"]),
                    maybe(partial),
                    maybe(words()),
                    maybe(sources),
                )
            )
        ),
        training=draw(st.booleans()),
        sections=draw(
            st.lists(
                st.builds(
                    Section,
                    key=keys,
                    number=words(10, 0).map(bare_number),
                    heading=words(),
                    quote=words(300, 0),
                    activity_code=maybe(st.sampled_from(codes)) if codes else st.none(),
                    topics=some(topics),
                ),
                max_size=2,
            )
        ),
    )
    if len(tree.sections) == 2 and first_clash(tree.sections[0].number, [tree.sections[1].number]):
        tree.sections[1].number = ""
    number_rows(_told_apart(tree))
    tree.agenda_item = "XIV (b)" if tree.document else None
    others = st.sampled_from(list(tree.topics)) if any(tree.topics) else st.nothing()
    for topic in tree.topics:
        earlier = draw(st.lists(others, max_size=2, unique_by=lambda other: other.key))
        how = draw(st.sampled_from(["same_title", "reworded"]))
        topic.continues = [Continuation(tree.slug, other.key, how) for other in earlier]
    return tree


def _told_apart(tree: ProgrammeContent) -> ProgrammeContent:
    """No key twice; states as the entries set them."""
    number = 0
    for section in tree.sections:
        for node in (section, *section.topics, *_below(section)):
            number += 1
            node.key = node.key[:6] + "".join(ALPHABET[number // 32**place % 32] for place in range(4))
    for row in tree.indicators:
        row.state = next((entry.sets_state for entry in reversed(row.progress) if entry.sets_state), None)
    return tree


def _below(section: Section) -> list[Any]:
    rows = list(section.indicators)
    tasks = [task for topic in section.topics for task in topic.tasks]
    return [*tasks, *rows, *(entry for row in rows for entry in row.progress)]


def one_row(entries: list[Entry]) -> ProgrammeContent:
    """An adopted programme with a single row, which holds these entries."""
    row = Indicator("row", "Draft of the guidelines", Timeline("Ongoing", "ongoing"), progress=entries)
    topic = Topic("topic", "Topic", "Topic", tasks=[Task("task", "Task", indicators=[row])])
    section = Section("section", "1", "Section", topics=[topic])
    return ProgrammeContent("small", "ptc", "Small", status="adopted", sections=[section])
