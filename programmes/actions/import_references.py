"""Finds, and where it is harmless makes, the rows of other tables that an imported programme names."""

from typing import Any

from django.db.models import Model, QuerySet

from groups.models import CommitteeSession, Document, Group, Organization, Person, Source
from programmes.actions.import_columns import Related, source_key
from programmes.content import ProgrammeContent
from programmes.models import StrategicActivity, StrategicGoal, StrategicPlan
from programmes.models import Topic as TopicRow
from tracking.actions import writing
from tracking.actions.places import STEP
from tracking.models import ChangeSet
from wco_tracker.lib.interchange import Unreadable


def check_names(tree: ProgrammeContent) -> None:
    """Raises Unreadable for what the programme names and the system does not have; writes nothing."""
    faults = []
    if not Group.objects.filter(slug=tree.group).exists():
        faults.append(
            f"There is no group “{tree.group}”. Name one that there is with --group, or make it first."
        )
    named = {entry.session for row in tree.indicators for entry in row.progress if entry.session}
    known = set(CommitteeSession.objects.filter(slug__in=named).values_list("slug", flat=True))
    faults += [
        f"There is no session “{slug}”; make it first, or leave “session” out."
        for slug in sorted(named - known)
    ]
    codes = {activity.code for goal in tree.strategic_goals for activity in goal.activities}
    codes |= set(_activities(tree.plan_slug).values_list("code", flat=True))
    faults += [
        f"Section {section.number}: its plan has no strategic activity {section.activity_code}."
        for section in tree.sections
        if section.activity_code and section.activity_code not in codes
    ]
    earlier = {link.key for topic in tree.topics for link in topic.continues}
    there = dict(TopicRow.objects.filter(key__in=earlier).values_list("key", "section__programme__slug")) | {
        topic.key: tree.slug for topic in tree.topics
    }
    faults += [
        f"There is no earlier topic with the key {key} to go on with."
        if key not in there
        else f"The earlier topic {key} stands in “{there[key]}”, not in “{slug}”."
        for slug, key in sorted(
            {(link.programme, link.key) for topic in tree.topics for link in topic.continues}
        )
        if there.get(key) != slug
    ]
    if faults:
        raise Unreadable(faults)


def _activities(plan_slug: str | None) -> QuerySet[StrategicActivity]:
    return (
        StrategicActivity.objects.filter(goal__plan__slug=plan_slug)
        if plan_slug
        else StrategicActivity.objects.none()
    )


def put_plan(tree: ProgrammeContent) -> StrategicPlan | None:
    """The plan with at least the goals and activities that the programme lists; titles follow the programme's.

    A plan is of several programmes, each of which lists what it serves: `WorkProgramme.strategic_goals`.
    """
    if not tree.plan_slug:
        return None
    plan = StrategicPlan.objects.filter(slug=tree.plan_slug).first() or StrategicPlan(slug=tree.plan_slug)
    _put(plan, title=tree.plan_title or "")
    for place, goal in enumerate(tree.strategic_goals, 1):
        row = StrategicGoal.objects.filter(plan=plan, number=goal.number).first() or StrategicGoal(
            plan=plan, number=goal.number
        )
        _put(row, title=goal.title, position=place * STEP)
        for order, activity in enumerate(goal.activities, 1):
            there = StrategicActivity.objects.filter(goal__plan=plan, code=activity.code).first()
            _put(
                there or StrategicActivity(code=activity.code),
                goal_id=row.pk,
                title=activity.title,
                position=order * STEP,
            )
    return plan


def _put(row: Model, **values: Any) -> None:
    """Saves the row where it is new or has other values."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    if differing or row.pk is None:
        row.save()


def put_document(
    symbol: str | None, language: str, agenda_item: str | None, change_set: ChangeSet
) -> Document | None:
    """The document of that symbol, made if it is not there; its agenda item follows where one is given."""
    if not symbol:
        return None
    document = Document.objects.filter(symbol=symbol, language=language, version="").first()
    if document is None:
        document = Document(symbol=symbol, language=language, agenda_item=agenda_item or "")
        writing.create(document, change_set=change_set)
    elif agenda_item and document.agenda_item != agenda_item:
        document.agenda_item = agenda_item
        writing.save(document, revision=document.revision, change_set=change_set)
    return document


def put_related(tree: ProgrammeContent, change_set: ChangeSet) -> Related:
    """All rows that the programme's values name, those of people, organizations and sources made if missing."""
    entries = [entry for row in tree.indicators for entry in row.progress]
    leads = {topic.lead for topic in tree.topics if topic.lead}
    sponsors = {name for topic in tree.topics for name in topic.sponsors}
    people = {topic.officer for topic in tree.topics if topic.officer} | {
        e.author for e in entries if e.author
    }
    keys = {key for entry in entries if (key := source_key(entry))}
    return Related(
        activities=dict(_activities(tree.plan_slug).values_list("code", "pk")),
        organizations={name: _named(Organization, name, change_set) for name in sorted(leads | sponsors)},
        people={name: _named(Person, name, change_set) for name in sorted(people)},
        sessions=dict(CommitteeSession.objects.values_list("slug", "pk")),
        sources={key: _source(key, tree.language, change_set) for key in sorted(keys)},
    )


def _named(model: type[Person] | type[Organization], name: str, change_set: ChangeSet) -> int:
    """The person or organization of this name, made if it is not there."""
    found = model.objects.filter(name=name).order_by("pk").first()
    if found is None:
        found = model(name=name)
        writing.create(found, change_set=change_set)
    return found.pk


def _source(key: tuple[str, str, str, bool], language: str, change_set: ChangeSet) -> int:
    symbol, paragraph, quote, inferred = key
    document = Document.objects.filter(symbol=symbol).order_by("pk").first() or put_document(
        symbol, language, None, change_set
    )
    values = {"document": document, "paragraph": paragraph, "quote": quote, "inferred": inferred}
    source = Source.objects.filter(**values).order_by("pk").first() or Source.objects.create(**values)
    return source.pk
