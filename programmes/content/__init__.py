"""The tree in the middle: a programme as plain values, which every reader makes and every renderer takes.

Programme → section → topic → task → indicator → progress entry (design/architecture.md, One tree in the
middle). Nothing here knows of Django or of the database. Texts are as printed; dates that a text gives are
filtered as precise as the text ("2014", "2014-10", "2014-10-31").
"""

from programmes.content.chronology import in_time_order, newest_setter
from programmes.content.derive import as_seen, judge, number_rows, span_rows
from programmes.content.filtering import Criteria, filter_tree
from programmes.content.tree import (
    NOTHING_RELEASED,
    RELEASED_FIELDS,
    Activity,
    Continuation,
    Entry,
    Goal,
    Indicator,
    ProgrammeContent,
    Section,
    SourceRef,
    Step,
    Task,
    Topic,
    count_standings,
    find_row,
)

__all__ = [
    "NOTHING_RELEASED",
    "RELEASED_FIELDS",
    "Activity",
    "Continuation",
    "Criteria",
    "Entry",
    "Goal",
    "Indicator",
    "ProgrammeContent",
    "Section",
    "SourceRef",
    "Step",
    "Task",
    "Topic",
    "as_seen",
    "count_standings",
    "filter_tree",
    "find_row",
    "in_time_order",
    "judge",
    "newest_setter",
    "number_rows",
    "span_rows",
]
