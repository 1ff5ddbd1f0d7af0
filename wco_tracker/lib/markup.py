"""The Jinja2 of pages: whatever is put in is escaped, and `text|lines` keeps line breaks."""

from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape


def lines(text: str) -> Markup:
    """A text with its line breaks as HTML has them."""
    escaped = escape(text)
    return escaped.replace("\n", Markup("<br>")) if "\n" in text else escaped


def environment(**options: Any) -> Environment:
    """What Django's settings name; Django asks for escaping itself."""
    made = Environment(**options)  # noqa: S701
    made.filters["lines"] = lines
    return made
