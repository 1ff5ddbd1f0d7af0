"""The files for containers: of the right form, without default passwords, with commands that exist."""

import copy
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError

from tests.wco_tracker.process import ROOT, manage

SCHEMA = json.loads((Path(__file__).parent / "compose_schema" / "compose.schema.json").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
OURS = ("migrate", "web", "worker", "beat")
TEXT = (ROOT / "docker-compose.yml").read_text()


@pytest.fixture
def compose() -> Any:
    """docker-compose.yml with its anchors resolved, as Compose reads it."""
    return yaml.safe_load(TEXT)


def test_it_is_as_the_compose_schema_says(compose: Any) -> None:
    Draft7Validator(SCHEMA).validate(compose)


@pytest.mark.parametrize(
    ("service", "wrong"),
    [("web", {"helthcheck": {}}), ("redis", {"restart": 1}), ("web", {"ports": "80:80"})],
)
def test_the_schema_refuses_what_compose_would(compose: Any, service: str, wrong: Any) -> None:
    bad = copy.deepcopy(compose)
    bad["services"][service].update(wrong)
    with pytest.raises(ValidationError):
        Draft7Validator(SCHEMA).validate(bad)


def test_no_password_has_a_default() -> None:
    secrets = re.findall(r"\$\{([A-Z_]*(?:PASSWORD|KEY|SECRET)[A-Z_]*)([^}]*)\}", TEXT)
    assert {name for name, _ in secrets} >= {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    for name, rest in secrets:
        # One that belongs to a way of signing in nobody has to use may be empty, and is off then.
        assert rest.startswith(":?") or (name.startswith("OIDC_") and rest == ":-"), name


def test_every_service_tells_its_health_and_the_migration_is_a_job(compose: Any) -> None:
    services = compose["services"]
    assert set(services) == {"database", "redis", *OURS}
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped"
    assert services["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "database": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }


def test_our_containers_may_do_little(compose: Any) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "privileged" not in service
        assert "user" not in service, "the image's own user"
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.M) == ["10001:10001"]


def test_only_the_web_is_reached_from_outside_and_there_through_a_proxy(compose: Any) -> None:
    published = {name for name, service in compose["services"].items() if "ports" in service}
    assert published == {"web"}
    assert compose["services"]["web"]["ports"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]
    assert compose["networks"]["inner"] == {"internal": True}


def test_every_variable_stands_in_the_example_with_a_line_about_it() -> None:
    lines = EXAMPLE.splitlines()
    told = {
        match[1]: number
        for number, line in enumerate(lines)
        if (match := re.match(r"#?([A-Z_]+)=", line)) is not None
    }
    sources = [ROOT / "wco_tracker" / "settings.py", ROOT / "gunicorn.conf.py"]
    used = {
        name
        for path in sources
        for name in re.findall(r"(?:env(?:\.\w+)?|environ\.get)\(\s*\"([A-Z_]+)\"", path.read_text())
    }
    used |= set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    assert used - set(told) == set()
    for name, number in told.items():
        above = lines[number - 1]
        assert above.startswith(("# ", "#PORT=")), name
    assert not re.search(r"^[A-Z_]*(PASSWORD|KEY|SECRET)=.", EXAMPLE, re.M)


def test_the_image_is_built_from_the_lock_without_what_tests_need() -> None:
    assert "uv sync --frozen --no-dev" in DOCKERFILE
    version = re.search(r"^UV_VERSION := (.*)$", (ROOT / "Makefile").read_text(), re.M)
    assert version
    assert f'"uv=={version[1]}"' in DOCKERFILE
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert not kept & {".env", "var", "tests", ".git"}
    assert all((ROOT / name).exists() for name in kept)


def test_every_command_of_ours_is_there(compose: Any, tmp_path: Path) -> None:
    known = manage(tmp_path, "help", "--commands").stdout.split()
    for name in OURS:
        said = shlex.join(compose["services"][name]["command"])
        assert set(re.findall(r"manage\.py (\w+)", said)) <= set(known)


def test_collecting_for_the_image_leaves_no_key_behind(tmp_path: Path) -> None:
    done = manage(
        tmp_path / "build",
        "collectstatic",
        "--no-input",
        "--verbosity=0",
        SECRET_KEY="of-the-build",
        DATABASE_URL="sqlite:///:memory:",
        STATIC_ROOT=str(tmp_path / "collected"),
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "collected" / "staticfiles.json").exists()
    assert list((tmp_path / "build").iterdir()) == []
