"""Tells a database that is away from a mistake in a statement."""

from django.db import InterfaceError, OperationalError

_SQLITE = (
    "SQLITE_CANTOPEN",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_IOERR",
    "SQLITE_FULL",
    "SQLITE_PROTOCOL",
)
# PostgreSQL: no connection, too many connections, shutting down or starting up.
_POSTGRES = ("08", "53300", "57P")


def database_is_away(error: BaseException | None) -> bool:
    """Whether the error means that the database cannot be reached or is too busy: trying again may help.

    A missing table, a cancelled statement or a deadlock is not that.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", None):
        return str(name).startswith(_SQLITE)
    code = getattr(cause, "sqlstate", "")
    return code is None or code.startswith(_POSTGRES)  # None: psycopg met no server that could give a code
