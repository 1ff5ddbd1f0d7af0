"""The panel of a session's page about the progress that was reported at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q

from groups.models import CommitteeSession
from programmes.labels import states
from programmes.models import ProgressEntry, WorkProgramme
from programmes.selectors.references import references_of

LISTED = 200  # entries; the programmes have all
ROW = ProgressEntry.container_path()


@dataclass(slots=True, frozen=True)
class Reported:
    """An entry as it was released, beside its row; `state` in words, "" where it sets none."""

    key: str
    ref: str
    row: str
    text: str
    state: str


def session_progress(session: CommitteeSession, reader: Any) -> Mapping[str, Any] | None:
    """The released entries that name the session, by programme; None where there are none that the reader may see."""
    entries = list(_released_at(session, reader)[: LISTED + 1])
    if not entries:
        return None
    shown = entries[:LISTED]
    refs = references_of({entry.indicator.task.topic for entry in shown})
    by_programme = groupby(shown, key=lambda entry: entry.indicator.task.topic.section.programme)
    programmes = [(programme, _reported(of_it, refs)) for programme, of_it in by_programme]
    return {"programmes": programmes, "number": len(shown), "more": len(entries) > LISTED}


def _reported(entries: Iterable[ProgressEntry], refs: Mapping[str, str]) -> list[Reported]:
    words = states()
    return [
        Reported(
            entry.indicator.key,
            refs.get(entry.indicator.key, ""),
            entry.indicator.text,
            released["text"],
            words.get(released["sets_state"] or "", ""),
        )
        for entry in entries
        if (released := entry.released_as)
    ]


def _released_at(session: CommitteeSession, reader: Any) -> Any:
    """Those that named the session when they were released, whatever they name now, in the programmes' order."""
    named = Q(is_released=True, session=session) | Q(is_released=False, released_as__session=session.slug)
    seen = {f"{ROW}__in": WorkProgramme.objects.visible_to(reader)}
    entries = ProgressEntry.objects.reachable().filter(named, **seen)
    programmes = [f"-{ROW}__period", f"{ROW}__training", f"{ROW}__slug"]
    return entries.select_related(ROW).order_by(*programmes, *ProgressEntry.document_order())
