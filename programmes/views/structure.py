"""A programme's structure: its outline, and what the buttons, keys and drops on it do."""

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from programmes.actions.references import reference_changes
from programmes.actions.structure import own_act, restore_node, undo_act
from programmes.presenters.outline import back_address, done_words, outline, short, withdrawn
from programmes.selectors.access import Access
from programmes.selectors.nodes import find_node
from programmes.selectors.programmes import load_outline
from programmes.views.access import for_editing
from tracking.actions import nodes
from tracking.actions.nodes import Refused
from tracking.actions.undo import NotUndoable, rows_written
from tracking.actions.writing import Conflict
from tracking.presenters.conflicts import meanwhile
from wco_tracker.lib.http import is_htmx, whole_number


@for_editing
def structure(request: HttpRequest, access: Access) -> HttpResponse:
    """The outline; a post moves, restores or undoes, and comes back to the node."""
    if request.method == "POST":
        return _act(request, access)
    if key := request.GET.get("topic", ""):
        return _tasks(request, access, key)
    done = request.GET.get("done", "")
    context = _context(request, access, done or request.GET.get("open", ""), done=done)
    return render(request, "programmes/structure_page.html", context)


def _tasks(request: HttpRequest, access: Access, key: str) -> HttpResponse:
    """The part of the outline below one topic, for one that is opened; Http404 where it is gone meanwhile."""
    tree = load_outline(access.programme)
    topic = next((topic for topic in tree.topics if topic.key == key), None)
    if topic is None:
        raise Http404(_("This programme has no such topic."))
    return render(request, "programmes/outline_tasks.html", {**outline(tree), "topic": topic})


def _context(
    request: HttpRequest, access: Access, at: str, *, done: str, parts: Collection[str] | None = None
) -> dict[str, Any]:
    """What the page takes, or with `parts` what a change replaces of it; `done` names the node that can be undone."""
    tree = load_outline(access.programme)
    page = request.GET.get("withdrawn", "")
    context = {
        "access": access,
        "programme": access.programme,
        **outline(tree, at, parts),
        "done": _done(access, done),
        "here": f"{request.path}?{urlencode({'withdrawn': page})}" if page else request.path,
    }
    if parts is None:
        context["withdrawn"] = withdrawn(access.programme, page or 1)
    return context


def _done(access: Access, key: str) -> dict[str, Any] | None:
    """What the bar says of the reader's last act on the node with this key; None unless it can still be undone."""
    node = find_node(access.programme, key) if key else None
    done = own_act(node, access.writer) if node else None
    if node is None or done is None:
        return None
    number = len(rows_written(done, access.programme))
    return {"words": done_words(done, node, number), "node": f"{node.key}-{node.revision}"}


def back_to(access: Access, key: str = "", *, done: bool = False, at: str = "") -> HttpResponseRedirect:
    """To the outline, at the node or at another; with `done`, what was done to the node can be undone there."""
    return HttpResponseRedirect(back_address(access.programme, key, done=done, at=at))


