"""Starting a job, doing it, and clearing up after it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from tracking.models import Job
from wco_tracker.lib.registry import JobFile, job_kinds

LOST_AFTER = timedelta(minutes=15)  # without a sign of life: its worker died, or it hangs


class JobFailed(Exception):
    """It could not be done; the message tells the owner why and what to do."""


class NotStarted(Exception):
    """No worker can be reached: nothing was started."""


def start_job(kind: str, *, title: str, parameters: dict[str, Any], owner: Any) -> Job:
    """A job of a registered kind, handed to a worker. Raises NotStarted, with nothing left behind."""
    job = Job.objects.create(
        kind=kind, title=title, parameters=parameters, owner=owner, language=translation.get_language()
    )
    try:
        current_app.send_task("tracking.tasks.run", [job.key])
    except (OperationalError, OSError) as error:
        job.delete()
        raise NotStarted from error
    return job


def run_job(key: str) -> None:
    """Does a job that waits; one that runs already, has ended or is gone is left alone."""
    now = timezone.now()
    waiting = Job.objects.filter(key=key, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING, seen_at=now):
        return
    job = Job.objects.select_related("owner__person").get(key=key)
    try:
        with translation.override(job.language):
            file = _work(job)
            _store(job, file)
    except JobFailed as error:
        _end(job, Job.State.FAILED, error=str(error))
    except Exception:
        with translation.override(job.language):
            words = _("An error happened, and the administrators can read it in the logs. Try again.")
        _end(job, Job.State.FAILED, error=words)
        raise
    else:
        _end(job, Job.State.DONE, file_name=file.name, media_type=file.media_type, progress=100)


def _work(job: Job) -> JobFile:
    work = job_kinds.get(job.kind)
    if work is None:
        raise JobFailed(_("This kind of job is not known any more. Start it again from its page."))
    return work(job.parameters, job.owner, partial(report_progress, job))


def report_progress(job: Job, percent: int) -> None:
    """Notes how far a job is, 0 to 100, and that it is alive."""
    Job.objects.filter(pk=job.pk).update(progress=percent, seen_at=timezone.now())


def _store(job: Job, file: JobFile) -> None:
    job.path.parent.mkdir(parents=True, exist_ok=True)
    new = job.path.with_suffix(".new")
    new.write_bytes(file.data)
    new.replace(job.path)


def _end(job: Job, state: Job.State, **values: Any) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, ended_at=timezone.now(), **values)


def give_up_lost_jobs(*, at: datetime) -> int:
    """Marks as failed what has given no sign of life for LOST_AFTER; how many."""
    running = Job.objects.filter(state=Job.State.RUNNING, seen_at__lt=at - LOST_AFTER)
    number = 0
    for job in running:
        with translation.override(job.language):
            words = _("The work stopped before its end. Start it again.")
        number += Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            state=Job.State.FAILED, ended_at=at, error=words
        )
    return number


def prune_jobs(*, at: datetime) -> None:
    """Removes jobs older than JOB_RESULT_HOURS, with their files."""
    old = Job.objects.filter(created_at__lt=at - timedelta(hours=settings.JOB_RESULT_HOURS))
    for job in old.exclude(state=Job.State.RUNNING):
        with transaction.atomic():
            job.delete()
            job.path.unlink(missing_ok=True)
