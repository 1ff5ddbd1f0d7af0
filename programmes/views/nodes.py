"""What is done with one node in a form: adding, renaming, moving, withdrawing, and pasting a list into a topic."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programmes.actions import structure as actions
from programmes.actions.references import reference_changes
from programmes.forms.structure import NODE_FORMS, MoveForm, NodeForm, PasteForm, WithdrawForm, texts_of
from programmes.models import Indicator, Topic
from programmes.presenters.history import history_of_node, withdrawals
from programmes.presenters.outline import (
    adding,
    back_address,
    level_names,
    places,
    rows_below,
    short,
    topic_reference,
)
from programmes.selectors.access import Access
from programmes.selectors.nodes import find_node, level_below
from programmes.selectors.programmes import load_outline
from programmes.selectors.references import row_reference
from programmes.views.access import for_editing
from programmes.views.structure import back_to, move_to_place
from tracking.actions.nodes import Refused, present_before, withdraw_node
from tracking.actions.writing import Conflict
from tracking.presenters.conflicts import Difference, compare_typed, labels_of, meanwhile, merged
from wco_tracker.lib.forms import tell_what_was_replaced
from wco_tracker.lib.http import number_posted


@for_editing
def add(request: HttpRequest, access: Access) -> HttpResponse:
    """A new node: `under` names what it is to stand in (nothing: the programme), `after` what it follows."""
    after = _node(access, request.GET["after"]) if request.GET.get("after") else None
    under = request.GET.get("under", "")
    parent = after.parent_object if after else _node(access, under) if under else access.programme
    if (below := level_below(parent)) is None:
        raise Http404(_("Only progress entries can be added to a performance indicator."))
    form = NODE_FORMS[below.level](
        request.POST if request.method == "POST" else None, programme=access.programme
    )
    page = {
        "title": adding()[below.level],
        "verb": _("Add"),
        "beside": "" if parent == access.programme else short(parent),
        "back": back_address(access.programme, after.key if after else under),
    }
    if request.method != "POST":
        return _show(request, access, page, form)
    if not form.is_valid():
        return _show(request, access, page, form, status=422)

    def write() -> Any:
        return actions.add_node(parent=parent, values=form.cleaned_columns, by=access.writer, after=after)

    try:
        if changes := _changes(request, access, write):
            return _show(request, access, page, form, changes=changes)
        node = write()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, access, page, form, status=422)
    tell_what_was_replaced(request, form)
    return back_to(access, node.key, done=True)


@for_editing
def node(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """What can be done with a node, and with `do` the form of one of these things."""
    found = _node(access, key)
    do = _FORMS.get(request.GET.get("do", ""))
    if do is not None:
        return do(request, access, found)
    if request.method == "POST":
        return redirect("programmes:node", access.programme.slug, key)
    below = level_below(found)
    gone = withdrawals(found, access)
    context = {
        "access": access,
        "programme": access.programme,
        "node": found,
        "level": found.level,
        "level_name": level_names()[found.level],
        "words": short(found),
        "ref": _reference(access, found),
        "adds": adding()[below.level] if below else "",
        "withdrawals": gone,
        "outermost": gone[-1].node if gone else None,
        "changes": history_of_node(found, access) if below else None,
        "rows": rows_below(found),
    }
    return render(request, "programmes/node_page.html", context)


def _reference(access: Access, found: Any) -> str:
    if isinstance(found, Topic):
        return topic_reference(load_outline(access.programme), found.key)
    return row_reference(found) if isinstance(found, Indicator) else ""


def _node(access: Access, key: str) -> Any:
    found = find_node(access.programme, key)
    if found is None:
        raise Http404(_("This programme has no such part."))
    return found


def _show(
    request: HttpRequest,
    access: Access,
    page: dict[str, str],
    form: forms.Form,
    *,
    of: Any = None,
    status: int = 200,
    changed: str = "",
    differences: list[Difference] | None = None,
    changes: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "access": access,
        "programme": access.programme,
        "page": page,
        "form": form,
        "revision": of.revision if of else None,
        "changed": changed,
        "differences": differences,
        "changes": changes,
    }
    return render(request, "programmes/structure_form_page.html", context, status=status)


def _page(found: Any, title: str, verb: str, note: str = "") -> dict[str, str]:
    back = back_address(found.container_object, found.key)
    return {"title": title, "verb": verb, "beside": short(found), "back": back, "note": note}


def _try(
    request: HttpRequest,
    access: Access,
    page: dict[str, str],
    form: forms.Form,
    found: Any,
    write: Callable[[], Any],
    at: str = "",
) -> HttpResponse:
    """Writes what a form says and goes back to the outline; a refusal shows the form again with what was typed."""
    try:
        if changes := _changes(request, access, write):
            return _show(request, access, page, form, of=_node(access, found.key), changes=changes)
        change = write()
    except Conflict:
        now = _node(access, found.key)
        return _show(request, access, page, form, of=now, status=409, changed=meanwhile(now, short(now)))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, access, page, form, of=found, status=422)
    if change is None:
        messages.info(request, _("Nothing was changed."))
    tell_what_was_replaced(request, form)
    return back_to(access, found.key, done=change is not None, at=at)


def _changes(request: HttpRequest, access: Access, write: Callable[[], Any]) -> list[tuple[str, str]]:
    """The references that would change, and that the reader was not told of yet."""
    return [] if request.POST.get("confirmed") else reference_changes(access.programme, write)


def _rename_form(request: HttpRequest, access: Access, found: Any) -> HttpResponse:
    level = found.level
    kind = NODE_FORMS[level]
    page = _page(found, _("Rename"), _("Save"))
    now = texts_of(found, level)
    if request.method != "POST":
        return _show(request, access, page, kind(programme=access.programme, initial=now), of=found)
    if number_posted(request) != found.revision:
        return _conflict(request, access, found, page, kind)
    form = kind(request.POST, programme=access.programme, initial=now)
    if not form.is_valid():
        return _show(request, access, page, form, of=found, status=422)
    return _try(
        request,
        access,
        page,
        form,
        found,
        lambda: actions.edit_node(
            node=found, values=form.columns, revision=number_posted(request), by=access.writer
        ),
    )


def _conflict(
    request: HttpRequest, access: Access, found: Any, page: dict[str, str], kind: type[NodeForm]
) -> HttpResponse:
    """Base, theirs and mine beside one another; the form below holds what a save would now write."""
    level = found.level
    record = found.history.filter(revision=number_posted(request)).first()
    base = texts_of(record, level) if record else None
    theirs = texts_of(found, level)
    mine = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    form = kind(programme=access.programme, initial=merged(base, theirs, mine))
    differences = compare_typed(base, theirs, mine, labels_of(form))
    return _show(
        request,
        access,
        page,
        form,
        of=found,
        status=409,
        changed=meanwhile(found, short(found)),
        differences=differences,
    )


def _move_form(request: HttpRequest, access: Access, found: Any) -> HttpResponse:
    page = _page(found, _("Move"), _("Move"))
    options = places(load_outline(access.programme), found)
    form = MoveForm(request.POST if request.method == "POST" else None, places=options)
    if request.method != "POST":
        return _show(request, access, page, form, of=found)
    if not form.is_valid():
        return _show(request, access, page, form, of=found, status=422)
    return _try(
        request,
        access,
        page,
        form,
        found,
        lambda: move_to_place(request, access, found, number_posted(request)),
    )


def _withdraw_form(request: HttpRequest, access: Access, found: Any) -> HttpResponse:
    note = _("It leaves the programme, its exports and all counts, together with everything below it.")
    stays = _("Its history and links are kept, and it can be restored at any time.")
    page = _page(found, _("Withdraw"), _("Withdraw"), f"{note} {stays}")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, access, page, form, of=found)
    if not form.is_valid():
        return _show(request, access, page, form, of=found, status=422)
    return _try(
        request,
        access,
        page,
        form,
        found,
        lambda: withdraw_node(
            node=found, why=form.cleaned_data["why"], revision=number_posted(request), by=access.writer
        ),
        at=getattr(present_before(found, leaving_out=found) or found.parent_object, "key", ""),
    )


def _paste_form(request: HttpRequest, access: Access, found: Any) -> HttpResponse:
    if found.level != "topic":
        raise Http404(_("Tasks can be pasted into a topic only."))
    page = _page(found, _("Paste tasks"), _("Add these tasks"))
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, access, page, form)
    if not form.is_valid():
        return _show(request, access, page, form, status=422)
    try:
        tasks = actions.paste_tasks(topic=found, texts=form.cleaned_data["tasks"], by=access.writer)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, access, page, form, status=422)
    tell_what_was_replaced(request, form)
    return back_to(access, tasks[0].key, done=True)


_FORMS: dict[str, Callable[[HttpRequest, Access, Any], HttpResponse]] = {
    "rename": _rename_form,
    "move": _move_form,
    "withdraw": _withdraw_form,
    "paste": _paste_form,
}
