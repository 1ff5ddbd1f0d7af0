"""What the contracts of import-linter must name, they name."""

import ast
import tomllib
from pathlib import Path
from typing import Any

from wco_tracker.lib.own_apps import own_apps

ROOT = Path(__file__).resolve().parents[2]
NAMING = {"settings", "urls", "__init__"}  # the modules of the wiring that may name apps


def contract(name: str) -> dict[str, Any]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"] == name)


def test_the_contract_of_the_wiring_covers_all_its_modules_and_every_app() -> None:
    modules = {
        path.stem for path in (ROOT / "wco_tracker").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    held = contract("The wiring imports no app")
    assert set(held["source_modules"]) == {
        f"wco_tracker.{name}" for name in modules - NAMING - {"__pycache__"}
    }
    assert set(held["forbidden_modules"]) == set(own_apps()) - {"wco_tracker"}
    assert not any(
        "ignore_imports" in each for each in (held, contract("Each app imports only those below it"))
    )


def test_the_modules_that_no_contract_covers_name_no_app_by_an_import_of_their_own() -> None:
    tree = ast.parse((ROOT / "wco_tracker" / "__init__.py").read_text())
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert modules == ["wco_tracker.celery"]
