"""A message never names a table: people read "1 section", not "1 programmesection"."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.tracking.admin.conftest import ENTRY, form_of
from wco_tracker.lib.own_apps import own_apps


def own_models() -> list[Any]:
    """The tables of the project's own apps, without histories."""
    own = set(own_apps())
    models: list[Any] = list(apps.get_models())
    return [
        each for each in models if each._meta.app_label in own and not each.__name__.startswith("Historical")
    ]


def test_every_table_has_words_of_its_own_for_one_row_and_for_many() -> None:
    assert len(own_models()) > 20
    for model in own_models():
        assert {"verbose_name", "verbose_name_plural"} <= set(model._meta.original_attrs), model


@pytest.mark.django_db
def test_what_an_import_says_names_no_table(ptc: Any, tmp_path: Path) -> None:
    said, file = StringIO(), tmp_path / "programme.json"
    form = form_of("ptc-new", "ptc", "a", "draft", {**ENTRY, "session": None})
    for heading in ("Tasks", "Other tasks"):
        form["sections"][0]["heading"] = heading
        file.write_text(json.dumps(form))
        for options in ([], ["--apply"]):
            call_command("import_programme", str(file), *options, stdout=said)
    words = said.getvalue()
    assert "1 section" in words
    composed = {model._meta.model_name for model in own_models() if not model.__name__.istitle()}
    tables = {model._meta.db_table for model in own_models()}
    assert not [name for name in composed | tables if name in words.lower()]
