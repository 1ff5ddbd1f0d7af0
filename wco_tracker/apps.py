"""The application of the wiring."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class TrackerConfig(AppConfig):
    """Templates' filters and commands, and the table of the cache."""

    name = "wco_tracker"

    def ready(self) -> None:
        """`migrate` makes the table of the cache too: without it nobody could sign in. Registers the checks."""
        from wco_tracker import checks  # noqa: F401

        # Sent for applications that have tables only.
        post_migrate.connect(_make_cache_table, sender=apps.get_app_config("sessions"))


def _make_cache_table(using: str, **_signal: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)
