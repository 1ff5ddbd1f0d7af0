"""PDF files by Typst, tagged for assistive technology (PDF/UA-1), each made in a process of its own.

Typst does not give memory back and can be brought down by a document; so a child makes the file and ends. Its
input and its output go through pipes: nothing is written to disk, and what is not whole is not returned.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from wco_tracker.lib.typst.text import WIDE, Piecewise, fit

__all__ = ["SECONDS", "WIDE", "PdfNotMade", "Piecewise", "Reason", "fit", "make_pdf"]

CHILD = Path(__file__).with_name("child.py")
FAILED = 3  # the child's exit code when it could say what is wrong
SECONDS = 60  # 2,000 rows take about six
MEMORY = 4 * 1024**3  # bytes; 2,000 rows take about 0.6

Reason = Literal["time", "killed", "template", "start"]


class PdfNotMade(Exception):
    """There is no file. `reason` says why, for the reader's words; the message has the details, for the log.

    "time": it took too long. "killed": the child was ended, as a rule for want of memory. "start": the machine
    could not start it. "template": Typst refused the document, or warned.
    """

    def __init__(self, reason: Reason, details: str) -> None:
        super().__init__(details)
        self.reason = reason


def make_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    fonts: Path,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> bytes:
    """The PDF that a template makes of `data`, which it reads as JSON from `sys.inputs.data`.

    The same template, data and fonts give the same bytes, wherever the text needs no other font. Characters
    that no font of the machine can draw become U+FFFD, and `sys.inputs.missing` is then their number, else
    "0". Raises PdfNotMade.
    """
    document = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    # Isolated, without looking for packages, and by its path: as a module it would first load the whole application.
    command = [sys.executable, "-I", "-S", str(CHILD), _installed(), str(template), str(fonts)]
    command += [str(int(seconds) + 1), str(memory)]
    try:
        ended = subprocess.run(  # noqa: S603 our own file
            command, input=document, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfNotMade("time", f"Typst did not finish in {seconds} seconds") from error
    except OSError as error:
        raise PdfNotMade("start", f"Typst could not be started: {error}") from error
    errors = ended.stderr.decode(errors="replace").strip()
    if ended.returncode == -signal.SIGXCPU:
        raise PdfNotMade("time", f"Typst used up its {seconds} seconds")
    if ended.returncode not in (0, FAILED):
        raise PdfNotMade("killed", f"Typst ended with {ended.returncode}: {errors}")
    if ended.returncode or not ended.stdout.rstrip().endswith(b"%%EOF"):
        raise PdfNotMade("template", errors or "Typst returned no whole file")
    return ended.stdout


@cache
def _installed() -> str:
    """The folder that Typst's package is in; it is not loaded here."""
    found = find_spec("typst")
    if found is None or found.origin is None:
        raise PdfNotMade("start", "Typst is not installed")
    return str(Path(found.origin).parents[1])
