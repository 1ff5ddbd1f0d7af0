"""Programmes in the administration: an officer finds those of the groups they serve, and writes as everywhere."""

from programmes.admin import indicators, plans, programmes, rows, views

__all__ = ["indicators", "plans", "programmes", "rows", "views"]
