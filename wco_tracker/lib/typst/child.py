"""What runs in the process of its own: the template's data on standard input, the PDF on standard output.

Started by its path, so that nothing of the application is loaded; errors go to standard error.
What is loaded is paid for with each file, so it is no more than needed: without `site`, and without `json`, `re`
and `pathlib`, each of which takes as long to load as Typst. Arguments: where Typst is installed, the template, the
folder of fonts, the most seconds and bytes.
"""

from __future__ import annotations

import os
import resource
import sys

if __name__ == "__main__":
    sys.path.append(sys.argv[1])

from typst import Compiler, Fonts, TypstError

FAILED = 3
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Refused(Exception):
    """Typst warned: a missing font, for one, is no more than a warning to it."""


def main() -> int:
    """Does what the arguments say; the exit code."""
    _, _, template, fonts, seconds, memory = sys.argv
    data = sys.stdin.buffer.read().decode()
    for limit, value in ((resource.RLIMIT_AS, int(memory)), (resource.RLIMIT_CPU, int(seconds) * 2)):
        resource.setrlimit(limit, (value, value))
    try:
        made = make(template, fonts, data)
    except (TypstError, Refused) as error:
        sys.stderr.write(getattr(error, "diagnostic", "") or str(error))
        return FAILED
    sys.stdout.buffer.write(made)
    return 0


def make(template: str, fonts: str, data: str) -> bytes:
    """The file, with the document's own font; if that lacks a character, with all the machine's fonts.

    Then with U+FFFD for what none of them has; and in the end, where a mark stands on a letter of another font,
    for all that is not certain.
    """
    system = False
    missing: set[str] = set()
    while True:
        try:
            drawn = data.translate({ord(mark): REPLACEMENT for mark in missing})
            return attempt(template, Fonts(system, True, [fonts]), drawn, len(missing))
        except TypstError as error:
            named = undrawable(error)
            lacking = {mark for mark in named if not certain(mark)}
            if not named:
                raise
            if not system:
                system = True
            elif lacking - missing:
                missing |= lacking
            else:
                uncertain = {mark for mark in set(data) if not certain(mark)}
                if uncertain <= missing:
                    raise
                missing |= uncertain


def attempt(template: str, fonts: Fonts, data: str, missing: int) -> bytes:
    """One run of Typst; raises TypstError or Refused."""
    with open(template, "rb") as file:
        source = file.read()
    compiler = Compiler(source, font_paths=fonts, sys_inputs={"data": data, "missing": str(missing)})
    made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if warnings:
        raise Refused("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise Refused("Typst made no single file")
    return made


def certain(mark: str) -> bool:
    """Whether the document's own font has the character without fail."""
    return (
        " " <= mark <= "~"
        or "\xa0" <= mark <= "\u017f"
        or "\u2010" <= mark <= "\u2027"
        or mark == REPLACEMENT
    )


def undrawable(error: TypstError) -> set[str]:
    """The characters that no font had, read from Typst's words, which name a letter together with its marks."""
    import re  # only few files have such a character

    found = re.findall(
        r'PDF/UA-1 error: the text `"(.*?)"` could not be displayed', error.diagnostic, re.DOTALL
    )
    return {
        mark
        for text in found
        for mark in re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)
    }


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # What Typst holds goes with the process: to take it apart first would take as long as a page.
    os._exit(code)
