"""What load_seeds says of a file that is not as it should be."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from groups.models import CommitteeSession, Group
from programmes.management.commands import load_seeds
from programmes.models import WorkProgramme
from tracking.models import ChangeSet


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("groups/ec.json", lambda v: v.pop("name"), "ec.json: name: this is missing."),
        (
            "groups/ptc.json",
            lambda v: v.update(parent="none"),
            "Group ptc, parent: there is no group “none”.",
        ),
        ("sessions.json", lambda v: v["sessions"][0].pop("slug"), "sessions.json: sessions[0].slug: this is"),
        ("sessions.json", lambda v: v["sessions"][0].update(groups=["none"]), "there is no group “none”."),
        (
            "programmes/ptc-2013-2016.json",
            lambda v: v.update(Title=""),
            "ptc-2013-2016.json: The file: unknown",
        ),
    ],
)
def test_a_bad_file_among_the_seeds_is_named_and_nothing_written(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: Any, told: str
) -> None:
    shutil.copytree(load_seeds.FIXTURES, tmp_path / "fixtures")
    path = tmp_path / "fixtures" / name
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))
    monkeypatch.setattr(load_seeds, "FIXTURES", tmp_path / "fixtures")
    with pytest.raises(CommandError) as caught:
        call_command("load_seeds")
    assert told in str(caught.value)
    counts = [model.objects.count() for model in (Group, CommitteeSession, WorkProgramme, ChangeSet)]
    assert counts == [0, 0, 0, 0]
