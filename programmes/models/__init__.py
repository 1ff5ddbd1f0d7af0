"""What was promised: plans, programmes, topics, tasks, indicators and progress."""

from programmes.models.plans import StrategicActivity, StrategicGoal, StrategicPlan
from programmes.models.programmes import WorkProgramme
from programmes.models.references import FormerReference
from programmes.models.reviews import SessionReview
from programmes.models.rows import (
    LEVELS,
    Indicator,
    ProgrammeSection,
    ProgressEntry,
    Task,
    Topic,
    TopicContinuation,
)
from programmes.models.saved_views import SavedView

__all__ = [
    "LEVELS",
    "FormerReference",
    "Indicator",
    "ProgrammeSection",
    "ProgressEntry",
    "SavedView",
    "SessionReview",
    "StrategicActivity",
    "StrategicGoal",
    "StrategicPlan",
    "Task",
    "Topic",
    "TopicContinuation",
    "WorkProgramme",
]
