"""The administration of people, bodies and papers."""

from groups.admin import documents, groups, people, sessions, two_factor, users

__all__ = ["documents", "groups", "people", "sessions", "two_factor", "users"]
