"""The page of one session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from groups.models import CommitteeSession, Group
from wco_tracker.lib.registry import render_panels, session_panels


def session_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of a session, and what each app has of it; Http404 for who may not know of it."""
    session = CommitteeSession.objects.visible_to(request.user).filter(slug=slug).first()
    if session is None:
        raise Http404(_("There is no session at this address, or you do not have access to it."))
    context = {
        "session": session,
        "name": str(session),
        "groups": list(Group.objects.visible_to(request.user).filter(sessions=session)),
        "panels": render_panels(session_panels, session, request),
    }
    return render(request, "groups/session_page.html", context)
