"""The administration of changes, and what every administration of tracked rows shares."""

from tracking.admin import change_sets

__all__ = ["change_sets"]
