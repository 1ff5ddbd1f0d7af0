"""Two-factor authentication: its secrets are stored encrypted, so that a copy of the database opens no account."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecondStepAdapter(DefaultMFAAdapter):
    """Seals with SECRET_KEY, and opens with any of SECRET_KEY_FALLBACKS too."""

    def encrypt(self, text: str) -> str:
        """What the database stores."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Empty where the key is another one now: then no code fits, and an administrator removes the step."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


def _seal() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = (hashlib.sha256(f"second step {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
