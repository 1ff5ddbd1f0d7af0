"""Pages as tests compare them: what a browser shows does not depend on how a template is laid out."""

import re
from typing import Any


def flat(page: Any) -> str:
    """The HTML of a page or a response on one line, without white space round tags."""
    text = page if isinstance(page, str) else page.content.decode()
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", " ".join(text.split()))
