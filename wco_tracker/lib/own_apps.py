"""Which of the installed apps are the project's own."""

from pathlib import Path

from django.apps import apps
from django.conf import settings


def own_apps() -> list[str]:
    """The folders of the project's own apps, in the order of the settings ("wco_tracker" among them)."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    return [folder.name for folder in folders if folder.parent == settings.BASE_DIR]
