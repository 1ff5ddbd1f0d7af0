"""Importing a programme in the browser: a file is chosen, looked at, and then put in place as it was looked at."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from groups.models import User
from groups.views.access import signed_out
from programmes.actions.import_files import drop_file, keep_file, kept_file
from programmes.actions.import_programme import import_programme, preview
from programmes.content import ProgrammeContent
from programmes.forms.imports import ImportForm, too_large
from programmes.forms.programmes import groups_served
from programmes.importing import interchange
from programmes.models import WorkProgramme
from programmes.presenters.import_preview import import_preview
from programmes.selectors.import_access import import_refusals
from tracking.actions.writing import Conflict
from wco_tracker.lib.http import or_sign_in
from wco_tracker.lib.interchange import Unreadable, read_bytes

WAITING = "imports"  # in the session: names of the files that were looked at, by key
ENVELOPE = 20_000  # bytes of a post besides its file
View = Callable[[HttpRequest, User], HttpResponse]


def _small_enough(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuses a post that is too large by its length before anything of it is read, even its token."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.IMPORT_UPLOAD_BYTES + ENVELOPE:
            return _refuse(request, [too_large()], status=413)
        return csrf_protect(view)(request)

    return csrf_exempt(checked)


def _for_officers(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """For who can start a programme in some group; which group it is the file says."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return signed_out(request)
        user = request.user
        refusal = PermissionDenied(_("Only officers of a group can import a work programme."))
        if not isinstance(user, User):
            return or_sign_in(request, refusal)
        if not groups_served(user).exists():
            raise refusal
        return view(request, user)

    return opened


@_small_enough
@_for_officers
def import_page(request: HttpRequest, user: User) -> HttpResponse:
    """The form for a file; a post shows what it would change, or all that is wrong with it. Nothing is written."""
    if request.method != "POST":
        return render(request, "programmes/import_page.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "programmes/import_page.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        data = read_bytes(file, file.size, limit=settings.IMPORT_UPLOAD_BYTES)
        tree = _read(data, user)
        key = keep_file(data)
        response = _preview(request, tree, key, file.name)
    except Unreadable as error:
        return _refuse(request, error.faults, name=file.name)
    request.session[WAITING] = {**request.session.get(WAITING, {}), key: file.name}
    return response


@require_POST
@_for_officers
def confirm(request: HttpRequest, user: User) -> HttpResponse:
    """Imports the file that was looked at, unless the programme was changed since: then it is shown anew."""
    key = request.POST.get("file", "")
    name = request.session.get(WAITING, {}).get(key)
    data = kept_file(key) if name else None
    if name is None or data is None:
        messages.error(request, _("The file is not here any more. Choose it again."))
        return redirect("programmes:import")
    try:
        tree = _read(data, user)
        if request.POST.get("version") != _version(tree):
            return _preview(request, tree, key, name, changed=True)
        report = import_programme(tree, by=user, file=name)
    except Unreadable as error:
        return _refuse(request, error.faults, name=name)
    except Conflict:
        return _preview(request, _read(data, user), key, name, changed=True)
    drop_file(key)
    request.session[WAITING] = {other: of for other, of in request.session[WAITING].items() if other != key}
    words = _("“%(file)s” is imported.") if report else _("“%(file)s” holds nothing new.")
    messages.success(request, words % {"file": name})
    return redirect("programmes:matrix", tree.slug)


def _read(data: bytes, user: User) -> ProgrammeContent:
    """The programme in a file; Unreadable for what is wrong with it, and for what the person may not import."""
    tree = interchange.read(data)
    if refusals := import_refusals(tree, user):
        raise Unreadable(refusals)
    return tree


def _version(tree: ProgrammeContent) -> str:
    """Which state of the programme a preview compared the file with; "0" for one that is not there."""
    there = WorkProgramme.objects.filter(slug=tree.slug).values_list("content_version", flat=True).first()
    return str(there or 0)


def _preview(
    request: HttpRequest, tree: ProgrammeContent, key: str, name: str, *, changed: bool = False
) -> HttpResponse:
    version = _version(tree)
    context = {
        "preview": import_preview(tree, preview(tree)),
        "file": key,
        "name": name,
        "version": version,
        "changed": changed,
    }
    return render(request, "programmes/import_preview_page.html", context, status=409 if changed else 200)


def _refuse(request: HttpRequest, faults: list[str], *, name: str = "", status: int = 422) -> HttpResponse:
    """The form again, with everything that is wrong with the file."""
    context = {"form": ImportForm(), "faults": faults, "name": name}
    return render(request, "programmes/import_page.html", context, status=status)
