"""The application of changes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    """Connects every history row with its change set."""

    name = "tracking"
    verbose_name = _("Changes")

    def ready(self) -> None:
        """Wires the history."""
        from simple_history.signals import pre_create_historical_record

        from tracking.models.tracked import link_history

        pre_create_historical_record.connect(link_history, dispatch_uid="tracking.link_history")
