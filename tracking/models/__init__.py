"""How anything is changed and remembered: change sets and tracked rows."""

from tracking.models.change_sets import ChangeLinked, ChangeSet
from tracking.models.tracked import Tracked

__all__ = ["ChangeLinked", "ChangeSet", "Tracked"]
