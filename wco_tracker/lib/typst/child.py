"""What runs in the process of its own: an order as JSON on standard input, the PDF on standard output.

Started by its path, so that nothing of the application is loaded; what went wrong is told on standard error.
What it imports is paid for with each file: no more than it needs (`pathlib` and `typing` take as long as Typst).
"""

from __future__ import annotations

import json
import re
import resource
import sys

from typst import Compiler, Fonts, TypstError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FAILED = 3
UNDRAWABLE = re.compile(r'PDF/UA-1 error: the text `"(.*?)"` could not be displayed', re.DOTALL)
CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# What the document's own font has for certain.
CERTAIN = re.compile("[^ -~\xa0-\u017f\u2010-\u2027\ufffd]")


class Refused(Exception):
    """Typst warned: a missing font, for one, is no more than a warning to it."""


def main() -> int:
    """Does what the order on standard input says; the exit code."""
    order = json.load(sys.stdin.buffer)
    for limit, value in ((resource.RLIMIT_AS, order["memory"]), (resource.RLIMIT_CPU, order["seconds"] * 2)):
        resource.setrlimit(limit, (value, value))
    try:
        made = make(order)
    except (TypstError, Refused) as error:
        sys.stderr.write(getattr(error, "diagnostic", "") or str(error))
        return FAILED
    sys.stdout.buffer.write(made)
    return 0


def make(order: dict[str, Any]) -> bytes:
    """The file, with the document's own font; if that lacks a character, with all the machine's fonts.

    Then with U+FFFD for what none of them has; and in the end, where a mark stands on a letter of another font,
    for all that is not certain.
    """
    data, system = order["data"], False
    missing: set[str] = set()
    while True:
        try:
            return attempt(
                order, data.translate({ord(mark): REPLACEMENT for mark in missing}), system, missing
            )
        except TypstError as error:
            lacking = undrawable(error)
            if not lacking:
                raise
            if not system:
                system = True
            elif lacking - missing:
                missing |= lacking
            else:
                uncertain = set(CERTAIN.findall(data))
                if uncertain <= missing:
                    raise
                missing |= uncertain


def attempt(order: dict[str, Any], data: str, system: bool, missing: set[str]) -> bytes:
    """One run of Typst; raises TypstError or Refused."""
    with open(order["template"], "rb") as template:
        source = template.read()
    compiler = Compiler(
        source,
        font_paths=Fonts(include_system_fonts=system, font_paths=[order["fonts"]]),
        sys_inputs={"data": data, "missing": str(len(missing))},
    )
    made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if warnings:
        raise Refused("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise Refused("Typst made no single file")
    return made


def undrawable(error: TypstError) -> set[str]:
    """The characters that no font had, read from Typst's words; it names each place."""
    found = UNDRAWABLE.findall(error.diagnostic)
    return {mark for text in found for mark in CODE.sub(lambda code: chr(int(code[1], 16)), text)}


if __name__ == "__main__":
    sys.exit(main())
