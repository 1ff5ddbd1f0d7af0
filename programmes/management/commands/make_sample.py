"""Makes a large, plausible data set for measuring."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from groups.models import Group
from programmes.actions.import_programme import import_programme
from programmes.content.samples import sample
from programmes.models import WorkProgramme
from tracking.actions import writing
from tracking.models import ChangeSet
from wco_tracker.lib.interchange import Unreadable

GROUP = "sample-committee"


class Command(BaseCommand):
    """Each programme is imported whole, with its history; one that is there already is left as it is."""

    help = "Makes made-up work programmes, in a committee of their own, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, how large, and how they are called."""
        parser.add_argument("--programmes", type=int, default=1, help="how many (1)")
        parser.add_argument("--indicators", type=int, default=136, help="rows of each (136)")
        parser.add_argument("--name", default="sample", help="what their short names begin with (sample)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One programme after the other, each all or nothing."""
        programmes, rows, name = options["programmes"], options["indicators"], options["name"]
        if programmes < 1 or not 1 <= rows <= 100_000:
            raise CommandError("Name at least one programme, with 1 to 100,000 indicators.")
        if not Group.objects.filter(slug=GROUP).exists():
            group = Group(slug=GROUP, name="Made-up committee", kind=Group.Kind.COMMITTEE)
            with writing.change(
                by=None, kind=ChangeSet.Kind.ADDED, container=group.container_name
            ) as change_set:
                writing.create(group, change_set=change_set)
        there = set(WorkProgramme.objects.filter(slug__startswith=name).values_list("slug", flat=True))
        wanted = [slug for place in range(1, programmes + 1) if (slug := f"{name}-{place}") not in there]
        for slug in wanted:
            try:
                import_programme(sample(slug, rows, GROUP), by=None)
            except Unreadable as error:
                raise CommandError("\n".join(error.faults)) from error
        self.stdout.write(f"Made {len(wanted)} programmes of {rows:,} indicators.")
