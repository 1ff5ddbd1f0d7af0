"""Writes a programme to a file or to standard output."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from programmes.content import as_seen
from programmes.models import WorkProgramme
from programmes.presenters.downloads import (
    FORMATS,
    FileNotMade,
    day_judged,
    make_file,
    mark_extract,
    notes_on,
)
from programmes.selectors.programmes import load_whole
from programmes.selectors.trees import judged


class Command(BaseCommand):
    """`export_programme SLUG --format json|docx|pdf|xlsx|csv [--output FILE] [--as-at DATE]` (design/interchange.md).

    The programme whole, with the entries that are not released: it is for those who run the system.
    """

    help = "Writes a programme, whole, as Word, PDF, Excel, CSV or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which programme, in which form, where to."""
        parser.add_argument("slug")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--output", type=Path)
        parser.add_argument("--as-at", metavar="DATE", help="leave out what was reported later: 2014-10-31")
        parser.add_argument("--language", choices=["en", "fr"], default="en", help="of the labels")

    def handle(self, *args: Any, **options: Any) -> None:
        """A file is written beside its place first, so that a full disk leaves the old one."""
        related = WorkProgramme.objects.select_related("group", "plan", "document")
        programme = related.filter(slug=options["slug"]).first()
        if programme is None:
            raise CommandError(f"There is no work programme “{options['slug']}”.")
        at = _day(options["as_at"])
        tree = as_seen(load_whole(programme), unreleased=True, at=at)
        judged(tree, programme, at)
        mark_extract(tree, filtered=False, at=at, released_only=False)
        try:
            with translation.override(options["language"]):
                data = make_file(tree, options["format"], notes_on(at=at), judged=day_judged(tree, at=at))
        except FileNotMade as error:
            raise CommandError(str(error)) from error
        if options["output"] is None:
            sys.stdout.buffer.write(data)
            return
        _write(options["output"], data)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"“{text}” is not a day. Write 2014-10-31.") from error


def _write(path: Path, data: bytes) -> None:
    if not path.name or (path.exists() and not path.is_file()):
        raise CommandError(f"{path} is not a file: it would be replaced. Name a file. Nothing was written.")
    part = path.parent / f"{path.name}.part"
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise CommandError(f"{path}: {error.strerror}. Nothing was written.") from error
