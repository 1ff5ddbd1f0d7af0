"""Pages of jobs: each for its owner alone."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tracking.actions.jobs import give_up_lost_jobs
from tracking.models import Job
from wco_tracker.lib.http import is_htmx


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The reader's jobs, the newest first."""
    give_up_lost_jobs(at=timezone.now())
    return render(request, "tracking/jobs_page.html", {"jobs": _own(request)})


@login_required
def job(request: HttpRequest, key: str) -> HttpResponse:
    """One job: how far it is, and its file. The page asks again every two seconds until it has ended."""
    give_up_lost_jobs(at=timezone.now())
    template = "tracking/job_part.html" if is_htmx(request) else "tracking/job_page.html"
    response = render(request, template, {"job": _find(request, key)})
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def job_file(request: HttpRequest, key: str) -> FileResponse:
    """The file that a job made; Http404 before it is done, and after JOB_RESULT_HOURS."""
    found = _find(request, key)
    if found.state != Job.State.DONE or not found.path.exists():
        raise Http404(_("There is no file here yet, or it is too old and was removed."))
    response = FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest) -> QuerySet[Job]:
    return Job.objects.filter(owner=request.user.pk)


def _find(request: HttpRequest, key: str) -> Job:
    found = _own(request).filter(key=key).first()
    if found is None:
        raise Http404(_("There is no job at this address, or you do not have access to it."))
    return found
