"""What stands after an entry that Members do not see as it stands."""

from dataclasses import dataclass

from programmes.content import Entry


@dataclass(slots=True, frozen=True)
class Marks:
    """The words after an entry that is internal, and after one that was changed since its release; "" says nothing."""

    internal: str = ""
    changed: str = ""

    def of(self, entry: Entry) -> str:
        """The words after this entry; "" where Members see it as it stands."""
        if entry.released:
            return ""
        return self.changed if entry.released_as else self.internal


NO_MARKS = Marks()
