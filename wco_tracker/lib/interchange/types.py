"""The values that interchange forms are made of."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, field_validator

from wco_tracker.lib.dates import first_day, last_day, read_partial_date
from wco_tracker.lib.text import LONG, SHORT, without_invisible

KEY = r"^[a-z2-7]{10}$"
SLUG = r"^[-a-zA-Z0-9_]{1,50}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# What no document can hold (lib.text); pydantic refuses lone surrogates by itself.
CLEAN = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*$"


class Form(BaseModel):
    """An object of a file. A name that it does not define is an error, and no value is turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _nothing_unseen(cls, value: Any) -> Any:
        """A text that holds only characters that nobody sees is empty."""
        if not isinstance(value, str) or value.isascii():
            return value
        seen = without_invisible(value)
        return value if seen == value or seen.strip() else ""


def in_order(start: str | None, end: str | None, name: str) -> None:
    """Raises ValueError where a period ends before it starts; `name` is the start's in the file."""
    if start and end and last_day(end) < first_day(start):
        raise ValueError(f"{end} is before “{name}”, {start}.")


def only_once(names: Iterable[str], what: str) -> None:
    """Raises ValueError for the names that stand more than once: "goal 1 stands more than once."."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(" ".join(f"{what.format(name)} stands more than once." for name in twice))


def _each_once(names: list[str]) -> list[str]:
    only_once(names, "“{}”")
    return names


Text = Annotated[str, Field(max_length=LONG, pattern=CLEAN)]
Title = Annotated[str, Field(max_length=SHORT, pattern=CLEAN)]
Words60 = Annotated[str, Field(max_length=60, pattern=CLEAN)]  # a symbol, paragraph, unit or period
Words30 = Annotated[str, Field(max_length=30, pattern=CLEAN)]
Words10 = Annotated[str, Field(max_length=10, pattern=CLEAN)]
Slug = Annotated[str, Field(pattern=SLUG)]
Key = Annotated[str, Field(pattern=KEY)]
Names = Annotated[list[Title], AfterValidator(_each_once)]
PartialDate = Annotated[
    str,
    AfterValidator(read_partial_date),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "description": "As precise as the text: 2014, 2014-10 or 2014-10-31.",
        }
    ),
]


class SourceForm(Form):
    """The place that a fact was read from."""

    document: Words60
    paragraph: Words60 | None = None
    quote: Text | None = None
    inferred: bool = False
