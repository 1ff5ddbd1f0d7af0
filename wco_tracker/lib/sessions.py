"""Sessions in the database, as Django's own; each page reads one, by a statement put together once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from wco_tracker.lib.compiled_queries import Finder

_SESSIONS = Finder(Session, "session_key")


class SessionStore(DatabaseSessions):
    """The engine that `SESSION_ENGINE` names."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is over or there is none."""
        found = _SESSIONS.find(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(found.session_data)
