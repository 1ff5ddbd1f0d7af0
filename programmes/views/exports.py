"""Taking a programme away: whole, or as the matrix shows it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programmes.presenters.downloads import FORMATS, FileNotMade
from programmes.presenters.export_files import EXPORT, Export, read_export
from programmes.selectors.access import Access
from programmes.views.access import for_reading
from programmes.views.matrix import address_of
from tracking.actions.jobs import NotStarted, start_job
from tracking.models import Job

# How many times as many rows as a PDF each form has in the same time. JSON and CSV are always made at once.
TIMES_AS_MANY = {"pdf": 1, "docx": 8, "xlsx": 8}


@for_reading
def export(request: HttpRequest, access: Access, form: str) -> HttpResponse:
    """The file; a large one is made in the background for who is signed in, with a page that has it when it is done."""
    if form not in FORMATS:
        raise Http404(_("There is no such format."))
    export = read_export(access, form, request.GET)
    if job := _in_background(request, export):
        return redirect(job)
    try:
        file = export.make()
    except FileNotMade as error:
        return _not_made(request, access, form, str(error))
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _in_background(request: HttpRequest, export: Export) -> Job | None:
    """The job that makes the file; None where it is made at once: it is small, or nobody would know whose it is, or no
    worker can be reached.
    """
    times = TIMES_AS_MANY.get(export.form)
    if export.access.user is None or times is None or export.rows <= settings.EXPORT_ROWS_AT_ONCE * times:
        return None
    programme = export.access.programme
    parameters = {"programme": programme.slug, "form": export.form, "query": request.GET.urlencode()}
    title = f"{programme.title}, {FORMATS[export.form].name}"
    try:
        return start_job(EXPORT, title=title, parameters=parameters, owner=export.access.user)
    except NotStarted:
        return None


def _not_made(request: HttpRequest, access: Access, form: str, reason: str) -> HttpResponse:
    """503, so that nobody takes the page for the file: the reason, and what else can be taken."""
    query = request.GET.urlencode()
    context = {
        "programme": access.programme,
        "reason": reason,
        "back": address_of(access, query),
        "again": request.get_full_path(),
        "query": query,
        "others": {name: other for name, other in FORMATS.items() if name != form},
    }
    response = render(request, "programmes/not_made_page.html", context, status=503)
    response["Cache-Control"] = "private, no-store"
    return response
