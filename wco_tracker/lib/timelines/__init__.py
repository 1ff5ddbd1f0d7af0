"""What a Timeline phrase means: "March 2014", "d'ici fin 2015", "Ongoing", "à chaque session".

From low to high: `months` (names and slips), `words` (phrase → symbols), `spans` (symbols → days), `meaning` (the
value), `conditions` (words that nobody has to understand, and those that would change the date), `bodies` (the words
outside brackets), `changes` (moved, given up, at the latest), `reading` (brackets, the whole phrase).
"""

from wco_tracker.lib.timelines.meaning import GIVEN, KINDS, PRECISIONS, RECURRENCES, Timeline
from wco_tracker.lib.timelines.reading import LONGEST, read

__all__ = ["GIVEN", "KINDS", "LONGEST", "PRECISIONS", "RECURRENCES", "Timeline", "read"]
