"""Taking a programme away: whole, or as the matrix shows it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.actions.release import unreleased
from programmes.content import keep
from programmes.filters import MatrixFilter
from programmes.presenters.downloads import (
    FORMATS,
    FileNotMade,
    day_judged,
    has_internal,
    make_file,
    mark_extract,
    notes_on,
)
from programmes.selectors.access import Access
from programmes.selectors.trees import read_tree
from programmes.views.access import for_reading
from programmes.views.matrix import address_of, day_asked


@for_reading
def export(request: HttpRequest, access: Access, form: str) -> HttpResponse:
    """The file, with what this reader may see, and the rows and columns that the address leaves."""
    if form not in FORMATS:
        raise Http404(_("There is no such format."))
    at = day_asked(request.GET)
    tree = read_tree(access, at=at, depth=FORMATS[form].depth)
    chosen = MatrixFilter(request.GET, tree)
    criteria = chosen.criteria
    hidden = frozenset() if form == "json" else chosen.hidden
    kept = keep(tree, criteria)
    if form == "json":
        hides = not access.sees_unreleased and bool(unreleased(access.programme))
        mark_extract(kept, filtered=bool(criteria), at=at, released_only=hides)
    try:
        notes = notes_on(filtered=bool(criteria), at=at)
        data = make_file(kept, form, notes, hidden, day_judged(tree, at=at))
    except FileNotMade as error:
        return _not_made(request, access, form, str(error))
    response = HttpResponse(data, content_type=FORMATS[form].media_type)
    name = "-".join(
        part
        for part in (
            access.programme.slug,
            "part" if criteria or hidden else "",
            "internal" if has_internal(kept, hidden) else "",
            str(at or ""),
        )
        if part
    )
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


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
