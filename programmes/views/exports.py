"""Taking a programme away: whole, or as the matrix shows it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.access import open_programme, read_tree
from programmes.content import keep
from programmes.files import FORMATS, FileNotMade, has_internal, make_file
from programmes.filters import MatrixFilter
from programmes.labels import day
from programmes.views.matrix import address_of, day_asked


def export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The file, with what this reader may see, and the rows and columns that the address leaves."""
    if form not in FORMATS:
        raise Http404(_("There is no such format."))
    access = open_programme(request.user, slug)
    at = day_asked(request.GET)
    tree = read_tree(access, at=at, whole=True)
    chosen = MatrixFilter(request.GET, tree)
    criteria = chosen.criteria
    hidden = frozenset() if form == "json" else chosen.hidden
    kept = keep(tree, criteria)
    notes = []
    if criteria:
        notes.append(_("Not the whole programme: rows chosen by a filter."))
    if at:
        notes.append(_("Judged at %(day)s.") % {"day": day(at)})
    try:
        data = make_file(kept, form, " ".join(notes), hidden)
    except FileNotMade as error:
        messages.error(request, str(error))
        return redirect(address_of(access, request.GET.urlencode()))
    response = HttpResponse(data, content_type=FORMATS[form].media_type)
    name = "-".join(
        part
        for part in (
            access.programme.slug,
            "part" if criteria or hidden else "",
            "internal" if has_internal(kept) else "",
            str(at or ""),
        )
        if part
    )
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
