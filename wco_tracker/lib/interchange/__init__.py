"""Interchange forms: files of JSON whose shape one pydantic class defines. Knows nothing of Django.

The class gives the reader (`read`), its errors as plain sentences with their places, and the JSON Schema (`schema`).
From low to high: `types` (the values of a form), `sentences` (errors in words), `reading` (bytes to a form).
"""

from wco_tracker.lib.interchange.reading import (
    LIMIT,
    check,
    format_of,
    read,
    read_bytes,
    read_file,
    read_value,
    schema,
)
from wco_tracker.lib.interchange.sentences import MOST, Unreadable

__all__ = [
    "LIMIT",
    "MOST",
    "Unreadable",
    "check",
    "format_of",
    "read",
    "read_bytes",
    "read_file",
    "read_value",
    "schema",
]
