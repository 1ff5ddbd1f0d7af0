"""The form of a recipe for a training copy: what is other in the copy than in the programme it is made of."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from programmes.importing.programme_form import (
    Address,
    DocumentForm,
    EntryForm,
    MendedForm,
    ReleasedForm,
    Status,
    StepForm,
)
from wco_tracker.lib.interchange import read
from wco_tracker.lib.interchange.types import Form, Key, PartialDate, Slug, Text, Title, Words30

MARK = "[Invented for training]"


def _marked(text: str) -> str:
    if not text.startswith(MARK):
        raise ValueError(f"a text that is invented begins with {MARK}.")
    return text


Invented = Annotated[Text, AfterValidator(_marked)]


class ChangesForm(Form):
    """The values of the programme that are other in the copy; those that are left out are the original's."""

    slug: Address
    group: Slug
    title: Annotated[Title, Field(min_length=1)]
    training: Literal[True]
    period: Words30 | None = None
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    as_of: PartialDate | None = None
    status: Status = "draft"
    visibility: Literal["public", "members", "group", "secretariat"] = "secretariat"
    document: DocumentForm | None = None
    steps: list[StepForm] = []
    mended: list[MendedForm] = []


class InventedReleaseForm(ReleasedForm):
    """What Members see of an invented entry that was changed since its release."""

    text: Invented


class InventedEntryForm(EntryForm):
    """An invented entry; `row` is the key of its performance indicator in the original."""

    row: Key
    text: Invented
    key: None = Field(None, description="Made of its place: must be null.")
    released_as: InventedReleaseForm | None = None


class RecipeForm(Form):
    """A recipe for a training copy."""

    format: Literal["wco-tracker/training"]
    version: Literal[1]
    source: Slug = Field(description="The programme that it is a copy of, a file in fixtures/programmes.")
    programme: ChangesForm
    introduction: Invented = Field(description="A paragraph before the original's introduction.")
    entries: list[InventedEntryForm]


def read_recipe(data: bytes) -> dict[str, Any]:
    """The plain values of a recipe, as far as the file gives them; raises Unreadable with every error found."""
    return read(data, RecipeForm, "a recipe for a training copy").model_dump(exclude_unset=True)
