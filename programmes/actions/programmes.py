"""Starting a programme, from nothing or from an earlier one, and changing what it says of itself."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from groups.models import Group, User
from programmes.actions.import_programme import import_programme
from programmes.content import Continuation, ProgrammeContent
from programmes.content.addresses import is_reserved
from programmes.importing.copying import as_copy
from programmes.models import StrategicPlan, WorkProgramme
from tracking.actions import writing
from tracking.actions.nodes import Refused
from tracking.models import ChangeSet

Kind = ChangeSet.Kind


def new_programme(
    *,
    group: Group,
    title: str,
    slug: str,
    by: User,
    period: str = "",
    plan: StrategicPlan | None = None,
    language: str = "en",
    visibility: str = "secretariat",
    earlier: ProgrammeContent | None = None,
) -> WorkProgramme:
    """A draft: empty, or with the sections, topics, tasks, indicators and timelines of an earlier programme.

    Each topic continues the one that it was copied from; progress is not copied. Refused where the short name is taken.
    """
    if is_reserved(slug) or WorkProgramme.objects.filter(slug=slug).exists():
        raise Refused(_("This web address is taken. Choose another."))
    programme = WorkProgramme(
        group=group,
        title=title,
        slug=slug,
        period=period,
        plan=plan,
        language=language,
        visibility=visibility,
    )
    with writing.change(by=by, kind=Kind.ADDED, container=programme.container_name) as change_set:
        writing.create(programme, change_set=change_set)
        if earlier:
            import_programme(_next_of(earlier, programme), by=by)
            programme.refresh_from_db()
    return programme


def _next_of(earlier: ProgrammeContent, programme: WorkProgramme) -> ProgrammeContent:
    """The tree of an earlier programme as that of a new one, without progress, under keys of its own."""
    tree, before = deepcopy(earlier), earlier.slug
    for topic in tree.topics:
        topic.continues = [Continuation(before, topic.key, "same_title")]
    for indicator in tree.indicators:
        indicator.progress = []
    links = [topic.continues for topic in tree.topics]
    for topic in tree.topics:
        topic.continues = []
    tree = as_copy(tree, programme.slug, None)
    for topic, continues in zip(tree.topics, links, strict=True):
        topic.continues = continues
    tree.group, tree.title, tree.period = programme.group.slug, programme.title, programme.period or None
    tree.language, tree.visibility = programme.language, programme.visibility
    tree.status, tree.steps, tree.training, tree.mended = "draft", [], False, []
    tree.starts_on = tree.ends_on = tree.as_of = tree.document = tree.agenda_item = tree.annex = None
    tree.page_heading, tree.extract, tree.keyless = None, None, set()
    if programme.plan is None or programme.plan.slug != tree.plan_slug:
        _leave_plan(tree, programme)
    return tree


def _leave_plan(tree: ProgrammeContent, programme: WorkProgramme) -> None:
    """Of another plan the activities are others: who edits the programme chooses them."""
    tree.plan_slug = programme.plan.slug if programme.plan else None
    tree.plan_title = programme.plan.title if programme.plan else None
    tree.strategic_goals = []
    for section in tree.sections:
        section.activity_code = section.activity_title = None


def edit_programme(
    programme: WorkProgramme,
    values: dict[str, Any],
    *,
    revision: int,
    by: User,
    step_on: str = "",
    step_by: str = "",
) -> ChangeSet | None:
    """Gives a programme other values; None where they are the same. A new status is recorded as a step.

    Raises Conflict, with nothing written, if somebody else saved it since `revision`.
    """
    changed = {name: value for name, value in values.items() if getattr(programme, name) != value}
    if not changed and programme.revision == revision:
        return None
    if "status" in changed:
        step = {"status": changed["status"], "on": step_on or None, "by": step_by or None, "source": None}
        changed["steps"] = [*programme.steps, step]
    for name, value in changed.items():
        setattr(programme, name, value)
    with writing.change(by=by, kind=Kind.EDITED, container=programme) as change_set:
        writing.save(programme, revision=revision, change_set=change_set)
    return change_set
