"""The interchange form of a group."""

from typing import Annotated, Any, Literal

from pydantic import Field

from wco_tracker.lib.interchange import read
from wco_tracker.lib.interchange.types import Form, Names, Slug, Title

Empty = Annotated[list[Any], Field(max_length=0, description="Not read yet: must be empty.")]


class GroupForm(Form):
    """A body that meets: a council, commission, committee, working group, mini-group.

    The groups and sessions that it names are in files of their own, or in the system already.
    """

    format: Literal["wco-tracker/group"]
    version: Literal[1]
    slug: Slug
    name: Annotated[Title, Field(min_length=1)]
    kind: Literal[
        "council",
        "commission",
        "committee",
        "working_group",
        "sub_group",
        "mini_group",
        "virtual_working_group",
        "expert_group",
        "correspondence_group",
        "contact_committee",
    ]
    parent: Slug | None = Field(None, description="The group that it reports to.")
    aliases: Names = Field([], description="Other names; the first is the abbreviation that people say.")
    sessions: list[Slug] = Field([], description="The sessions that it holds, alone or with others.")
    mandates: Empty = []
    memberships: Empty = []
    outline: Empty = []
    work_plan: None = Field(None, description="Not read yet: must be null.")


def read_group(data: bytes) -> GroupForm:
    """The group in a file; raises Unreadable with every error found."""
    return read(data, GroupForm, "a group")
