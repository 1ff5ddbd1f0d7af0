"""Writing programmes: a tree and labels in, bytes out. Renderers know nothing of the database."""

from collections.abc import Callable
from dataclasses import dataclass

from programmes.content import ProgrammeContent
from programmes.exports import docx, interchange
from programmes.exports.docx import WordLabels


@dataclass(slots=True, frozen=True)
class Format:
    """One form a programme can be taken away in."""

    name: str
    media_type: str
    render: Callable[[ProgrammeContent, WordLabels], bytes]


FORMATS: dict[str, Format] = {
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.render
    ),
    "json": Format("JSON", "application/json", lambda tree, labels: interchange.render(tree)),
}