def _act(request: HttpRequest, access: Access) -> HttpResponse:
    """Does what the button says, to the node as the page showed it (key and revision); then shows where it stands."""
    key, _dash, revision = request.POST.get("node", "").partition("-")
    node = find_node(access.programme, key)
    act = _ACTS.get(request.POST.get("act", ""))
    if node is None or act is None:
        messages.error(request, _("This programme has no such part any more. Look again."))
        return _show(request, access, "")
    stood = _part_of(node)
    try:
        if changes := _changes(request, access, act, node, whole_number(revision)):
            return _ask(request, access, key, changes)
        change = act(request, access, node, whole_number(revision))
    except Conflict:
        messages.error(request, f"{_meanwhile(find_node(access.programme, key))} {_('Look again.')}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    except NotUndoable:
        messages.error(request, _("It cannot be undone any more: something was changed again since."))
    else:
        if change is None:
            messages.info(request, _("It is already there."))
        elif change.undoes_id:
            messages.success(request, _("The last change is undone."))
        parts = {stood, _part_of(find_node(access.programme, key))} if act in _MOVES else None
        return _show(request, access, key, done=change is not None, parts=parts)
    return _show(request, access, key)


def _changes(
    request: HttpRequest, access: Access, act: Callable[..., Any], node: Any, revision: int
) -> list[tuple[str, str]]:
    """The references that an act would change and that the reader was not told of yet; going back needs no word."""
    if request.POST.get("confirmed") or act is _undo:
        return []
    return reference_changes(access.programme, lambda: act(request, access, node, revision))


def _ask(request: HttpRequest, access: Access, key: str, changes: list[tuple[str, str]]) -> HttpResponse:
    """The outline as it is, with the references that would change, and a button to go on."""
    posted = {name: request.POST.get(name, "") for name in ("node", "act", "place")}
    context = _context(request, access, key, done="", parts=() if is_htmx(request) else None)
    context |= {"changes": changes, "posted": posted, "back": back_address(access.programme, key)}
    if not is_htmx(request):
        return render(request, "programmes/structure_page.html", context)
    response = render(request, "programmes/structure_part.html", {**context, "part": True})
    return trigger_client_event(response, "structure-done", {"key": key, "asked": True}, after="settle")


def _show(
    request: HttpRequest,
    access: Access,
    key: str,
    *,
    done: bool = False,
    parts: Collection[str] | None = None,
) -> HttpResponse:
    """Back to the outline at the node; for htmx what changed of it: the named parts, or with none all of it."""
    if not is_htmx(request):
        return back_to(access, key, done=done)
    whole = parts is None or "" in parts
    context = _context(request, access, key, done=key if done else "", parts=None if whole else parts)
    response = render(request, "programmes/structure_part.html", {**context, "whole": whole, "part": True})
    return trigger_client_event(response, "structure-done", {"key": key}, after="settle")


def _part_of(node: Any) -> str:
    """The key of the part of the outline whose references a move of the node changes: a topic or a section.

    Empty for a section, with which all may change.
    """
    if node.level == "section":
        return ""
    part: Any = node.parent_object
    return str(part.parent_object.key if node.level == "indicator" else part.key)


def _meanwhile(node: Any) -> str:
    return meanwhile(node, short(node))


def _step(up: bool) -> Callable[..., Any]:
    def act(request: HttpRequest, access: Access, node: Any, revision: int) -> Any:
        return nodes.step_node(node=node, up=up, revision=revision, by=access.writer)

    return act


def move_to_place(request: HttpRequest, access: Access, node: Any, revision: int) -> Any:
    """To the place that is named: "first-KEY" of a parent, "after-KEY" or "before-KEY" of a sibling."""
    how, _dash, key = request.POST.get("place", "").partition("-")
    other = find_node(access.programme, key) if key else None
    parent: Any = other or access.programme
    after = None
    if how not in ("first", "after", "before") or (other is None and (key or how != "first")):
        raise Refused(_("It cannot be moved there: that place no longer exists. Look again."))
    if other is not None and how != "first":
        parent = other.parent_object
        after = other if how == "after" else nodes.present_before(other, leaving_out=node)
    return nodes.move_node(node=node, parent=parent, after=after, revision=revision, by=access.writer)


def _restore(request: HttpRequest, access: Access, node: Any, revision: int) -> Any:
    return restore_node(node=node, revision=revision, by=access.writer)


def _undo(request: HttpRequest, access: Access, node: Any, revision: int) -> Any:
    return undo_act(node=node, revision=revision, by=access.writer)


_ACTS: dict[str, Callable[..., Any]] = {
    "up": _step(True),
    "down": _step(False),
    "move": move_to_place,
    "restore": _restore,
    "undo": _undo,
}
_MOVES = [_ACTS[name] for name in ("up", "down", "move")]
