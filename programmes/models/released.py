"""What a release of a progress entry shows, and whether Members see the entry as it stands."""

from typing import Any

from programmes.content import RELEASED_FIELDS
from wco_tracker.lib.text import plain


def released_values(entry: Any) -> dict[str, Any]:
    """What a release of the entry now shows: the same values as `content.Entry.release_values` of it.

    The entry is a ProgressEntry or a row of its history.
    """
    values = {
        "text": entry.text,
        "reported_on": entry.reported_on or None,
        "session": entry.session.slug if entry.session else None,
        "sets_state": entry.sets_state or None,
        "state_inferred": entry.state_inferred,
        "number": plain(entry.number),
        "period": entry.period or None,
        "evidence": entry.evidence,
    }
    return {name: values[name] for name in RELEASED_FIELDS}


def stands_released(entry: Any) -> bool:
    """Whether what was last released is what it says now; no statement where the text tells that it is not."""
    before = entry.released_as
    return before is not None and before["text"] == entry.text and before == released_values(entry)
