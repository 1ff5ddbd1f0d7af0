"""The application of work programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Work programmes: what was promised, and how far it is."""

    name = "programmes"
    verbose_name = _("Work programmes")

    def ready(self) -> None:
        """Pages that are kept hear of names and dates that change in other tables."""
        from programmes import signals

        signals.connect()
