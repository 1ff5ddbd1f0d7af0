"""Reads a programme from a file, says row by row what would change, and with --apply writes it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programmes.actions.import_programme import import_programme, preview
from programmes.actions.import_report import ImportReport
from programmes.content import ProgrammeContent
from programmes.exports.interchange import as_dict
from programmes.importing import interchange
from programmes.importing.copying import as_copy
from programmes.models import WorkProgramme
from programmes.selectors.programmes import load_whole
from tracking.actions.writing import Conflict
from wco_tracker.lib.interchange import Unreadable, read_file


class Command(BaseCommand):
    """`import_programme FILE [--group SLUG] [--into SLUG] [--json] [--apply]` (design/interchange.md)."""

    help = "Reads a programme from a JSON file. Without --apply nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and what to do with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", help="the group it belongs to, in place of the one the file names")
        parser.add_argument(
            "--into",
            help="the programme it becomes, in place of the one the file names: a copy with its own keys",
        )
        parser.add_argument("--json", action="store_true", help="print what was read, and nothing else")
        parser.add_argument("--apply", action="store_true", help="write it")

    def handle(self, *args: Any, **options: Any) -> None:
        """One clear line on an error; never half of anything written."""
        tree = self._read(options["file"])
        tree.group = options["group"] or tree.group
        if options["into"] and options["into"] != tree.slug:
            tree = as_copy(tree, options["into"], _present(options["into"]))
        report = self._written(tree, options) if options["apply"] or not options["json"] else None
        if options["json"]:
            read = {"content": as_dict(tree), "unplaced": [], "warnings": []}
            self.stdout.write(json.dumps(read, ensure_ascii=False, indent=2))
            return
        if report and not report.made:  # of a new programme, all rows are added
            for row in report.rows:
                self.stdout.write(str(row))
            if report.references:
                self.stdout.write(report.reference_line)
        outcome = "written" if options["apply"] else "not written; add --apply to write"
        rows = sum(1 for _ in tree.indicators)
        self.stdout.write(
            f"{tree.title}: {len(tree.sections)} sections, {rows} indicators. {report} ({outcome})."
        )

    def _written(self, tree: ProgrammeContent, options: dict[str, Any]) -> ImportReport:
        try:
            return self._put(tree, options)
        except Unreadable as error:
            raise CommandError("\n".join(error.faults)) from error
        except Conflict as error:
            raise CommandError(
                "Somebody saved a row meanwhile; nothing was written. Run it again."
            ) from error

    def _read(self, path: Path) -> ProgrammeContent:
        if path.suffix != ".json":
            raise CommandError(f"{path.name}: only .json can be read.")
        try:
            return read_file(path, interchange.read)
        except Unreadable as error:
            raise CommandError("\n".join(error.faults)) from error

    def _put(self, tree: ProgrammeContent, options: dict[str, Any]) -> ImportReport:
        if options["apply"]:
            return import_programme(tree, by=None, file=options["file"].name)
        return preview(tree)


def _present(slug: str) -> ProgrammeContent | None:
    programme = WorkProgramme.objects.select_related("group", "plan", "document").filter(slug=slug).first()
    return load_whole(programme) if programme else None
