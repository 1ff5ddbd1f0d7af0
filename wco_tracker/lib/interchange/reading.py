"""From the bytes of a file to a form, or to every error in it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar, get_args

from pydantic import ValidationError

from wco_tracker.lib.interchange.sentences import REPEATED, Unreadable, sentence
from wco_tracker.lib.interchange.types import Form

F = TypeVar("F", bound=Form)
T = TypeVar("T")
Errors = Callable[[Any], Iterator[str]]
LIMIT = 50_000_000  # bytes
CHUNK = 1_000_000  # bytes that are read at once


def read_file(file: Path, reader: Callable[[bytes], T]) -> T:
    """What `reader` makes of a file; raises Unreadable, with the file's name before each error, where it cannot."""
    try:
        with file.open("rb") as opened:
            return reader(read_bytes(opened, file.stat().st_size))
    except OSError as error:
        raise Unreadable([f"{file.name}: {error.strerror}."]) from error
    except Unreadable as error:
        raise Unreadable([f"{file.name}: {fault}" for fault in error.faults]) from error


def read_bytes(file: IO[bytes], size: int = 0, *, limit: int | None = None) -> bytes:
    """What an open file holds; raises Unreadable for a larger one than can be taken, before more of it is read.

    `size` is what is known of it beforehand: a pipe, a device or an upload may hold more than it says.
    """
    limit = limit or LIMIT
    if size > limit:
        raise Unreadable([_too_large(f"{size:,}", limit)])
    parts, left = [], limit + 1
    while left and (part := file.read(min(left, CHUNK))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise Unreadable([_too_large(f"more than {limit:,}", limit)])
    return b"".join(parts)


def _too_large(size: str, limit: int) -> str:
    return f"The file has {size} bytes; at most {limit:,} can be read."


def read(data: bytes, form: type[F], what: str, *, errors: Errors | None = None) -> F:
    """The form in a file; raises Unreadable with every error found. `what` names it: "a work programme".

    `errors` looks for what pydantic cannot see, in the plain values of the file, whether or not they are as they
    should be.
    """
    return check(read_value(data), form, what, errors=errors)


def read_value(data: bytes) -> Any:
    """The plain values in a file of JSON; raises Unreadable where it is none, or nested too deeply."""
    if len(data) > LIMIT:
        raise Unreadable([_too_large(f"{len(data):,}", LIMIT)])
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise Unreadable([f"The file is not UTF-8 text (byte {error.start})."]) from error
    except RecursionError as error:
        raise Unreadable(["The file is nested too deeply."]) from error
    except ValueError as error:
        raise Unreadable([f"The file is not JSON: {error}."]) from error
    return value


def check(value: Any, form: type[F], what: str, *, errors: Errors | None = None) -> F:
    """The form in plain values; raises Unreadable as `read` does."""
    name, version = format_of(form)
    if not isinstance(value, dict) or value.get("format") != name or value.get("version") != version:
        raise Unreadable([f"This is not {what}: “format” must be {name} and “version” {version}."])
    faults: list[str] = []
    found = None
    try:
        found = form.model_validate(value)
    except ValidationError as error:
        faults += [sentence(item, form) for item in error.errors(include_url=False)]
    if errors:
        faults += errors(value)
    if faults or found is None:
        raise Unreadable(faults)
    return found


def format_of(form: type[Form]) -> tuple[str, int]:
    """The name and version that a file of this form carries."""
    name, version = (get_args(form.model_fields[field].annotation)[0] for field in ("format", "version"))
    return name, version


def schema(form: type[Form]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what is read as this form."""
    name, version = format_of(form)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}:{version}",
        **_without_titles(form.model_json_schema()),
    }


def _without_titles(value: Any) -> Any:
    """A schema without the titles that pydantic makes of names: they say nothing that the name does not."""
    if isinstance(value, list):
        return [_without_titles(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without_titles(item)
        for name, item in value.items()
        if not (name == "title" and isinstance(item, str))
    }


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file. Names that stand twice go under one that no form knows, so that it is refused."""
    value = dict(pairs)
    if len(value) < len(pairs):
        times = Counter(name for name, _ in pairs)
        value[REPEATED] = [name for name in times if times[name] > 1]
    return value
