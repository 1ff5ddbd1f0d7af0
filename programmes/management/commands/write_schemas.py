"""Writes the JSON Schemas of the interchange forms into docs/."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from groups.importing.group_form import GroupForm
from groups.importing.sessions_form import SessionsForm
from programmes.importing.programme_form import ProgrammeForm
from programmes.importing.training_form import RecipeForm
from wco_tracker.lib.interchange import schema
from wco_tracker.lib.interchange.types import Form

DOCS: Path = settings.BASE_DIR / "docs"
FORMS: dict[str, type[Form]] = {
    "programme.schema.json": ProgrammeForm,
    "group.schema.json": GroupForm,
    "sessions.schema.json": SessionsForm,
    "training.schema.json": RecipeForm,
}


class Command(BaseCommand):
    """The forms are the source; run it after a change of one."""

    help = "Writes the JSON Schemas of the files that can be imported into docs/."

    def handle(self, *args: Any, **options: Any) -> None:
        """One file for each form."""
        for name in FORMS:
            (DOCS / name).write_text(as_text(name), encoding="utf-8")
            self.stdout.write(f"docs/{name}")


def as_text(name: str) -> str:
    """The content of a schema file."""
    return json.dumps(schema(FORMS[name]), ensure_ascii=False, indent=2) + "\n"
