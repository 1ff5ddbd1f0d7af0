"""A large file is made in the background for who is signed in: the same bytes as at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groups.models import Membership
from tests.rows import edit
from tracking.actions import jobs
from tracking.actions.jobs import run_job
from tracking.models import Job

pytestmark = pytest.mark.django_db
WORD = "/programmes/ptc-adopted/export/docx/"
AsUser = Callable[[Any], Any]


@pytest.fixture
def few(settings: Any, tmp_path: Path) -> None:
    """All programmes are large."""
    settings.EXPORT_ROWS_AT_ONCE = 1
    settings.VAR_DIR = tmp_path


def test_it_is_the_file_that_is_made_at_once(few: None, officer: Any, as_user: AsUser, settings: Any) -> None:
    browser = as_user(officer)
    answer = browser.get(f"{WORD}?kind=ongoing&columns=-tasks")
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.key}/"
    assert job.title.endswith(", Word")
    run_job(job.key)
    file = browser.get(f"/jobs/{job.key}/file/")
    settings.EXPORT_ROWS_AT_ONCE = 300
    wanted = browser.get(f"{WORD}?kind=ongoing&columns=-tasks")
    assert b"".join(file.streaming_content) == wanted.content
    for name in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert file[name] == wanted[name]


def test_few_rows_a_fast_form_and_nobody_in_particular_get_it_at_once(
    few: None, officer: Any, as_user: AsUser
) -> None:
    topic = as_user(officer).get("/programmes/ptc-adopted/").context["tree"].sections[0].topics[0].key
    for reader, address in (
        (officer, f"{WORD}?topic={topic}"),
        (officer, "/programmes/ptc-adopted/export/csv/"),
        (None, WORD),
    ):
        assert as_user(reader).get(address).status_code == 200
    assert not Job.objects.exists()


def test_without_a_worker_to_reach_it_is_made_at_once(
    few: None, officer: Any, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any, **_options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    assert as_user(officer).get(WORD).status_code == 200


def test_it_holds_what_the_owner_may_see_by_then(
    few: None, officer: Any, adopted: Any, as_user: AsUser
) -> None:
    adopted.visibility = "group"
    edit(adopted, visibility="group")
    as_user(officer).get(WORD)
    for membership in Membership.objects.filter(person=officer.person):
        edit(membership, until="2000-01-01")
    run_job(Job.objects.get().key)
    assert "no longer have access" in Job.objects.get().error
