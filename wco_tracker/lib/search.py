"""What an app offers to the search page: a provider, in `wco_tracker.lib.registry.search_providers`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.forms import Field
from django.utils.functional import Promise


@dataclass(slots=True, frozen=True)
class Query:
    """What the reader looks for.

    `words`: those of `typed`, folded (`lib.text.fold`), each once; there is at least one. `kinds`: the provider's own
    that were chosen, all of them where none was. `fields`: the cleaned values of its own fields that are filled in.
    """

    reader: Any  # the user who is signed in, or Django's AnonymousUser
    typed: str
    words: Sequence[str]
    kinds: Sequence[str]
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Found:
    """Some of the rows that were found, and what shows them.

    `more`: others follow. `address`: where the first one stands; only a reference needs it.
    """

    number: int
    template: str
    context: Mapping[str, Any]
    more: bool = False
    address: str = ""


class SearchProvider(Protocol):
    """Everything starts from what the reader may see: a provider never counts or names a row that they may not."""

    @property
    def kinds(self) -> Sequence[tuple[str, str | Promise]]:
        """Kinds of rows for the filter: names, unique among providers, and words."""

    def fields(self, reader: Any) -> Mapping[str, Field]:
        """Fields of the filter that narrow the search to this provider's rows, by their names in the address."""

    def look_up(self, query: Query) -> Found | None:
        """The rows that have the reference which was typed ("11.2.3"); None if it is no reference of this provider."""

    def find(self, query: Query, start: int, most: int) -> Found:
        """At most `most` of the rows in which the words stand, in the provider's order, from place `start` (0) on."""

    def count(self, query: Query) -> int:
        """How many rows `find` would find in all; called only where another provider's rows follow."""
