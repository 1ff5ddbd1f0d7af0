"""Saved views of a matrix: the list, a page and a part that the matrix loads; saving, renaming, sharing, deleting."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programmes.filters import known_query
from programmes.forms.saved_views import SavedViewForm
from programmes.models import SavedView
from programmes.presenters.saved_views import ViewPart, view_words
from programmes.selectors.access import Access
from programmes.views.access import for_signed_in
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import wants_part

MOST = 100  # views that one person keeps of one programme


@for_signed_in
def saved_views(request: HttpRequest, access: Access) -> HttpResponse:
    """The views that the reader can choose, and a form to keep the one that the address names."""
    parameters = request.POST if request.method == "POST" else None
    view = SavedView(programme=access.programme, owner=access.writer)
    form = SavedViewForm(
        parameters, instance=view, access=access, initial={"query": known_query(request.META["QUERY_STRING"])}
    )
    if parameters is not None and form.is_valid() and _keep(form):
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        tell_what_was_replaced(request, form)
        return redirect(view)
    return _show(request, access, form, status=200 if parameters is None else 422)


@for_signed_in
def saved_view(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """A view's own address leads to the matrix; a post of its owner renames it and shares it or not."""
    if request.method != "POST":
        views = SavedView.objects.open_to(access.user).select_related("programme")
        return redirect(get_object_or_404(views, programme=access.programme, key=key))
    form = SavedViewForm(request.POST, instance=_own(access, key), access=access)
    if form.is_valid() and _keep(form):
        messages.success(request, _("The view “%(name)s” is changed.") % {"name": form.instance.name})
        tell_what_was_replaced(request, form)
        return redirect("programmes:views", access.programme.slug)
    return _show(
        request, access, SavedViewForm(instance=SavedView(), access=access), changing=form, status=422
    )


@require_POST
@for_signed_in
def delete(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """Deletes one's own view; what it showed is untouched."""
    view = _own(access, key)
    name = view.name
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": name})
    return redirect("programmes:views", access.programme.slug)


def _own(access: Access, key: str) -> SavedView:
    return get_object_or_404(
        SavedView.objects.select_related("programme"),
        programme=access.programme,
        owner=access.writer,
        key=key,
    )


def _keep(form: SavedViewForm) -> bool:
    """Saves a valid form; where the name is taken, says so beside it."""
    view = form.instance
    if (
        view.pk is None
        and SavedView.objects.filter(programme=view.programme, owner=view.owner).count() >= MOST
    ):
        form.add_error("name", _("You have %(most)s saved views here; delete one first.") % {"most": MOST})
        return False
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("name", _("You have a view of this name here already."))
        return False
    return True


@dataclass(slots=True, frozen=True)
class Listed:
    """A view of the list with what it chooses in words; one's own with the form that changes it."""

    view: SavedView
    parts: list[ViewPart]
    form: SavedViewForm | None = None


def _show(
    request: HttpRequest,
    access: Access,
    form: SavedViewForm,
    *,
    changing: SavedViewForm | None = None,
    status: int,
) -> HttpResponse:
    views = SavedView.objects.open_to(access.user).filter(programme=access.programme)
    listed = list(views.select_related("programme", "owner__person"))
    part = wants_part(request, "saved-views")
    words_of = _no_words if part else view_words(access)
    own = [
        Listed(
            view,
            words_of(view.query),
            changing
            if changing and changing.instance.pk == view.pk
            else SavedViewForm(instance=view, access=access, auto_id=f"id_{view.key}_%s"),
        )
        for view in listed
        if view.owner_id == access.writer.pk
    ]
    context = {
        "access": access,
        "programme": access.programme,
        "form": form,
        "chosen": words_of(form["query"].value() or ""),
        "own": own,
        "shared": [
            Listed(view, words_of(view.query)) for view in listed if view.owner_id != access.writer.pk
        ],
    }
    template = "programmes/views_part.html" if part else "programmes/views_page.html"
    return render(request, template, context, status=status)


def _no_words(query: str) -> list[ViewPart]:
    """The menu of the matrix shows names only."""
    return []
