"""Jobs: done once, for their owner, in the owner's language; what goes wrong is a sentence."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation

from tracking.actions import jobs
from tracking.actions.jobs import JobFailed, NotStarted, run_job, start_job
from tracking.models import Job
from wco_tracker.lib.registry import JobFile, job_kinds

pytestmark = pytest.mark.django_db
AsUser = Callable[[Any], Any]
did: list[Any] = []


def work(parameters: Any, owner: Any, report: Callable[[int], None]) -> JobFile:
    """Fails as it is told; else a file that says for whom and in which language it was made."""
    did.append(parameters)
    report(40)
    if parameters.get("refuse"):
        raise JobFailed("Choose fewer rows.")
    if parameters.get("break"):
        raise ZeroDivisionError
    return JobFile("a.txt", "text/plain", f"{owner} {translation.get_language()}".encode())


@pytest.fixture(autouse=True)
def kind(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR = tmp_path
    did.clear()
    job_kinds.register("test", work)
    yield
    job_kinds.unregister("test")


def start(owner: Any, **parameters: Any) -> Job:
    return start_job("test", title="A file", parameters=parameters, owner=owner)


def test_it_is_done_once_and_its_owner_alone_takes_the_file(
    officer: Any, chair: Any, as_user: AsUser
) -> None:
    with translation.override("fr"):
        job = start(officer)
    browser, page = as_user(officer), f"/jobs/{job.key}/"
    assert "is being made" in browser.get(page).content.decode()
    assert browser.get(f"{page}file/").status_code == 404
    run_job(job.key)
    run_job(job.key)  # a second worker got the same message
    assert did == [{}]
    assert "The file is ready" in browser.get(page).content.decode()
    file = browser.get(f"{page}file/")
    assert b"".join(file.streaming_content) == b"Officer fr"
    assert file["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert "A file" in browser.get("/jobs/").content.decode()
    for address in (page, f"{page}file/"):
        assert as_user(chair).get(address).status_code == 404
        assert as_user(None).get(address).status_code == 302
    assert "A file" not in as_user(chair).get("/jobs/").content.decode()


def test_the_part_asks_again_until_it_has_ended(officer: Any, as_user: AsUser) -> None:
    job, browser = start(officer), as_user(officer)
    part = browser.get(f"/jobs/{job.key}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" in part
    assert "<html" not in part
    run_job(job.key)
    part = browser.get(f"/jobs/{job.key}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" not in part


def test_what_it_refuses_is_a_sentence_and_a_fault_is_raised_for_the_logs(
    officer: Any, as_user: AsUser
) -> None:
    refused, broken = start(officer, refuse=True), start(officer, **{"break": True})
    run_job(refused.key)
    with pytest.raises(ZeroDivisionError):
        run_job(broken.key)
    for job, words in ((refused, "Choose fewer rows."), (broken, "An error happened")):
        job.refresh_from_db()
        assert (job.state, job.progress) == (Job.State.FAILED, 40)
        assert words in as_user(officer).get(f"/jobs/{job.key}/").content.decode()


def test_without_a_broker_nothing_is_left_behind(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any, **_options: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    with pytest.raises(NotStarted):
        start(officer)
    assert not Job.objects.exists()


def test_a_job_whose_worker_died_is_given_up(officer: Any, as_user: AsUser) -> None:
    job, alive = start(officer), start(officer)
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, seen_at=now - timedelta(minutes=16))
    Job.objects.filter(pk=alive.pk).update(state=Job.State.RUNNING, seen_at=now)
    assert "The work stopped before its end" in as_user(officer).get(f"/jobs/{job.key}/").content.decode()
    assert Job.objects.get(pk=alive.pk).state == Job.State.RUNNING


def test_old_results_are_removed_with_their_files(officer: Any, settings: Any) -> None:
    old, new = start(officer), start(officer)
    for job in (old, new):
        run_job(job.key)
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    jobs.prune_jobs(at=timezone.now())
    assert list(Job.objects.all()) == [new]
    assert (old.path.exists(), new.path.exists()) == (False, True)
