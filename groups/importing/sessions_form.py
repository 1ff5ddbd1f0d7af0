"""The interchange form of sessions: a list of them in one file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from wco_tracker.lib.interchange import read
from wco_tracker.lib.interchange.types import (
    DAY,
    Form,
    PartialDate,
    Slug,
    SourceForm,
    Title,
    in_order,
    only_once,
)

Number = Annotated[int, Field(ge=1, le=100_000)]


class SessionForm(Form):
    """A sitting of one group or of several; with one number, two, or none that a text gives."""

    slug: Slug
    groups: list[Slug] = Field(min_length=1)
    first_number: Number | None = None
    last_number: Number | None = None
    held_on: PartialDate | None = None
    held_until: Annotated[str, Field(pattern=DAY)] | None = None
    place: Title | None = None
    name: Title | None = None
    invented: bool = Field(False, description="Invented for training.")
    source: SourceForm | None = None

    @field_validator("groups")
    @classmethod
    def _each_group_once(cls, groups: list[str]) -> list[str]:
        only_once(groups, "“{}”")
        return groups

    @field_validator("last_number")
    @classmethod
    def _numbers_in_order(cls, value: int | None, info: ValidationInfo) -> int | None:
        first = info.data.get("first_number")
        if value is not None and "first_number" in info.data and (first is None or value < first):
            raise ValueError(f"{value} has no “first_number” up to it.")
        return value

    @field_validator("held_until")
    @classmethod
    def _ends_after_it_starts(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise ValueError(f"“{value}” is not a day. Write 2014-10-31.") from None
        in_order(info.data.get("held_on"), value, "held_on")
        return value


class SessionsForm(Form):
    """Sessions of one group or of several."""

    format: Literal["wco-tracker/sessions"]
    version: Literal[1]
    sessions: list[SessionForm]

    @field_validator("sessions")
    @classmethod
    def _each_session_once(cls, sessions: list[SessionForm]) -> list[SessionForm]:
        only_once([session.slug for session in sessions], "the session {}")
        return sessions


def read_sessions(data: bytes) -> SessionsForm:
    """The sessions in a file; raises Unreadable with every error found."""
    return read(data, SessionsForm, "a list of sessions")
