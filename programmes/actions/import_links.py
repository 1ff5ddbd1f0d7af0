"""Writes what an imported topic is linked to: its sponsors, and the earlier topics that it continues."""

from programmes.actions.import_columns import Related
from programmes.actions.import_report import ImportReport
from programmes.content import ProgrammeContent
from programmes.models import Topic as TopicRow
from programmes.models import TopicContinuation, WorkProgramme
from tracking.actions import writing
from tracking.models import ChangeSet, Node


def import_links(
    tree: ProgrammeContent,
    programme: WorkProgramme,
    rows: dict[str, Node],
    related: Related,
    *,
    change_set: ChangeSet,
    report: ImportReport,
) -> None:
    """Writes the links that differ. `rows` has the programme's rows by key.

    A topic is saved once more for each kind of link, so that its history holds the new ones.
    """
    present = links_of(programme)
    for topic in tree.topics:
        row = rows[topic.key]
        if not isinstance(row, TopicRow):
            continue
        sponsors, continues = present.get(topic.key, ([], []))
        if topic.sponsors != sponsors:
            linked = [related.organizations[name] for name in topic.sponsors]
            writing.save(row, revision=row.revision, change_set=change_set, links={"sponsors": linked})
            report.note_link(row, topic.ref, "sponsors")
        wanted = [(link.key, link.how) for link in topic.continues]
        if wanted != continues:
            row.continues.all().delete()
            TopicContinuation.objects.bulk_create(
                TopicContinuation(topic=row, earlier=TopicRow.objects.get(key=key), how=how)
                for key, how in wanted
            )
            writing.save(row, revision=row.revision, change_set=change_set)
            report.note_link(row, topic.ref, "continues")


def links_of(programme: WorkProgramme) -> dict[str, tuple[list[str], list[tuple[str, str]]]]:
    """Sponsors' names and (earlier key, how) of each topic that has any, by the topic's key: two statements."""
    links: dict[str, tuple[list[str], list[tuple[str, str]]]] = {}
    sponsors = TopicRow.sponsors.through.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, name in sponsors.values_list("topic__key", "organization__name"):
        links.setdefault(key, ([], []))[0].append(name)
    continues = TopicContinuation.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, earlier, how in continues.values_list("topic__key", "earlier__key", "how"):
        links.setdefault(key, ([], []))[1].append((earlier, how))
    return links
