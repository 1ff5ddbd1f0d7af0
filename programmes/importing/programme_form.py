"""The interchange form of a programme: what a file may hold, of which type, within which bounds."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from programmes.content.addresses import is_reserved
from programmes.content.numbering import bare_number
from wco_tracker.lib.interchange.sentences import shorten
from wco_tracker.lib.interchange.types import (
    CLEAN,
    DAY,
    Form,
    Key,
    Names,
    PartialDate,
    Slug,
    SourceForm,
    Text,
    Title,
    Words10,
    Words30,
    Words60,
    in_order,
    only_once,
)

Status = Literal["draft", "submitted", "endorsed", "adopted", "closed"]
State = Literal["achieved", "partly_achieved", "in_progress", "not_needed", "discontinued"]


def _number(value: Any) -> str | None:
    """A number as short as it can be, as text: "12.5"; from a number of JSON or a text."""
    if value is None:
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise InvalidOperation
        number = Decimal(str(value))
        if not number.is_finite() or abs(number) >= 10**10:
            raise InvalidOperation
        if number < 0:
            raise ValueError(f"“{shorten(value)}” is below 0. Write how many, or leave it out.")
        rounded = number.quantize(Decimal("0.01"))
        if rounded != number:
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(
            f"“{shorten(value)}” is not a number below 10,000,000,000 with at most two decimals."
        ) from None
    return f"{rounded.normalize() + 0:f}"  # adding nothing takes the sign from a zero


Number = Annotated[
    str | None,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["number", "string", "null"],
            "minimum": 0,
            "exclusiveMaximum": 10**10,
            "description": "At most two decimals; as a text where it must be exact: “12.50”.",
        }
    ),
]


def _free_address(slug: str) -> str:
    if is_reserved(slug):
        raise ValueError(
            f"“{slug}” is the address of a page of its own. Choose another, such as ptc-2019-2022."
        )
    return slug


Address = Annotated[Slug, AfterValidator(_free_address)]
SectionNumber = Annotated[Words10, AfterValidator(bare_number)]


class TimelineForm(Form):
    """A phrase as printed and its meaning. Where only the phrase is given, the program reads it by itself."""

    phrase: Title = ""
    kind: Literal["by_date", "ongoing", "periodic", "session", "conditional", "ended", "unread"] | None = None
    due_on: Annotated[str, Field(pattern=DAY)] | None = Field(None, validate_default=True)
    precision: Literal["day", "month", "quarter", "half", "year"] | None = None
    recurrence: (
        Literal[
            "biennial", "annual", "half_yearly", "quarterly", "monthly", "weekly", "each_session", "periodic"
        ]
        | None
    ) = None
    condition: Title | None = None
    derived: Words30 | None = None

    @field_validator("due_on", "precision", "recurrence", "condition", "derived")
    @classmethod
    def _part_of_a_meaning(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and "kind" in info.data and info.data["kind"] is None:
            raise ValueError("this says what the phrase means: give its “kind” too.")
        return value

    @field_validator("due_on")
    @classmethod
    def _a_day_of_the_calendar(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("kind") == "by_date":
            raise ValueError("a day is needed here, because “kind” is by_date.")
        try:
            if value is not None:
                date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"“{value}” is not a day. Write 2014-10-31.") from None
        return value


class ReleasedForm(Form):
    """What an entry says, and what a release of it shows to Members."""

    text: Text
    reported_on: PartialDate | None = None
    session: Slug | None = None
    sets_state: State | None = None
    state_inferred: bool = False
    number: Number = None
    period: Words60 | None = None
    evidence: list[Text] = []
    decision: Title | None = None
    source: SourceForm | None = None


class EntryForm(ReleasedForm):
    """A progress entry; `released_as` is what Members see of one that was changed since its release."""

    key: Key | None = None
    released: bool = False
    released_as: ReleasedForm | None = None
    author: Title | None = None


class IndicatorForm(Form):
    """A performance indicator; its state follows from its entries and is not read."""

    key: Key | None = None
    text: Text
    target: Number = None
    unit: Words60 | None = None
    timeline: TimelineForm | None = None
    state: State | None = None
    progress: list[EntryForm] = []


class TaskForm(Form):
    """A task."""

    key: Key | None = None
    text: Text
    sub_items: list[Text] = []
    indicators: list[IndicatorForm] = []


class ContinuationForm(Form):
    """An earlier topic that a topic continues."""

    programme: Slug
    key: Key
    how: Literal["same_title", "reworded"] = "reworded"


class TopicForm(Form):
    """A topic; its printed title is its title where none is given."""

    key: Key | None = None
    title: Annotated[Title, Field(min_length=1)]
    title_printed: Title | None = None
    lead: Title | None = None
    officer: Title | None = None
    sponsors: Names = []
    continues: list[ContinuationForm] = []
    tasks: list[TaskForm] = []

    @field_validator("continues")
    @classmethod
    def _each_earlier_topic_once(cls, links: list[ContinuationForm]) -> list[ContinuationForm]:
        only_once([link.key for link in links], "the topic {}")
        return links


class SectionForm(Form):
    """One table of the programme."""

    key: Key | None = None
    number: SectionNumber | None = ""
    activity_code: Words10 | None = None
    heading: Text
    quote: Text | None = ""
    topics: list[TopicForm] = []


class ActivityForm(Form):
    """A strategic activity."""

    code: Annotated[Words10, Field(min_length=1)]
    title: Text


class GoalForm(Form):
    """A strategic goal with its activities."""

    number: Annotated[Words10, Field(min_length=1)]
    title: Text
    activities: list[ActivityForm] = []


class StepForm(Form):
    """A step of the status, by whom it was taken and where that is written."""

    status: Status
    on: PartialDate | None = None
    by: Text | None = None
    source: SourceForm | None = None


class DocumentForm(Form):
    """Where the programme is printed."""

    symbol: Words60 | None = None
    annex: Words10 | None = None
    agenda_item: Words30 | None = None
    page_heading: Title | None = None

    @field_validator("agenda_item")
    @classmethod
    def _an_item_of_a_document(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and not info.data.get("symbol"):
            raise ValueError("an agenda item is a document's: give its “symbol” too.")
        return value


class PlanForm(Form):
    """The strategic plan that the goals belong to."""

    slug: Slug
    title: Annotated[Title, Field(min_length=1)]


class MendedForm(Form):
    """A mark that the source lost: in which node, at which character of which field, what it had and what is read."""

    where: Text
    field: Annotated[str, Field(pattern=CLEAN)] | None = None
    at: int = Field(ge=0, le=10_000)
    printed: Text
    read: Text


class ProgrammeForm(Form):
    """A work programme, as export_programme writes it and import_programme reads it.

    On the way out every name is there, and what is not known is null. On the way in keys may be left out: rows that
    are there already are found by their words.
    """

    format: Literal["wco-tracker/programme"]
    version: Literal[1]
    slug: Address
    group: Slug
    title: Annotated[Title, Field(min_length=1)]
    period: Words30 | None = None
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    as_of: PartialDate | None = Field(None, description="The time of the text.")
    status: Status = "draft"
    visibility: Literal["public", "members", "group", "secretariat"] = "secretariat"
    language: Literal["en", "fr"] = "en"
    training: bool = Field(False, description="A copy for training, with invented entries.")
    document: DocumentForm | None = None
    plan: PlanForm | None = None
    steps: list[StepForm] = Field([], description="The steps of the status, oldest first.")
    introduction: list[Text] = []
    strategic_goals: list[GoalForm] = []
    sections: list[SectionForm]
    mended: list[MendedForm] = []
    extract: Title | None = Field(
        None,
        description="Why the file is not the whole programme; such a file does not replace one that is there.",
    )

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, value: str | None, info: ValidationInfo) -> str | None:
        in_order(info.data.get("starts_on"), value, "starts_on")
        return value

    @field_validator("strategic_goals")
    @classmethod
    def _each_goal_and_activity_once(cls, goals: list[GoalForm]) -> list[GoalForm]:
        only_once([goal.number for goal in goals], "goal {}")
        only_once([activity.code for goal in goals for activity in goal.activities], "activity {}")
        return goals
