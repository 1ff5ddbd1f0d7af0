"""The application of people and bodies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Connects every history row with its change set."""

    name = "groups"
    verbose_name = _("People and groups")

    def ready(self) -> None:
        """Wires the history."""
        from simple_history.signals import pre_create_historical_record

        from groups import sign_in_signals  # noqa: F401  # its receivers are connected by being there
        from groups.models.changes import link_history

        pre_create_historical_record.connect(link_history, dispatch_uid="groups.link_history")
