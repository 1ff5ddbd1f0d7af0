"""The wiring: settings, addresses, background work, and the pages that belong to no one app."""

from wco_tracker.celery import app as celery_app

__all__ = ["celery_app"]
