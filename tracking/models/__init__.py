"""How anything is changed and remembered: change sets, tracked rows, nodes of trees."""

from tracking.models.change_sets import ChangeLinked, ChangeSet
from tracking.models.jobs import Job
from tracking.models.nodes import Node, NodeQuerySet
from tracking.models.tracked import Tracked

__all__ = ["ChangeLinked", "ChangeSet", "Job", "Node", "NodeQuerySet", "Tracked"]
