"""Holds the French catalogue to the strings of the pages."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from wco_tracker.lib.own_apps import own_apps

SOURCES = (*own_apps(), "templates")
LANGUAGE = "fr"
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")
_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
# Tags, attributes and addresses, which a template may put together out of pieces, and characters by name.
_PIECES = re.compile(r"<[^>]*>|&#?\w+;|[\w-]+=(?:\"[^\"<>]*\"?)?|/?\b\w+/(?:\?\w+=)?")
Identity = tuple[str, str]


class Command(BaseCommand):
    """Fails where a string has no translation, a translation no string, or the compiled file is old."""

    help = "Checks that every string of the pages is translated and the compiled catalogue is up to date."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Names everything that is wrong, not only the first."""
        catalogue = Path(settings.LOCALE_PATHS[0]) / LANGUAGE / "LC_MESSAGES" / "django.po"
        if not catalogue.exists():
            raise CommandError(f"{catalogue} is missing. Make it with: make messages")
        entries = polib.pofile(str(catalogue))
        faults = [*check_entries(entries), *_check_compiled(entries, catalogue.with_suffix(".mo"))]
        faults += _check_jinja(settings.BASE_DIR / "templates" / "jinja2")
        if shutil.which("xgettext"):
            faults += compare(entries, _gather())
        elif os.environ.get("REQUIRE_ALL") == "1":
            faults.append("xgettext is missing, so that new strings cannot be looked for: install gettext")
        else:
            self.stdout.write("xgettext is missing (package gettext): new strings were not looked for.")
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(
                f"{len(faults)} faults in the translations. Mend {catalogue.name}: make messages"
            )
        self.stdout.write(f"{len(entries)} strings, all translated.")


def identity(entry: Any) -> Identity:
    """What gettext tells entries apart by: the context and the text."""
    return entry.msgctxt or "", entry.msgid


def check_entries(entries: Any) -> Iterator[str]:
    """Faults of the catalogue itself."""
    for entry in entries:
        if entry.obsolete:
            yield f"no longer used: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"only guessed (fuzzy): {entry.msgid!r}"
        elif not entry.translated():
            yield f"not translated: {entry.msgid!r}"
        else:
            yield from _check_placeholders(entry)


def _check_placeholders(entry: Any) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    texts = entry.msgstr_plural or {0: entry.msgstr}
    for form, text in texts.items():
        found = set(_PLACEHOLDER.findall(text))
        # The singular of a plural may say "one" in words.
        singular = bool(entry.msgid_plural) and int(form) == 0
        if found - wanted or (wanted - found and not singular):
            yield f"other placeholders than the string: {entry.msgid!r} → {text!r}"


def compare(entries: Any, gathered: set[Identity]) -> Iterator[str]:
    """Strings of the pages that the catalogue lacks, and strings of it that no page has."""
    known = {identity(entry) for entry in entries if not entry.obsolete}
    yield from (f"not in the catalogue: {text!r}" for _, text in sorted(gathered - known))
    yield from (f"in no page any more: {text!r}" for _, text in sorted(known - gathered))


def _gather() -> set[Identity]:
    """The strings of the pages, gathered from a copy so that the catalogue stays as it is."""
    before, unwanted = Path.cwd(), shutil.ignore_patterns("__pycache__")
    with tempfile.TemporaryDirectory() as folder:
        for source in SOURCES:
            shutil.copytree(settings.BASE_DIR / source, Path(folder) / source, ignore=unwanted)
        locale = Path(folder) / "locale"
        locale.mkdir()
        try:
            os.chdir(folder)
            with override_settings(LOCALE_PATHS=[str(locale)]):
                call_command("makemessages", locale=[LANGUAGE], keep_pot=True, verbosity=0)
        finally:
            os.chdir(before)
        return {identity(entry) for entry in polib.pofile(str(locale / "django.pot"))}


def _check_compiled(entries: Any, compiled: Path) -> Iterator[str]:
    if not compiled.exists():
        yield f"{compiled.name} is missing: make messages"
        return
    wanted = {identity(entry): _said(entry) for entry in entries.translated_entries()}
    found = {identity(entry): _said(entry) for entry in polib.mofile(str(compiled))}
    if wanted != found:
        yield f"{compiled.name} is not what django.po says: make messages"


def _said(entry: Any) -> Any:
    return entry.msgstr_plural or entry.msgstr


def _check_jinja(folder: Path) -> Iterator[str]:
    """Jinja2 templates hold no words: gettext finds few of them there, so labels come with the value."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = _JINJA.sub("", path.read_text())
            words = [*_SPOKEN.findall(text), *_PIECES.sub("\n", text).split("\n")]
            spoken = [word.strip() for word in words if re.search(r"[^\W\d_]{2}", word)]
            yield from (f"{path.name} holds words: {word!r}" for word in spoken)
