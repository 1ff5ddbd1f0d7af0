"""Background work of jobs: each task is a few lines around a plain function."""

from celery import shared_task
from django.utils import timezone

from tracking.actions import jobs


@shared_task
def run(key: str) -> None:
    """Does one job."""
    jobs.run_job(key)


@shared_task
def clear_up() -> None:
    """Gives up jobs whose worker died, and removes old results."""
    jobs.give_up_lost_jobs(at=timezone.now())
    jobs.prune_jobs(at=timezone.now())
