"""Keys: what names a row outside the database (design/interchange.md, Identity)."""

import re
import secrets

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 10
PATTERN = re.compile(r"[a-z2-7]{10}")


def new_key() -> str:
    """Ten random base32 characters: 50 bits, so that two rows of any two systems hardly ever share one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_key(text: str) -> bool:
    """Whether the text has the form of a key; it says nothing about there being such a row."""
    return PATTERN.fullmatch(text) is not None
