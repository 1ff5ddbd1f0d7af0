"""Puts a tree in place as a programme: makes it, or brings the one of that short name to the same content.

Stages (design/style.md, 8): the file was read before; here it is compared, and only `import_programme` writes.
Rows are matched by their keys, those without one by their words (`importing.matching`). A row that the tree lacks
is withdrawn, and what stands below goes with it without being written, so that who restores it finds all of it again;
a row that comes back is restored.
"""

from typing import Any

from django.db import transaction

from groups.models import Group, User
from programmes.actions.import_columns import goal_values, step_values
from programmes.actions.import_links import import_links
from programmes.actions.import_references import check_names, put_document, put_plan, put_related
from programmes.actions.import_report import ImportReport, changed_fields
from programmes.actions.import_rows import ImportedRows, differs, set_values
from programmes.actions.references import moved
from programmes.content import ProgrammeContent
from programmes.importing.matching import take_present_keys
from programmes.models import StrategicPlan, WorkProgramme
from programmes.selectors.programmes import load_whole
from programmes.selectors.references import references_in
from tracking.actions import writing
from tracking.models import ChangeSet
from wco_tracker.lib.bulk_validation import Checks
from wco_tracker.lib.interchange import Unreadable
from wco_tracker.lib.keys import new_key


def import_programme(tree: ProgrammeContent, *, by: User | None, file: str = "") -> ImportReport:
    """Writes what differs, all or nothing; writes nothing at all where nothing differs. `file` names what was read.

    Raises Unreadable where the tree names what the system does not have or a value does not fit its column,
    and writing.Conflict where somebody else saves one of the rows meanwhile.
    """
    check_names(tree)
    if tree.extract and WorkProgramme.objects.filter(slug=tree.slug).exists():
        raise Unreadable(
            [
                f"The file holds only a part of the programme ({tree.extract}): importing it would withdraw all "
                "the rest. Take the whole programme as JSON, or make a new programme of the part with --into."
            ]
        )
    if tree.keyless:
        _match(tree)
    with writing.change(
        by=by, kind=ChangeSet.Kind.IMPORTED, container=f"programme/{tree.slug}", file=file
    ) as change_set:
        report = ImportReport(references=_references(tree))
        _write(tree, change_set, report)
        if not report:
            change_set.delete()
    return report


def preview(tree: ProgrammeContent) -> ImportReport:
    """What `import_programme` would write; the same errors; nothing stays written."""
    with transaction.atomic():
        report = import_programme(tree, by=None)
        transaction.set_rollback(True)
    return report


def _references(tree: ProgrammeContent) -> list[tuple[str, str]]:
    """The references that rows of an adopted programme lose for another."""
    present = WorkProgramme.objects.filter(slug=tree.slug, status__in=WorkProgramme.SETTLED).first()
    now = {topic.key: topic.ref for topic in tree.topics} | {row.key: row.ref for row in tree.indicators}
    return moved(references_in(present), now) if present else []


def _match(tree: ProgrammeContent) -> None:
    """Rows without a key are the present ones of the same words, where the programme is there already."""
    programme = (
        WorkProgramme.objects.select_related("group", "plan", "document").filter(slug=tree.slug).first()
    )
    if programme:
        take_present_keys(tree, load_whole(programme))


def _write(tree: ProgrammeContent, change_set: ChangeSet, report: ImportReport) -> None:
    plan = put_plan(tree)
    related = put_related(tree, change_set)
    programme = _write_programme(tree, plan, change_set, report)
    rows = ImportedRows(tree, programme, change_set, report)
    rows.write(related)
    import_links(tree, programme, rows.rows, related, change_set=change_set, report=report)
    if report and not report.made:
        writing.raise_versions([programme])


def _write_programme(
    tree: ProgrammeContent, plan: StrategicPlan | None, change_set: ChangeSet, report: ImportReport
) -> WorkProgramme:
    """Makes the programme's own row, or saves it where it differs."""
    programme = WorkProgramme.objects.filter(slug=tree.slug).first()
    document = put_document(tree.document, tree.language, tree.agenda_item, change_set)
    values: dict[str, Any] = {
        "group_id": Group.objects.get(slug=tree.group).pk,
        "plan_id": plan.pk if plan else None,
        "title": tree.title,
        "period": tree.period or "",
        "starts_on": tree.starts_on or "",
        "ends_on": tree.ends_on or "",
        "as_of": tree.as_of or "",
        "status": tree.status,
        "steps": [step_values(step) for step in tree.steps],
        "visibility": tree.visibility,
        "language": tree.language,
        "introduction": tree.introduction,
        "strategic_goals": goal_values(tree.strategic_goals),
        "document_id": document.pk if document else None,
        "annex": tree.annex or "",
        "page_heading": tree.page_heading or "",
        "mended": tree.mended,
        "training": tree.training,
    }
    if programme is None:
        programme = WorkProgramme(slug=tree.slug, key=new_key(), **values)
        _check(programme)
        writing.create(programme, change_set=change_set)
        report.made = True
    elif differs(programme, values):
        changes = changed_fields(programme, values)
        set_values(programme, values)
        _check(programme)
        writing.save(programme, revision=programme.revision, change_set=change_set)
        report.note("changed", programme, "", changes)
    return programme


def _check(programme: WorkProgramme) -> None:
    """Raises Unreadable for what does not fit the programme's own columns."""
    faults = [
        f"{programme.slug}, {name}: {message}" for name, message in Checks(WorkProgramme).faults(programme)
    ]
    if faults:
        raise Unreadable(faults)
