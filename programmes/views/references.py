"""The address of a reference: it leads to the row or topic, also where that goes by another reference now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from programmes.models import Topic, WorkProgramme
from programmes.selectors.access import Access
from programmes.selectors.references import Referred, find_by_reference
from programmes.views.access import for_reading


@for_reading
def reference(request: HttpRequest, access: Access, reference: str) -> HttpResponse:
    """To what has the reference, or had it while the programme was adopted; then a message says what it is now."""
    found = find_by_reference(access.programme, reference)
    if not found:
        raise Http404(_("This programme has no row with this reference, and had none since it was adopted."))
    first, *others = found
    if first.is_former:
        messages.info(request, _said(reference, first))
    for other in others:
        address = address_of(access.programme, other)
        link = format_html('<a href="{}">{}</a>', address, other.now or _("withdrawn"))
        words = _("Until it was changed, {old} was the reference of another row: it is now {new}.")
        messages.info(request, format_html(words, old=reference, new=link))
    return redirect(address_of(access.programme, first))


def _said(reference: str, row: Referred) -> str:
    if row.now:
        return _("%(old)s is now %(new)s.") % {"old": reference, "new": row.now}
    return _("%(old)s is withdrawn.") % {"old": reference}


def address_of(programme: WorkProgramme, found: Referred) -> str:
    """Where a topic or row is shown: the row in the tables, or in its history where it is withdrawn."""
    if Topic.objects.filter(key=found.key).exists():
        return reverse("programmes:topic", args=[programme.slug, found.key])
    return reverse("programmes:row", args=[programme.slug, found.key])
