"""The application of people and bodies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Who: people, accounts, groups and their sessions."""

    name = "groups"
    verbose_name = _("People and groups")

    def ready(self) -> None:
        """Connects the receivers of sign-in events, and offers what other apps show and check of groups."""
        from groups.selectors.heartbeats import last_beat
        from groups.sign_in import signals  # noqa: F401
        from wco_tracker.lib.registry import heartbeats

        heartbeats.register("beat", last_beat)
