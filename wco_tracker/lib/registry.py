"""Places that a lower app or the wiring offers, and that each app fills in its `AppConfig.ready`.

So the first page, the search page, a backup or the page of a session show what every app has to say without
importing any of them: `topic_panels.register("continuations", Panel(...), order=10)`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from wco_tracker.lib.search import SearchProvider

T = TypeVar("T")
Words = str | Promise  # a text, or one that is translated when it is shown
Reader = Any  # the user who is signed in, or Django's AnonymousUser


class AlreadyRegistered(Exception):
    """Two apps register something by the same name."""


class Registry(Generic[T]):
    """Items by name. They come by `order`, the smallest first, and items of the same order by name."""

    def __init__(self, holds: str) -> None:
        self.holds = holds  # what one item is, for the error
        self._items: dict[str, tuple[int, T]] = {}

    def register(self, name: str, item: T, *, order: int = 0) -> None:
        """Adds an item; AlreadyRegistered if the name is taken."""
        if name in self._items:
            raise AlreadyRegistered(f'There already is a {self.holds} by the name "{name}".')
        self._items[name] = (order, item)

    def unregister(self, name: str) -> None:
        """Takes an item out again; KeyError if there is none by this name."""
        del self._items[name]

    def get(self, name: str) -> T | None:
        """The item by this name; None if there is none."""
        found = self._items.get(name)
        return found[1] if found else None

    def items(self) -> list[tuple[str, T]]:
        """Names and items in order."""
        in_order = sorted(self._items, key=lambda name: (self._items[name][0], name))
        return [(name, self._items[name][1]) for name in in_order]

    def __iter__(self) -> Iterator[T]:
        return iter([item for _name, item in self.items()])

    def __len__(self) -> int:
        return len(self._items)


# --- panels of pages, cards of the first page -----------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class Panel:
    """A part of another app's page. `context` takes what the page is about, and the reader.

    It answers with what the template shows, or None where there is nothing to show: then the panel is left out.
    """

    heading: Words
    template: str
    context: Callable[[Any, Reader], Mapping[str, Any] | None]


@dataclass(slots=True, frozen=True)
class Card:
    """A part of the first page with headings of its own; `context` as of a panel, but of the reader alone."""

    template: str
    context: Callable[[Reader], Mapping[str, Any] | None]


@dataclass(slots=True, frozen=True)
class Rendered:
    """A finished panel."""

    name: str
    heading: Words
    html: SafeString


def render_panels(panels: Registry[Panel], subject: Any, request: HttpRequest) -> list[Rendered]:
    """The panels that have something to show, for `components/panels.html`."""
    return [
        Rendered(name, panel.heading, render_to_string(panel.template, dict(context), request))
        for name, panel in panels.items()
        if (context := panel.context(subject, request.user)) is not None
    ]


def render_cards(cards: Registry[Card], request: HttpRequest) -> list[SafeString]:
    """The cards that have something to show."""
    return [
        render_to_string(card.template, dict(context), request)
        for card in cards
        if (context := card.context(request.user)) is not None
    ]


# --- containers of change sets --------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class Place:
    """What a container is called, and where it leads."""

    title: str
    address: str


# Places by the part of a container's name that stands after the first "/"; those that are gone are left out.
FindPlaces = Callable[[Collection[str]], Mapping[str, Place]]


def places_of(names: Collection[str]) -> dict[str, Place]:
    """The places of containers named as change sets name them ("programme/ptc-2013-2016").

    One call for each kind of container. Containers that are gone, or of a kind that nobody registered, are left out.
    """
    found: dict[str, Place] = {}
    for kind, find in containers.items():
        prefix = f"{kind}/"
        rest = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
        if rest:
            found |= {f"{kind}/{each}": place for each, place in find(rest).items()}
    return found


# Stands around the writing of each change set in a container of its kind, inside its transaction: it may look at the
# container before and after, and write what follows from the change.
Watcher = Callable[[Any], AbstractContextManager[None]]


# --- backups --------------------------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class BackupProof:
    """What a restored backup must hold besides as many rows. The commands that print the words are in English.

    `fingerprints` describes the database by name; `one` and `many` are what a name stands for ("programme",
    "programmes"), `compared` what a fingerprint proves ("the JSON of each byte for byte as then").
    """

    one: str
    many: str
    compared: str
    fingerprints: Callable[[], Mapping[str, str]]


# --- jobs -----------------------------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class JobFile:
    """What a job makes: the name of the file, its media type, and its bytes."""

    name: str
    media_type: str
    data: bytes


# Takes the parameters of a job, its owner, and a function to call with the per cent that are done; gives its file, or
# raises `tracking.actions.jobs.JobFailed`.
JobKind = Callable[[Mapping[str, Any], Reader, Callable[[int], None]], JobFile]


# --- the registries -------------------------------------------------------------------------------------------

home_cards: Registry[Card] = Registry("card of the first page")
# The panels of a topic's page get anything that has the topic's `key` and `title`.
topic_panels: Registry[Panel] = Registry("panel of a topic's page")
# The panels of a session's page get the CommitteeSession.
session_panels: Registry[Panel] = Registry("panel of a session's page")
search_providers: Registry[SearchProvider] = Registry("search provider")
# By the part of a container's name that stands before the first "/".
containers: Registry[FindPlaces] = Registry("kind of container")
# By the same.
watchers: Registry[Watcher] = Registry("watcher of changes")
backup_proofs: Registry[BackupProof] = Registry("proof of a backup")
# When scheduled work ran last, in real time; None if it never did.
heartbeats: Registry[Callable[[], datetime | None]] = Registry("heartbeat")
job_kinds: Registry[JobKind] = Registry("kind of job")
