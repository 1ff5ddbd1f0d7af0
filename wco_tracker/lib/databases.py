"""How this application speaks to its database, beside where it is."""

from typing import Any

SQLITE: dict[str, Any] = {
    # A writer takes its lock at once and waits for another one, instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": 8, "timeout": 3},
    "connect_timeout": 3,
    # What a connection asks often, it prepares, so that the server can keep its plan; by the cost of data in memory,
    # with which a kept plan is right for few rows and for many (ADR 14).
    "server_side_binding": True,
    "prepare_threshold": 5,
    "options": "-c random_page_cost=1.1",
}


WORDS = {"none": None, "false": False, "true": True}  # as an address writes them


def tuned(database: dict[str, Any]) -> dict[str, Any]:
    """Django's settings of a database with the options of its kind; an option that its address names goes first.

    `?prepare_threshold=none` is for a pooler, where the next statement may go by another connection: no prepared
    statements, no cursors of the server, no `options` as a connection begins. `?pool=false` switches our pool off.
    """
    sqlite = database["ENGINE"].endswith("sqlite3")
    given = {
        name: WORDS.get(str(value).lower(), value) for name, value in database.get("OPTIONS", {}).items()
    }
    options = {**(SQLITE if sqlite else POSTGRESQL), **given}
    if sqlite:
        return {**database, "OPTIONS": options}
    pooled = options["prepare_threshold"] is None
    if pooled:
        options["server_side_binding"] = False
        options["options"] = given.get("options", "")
    # With health checks nobody notices that the server was started anew.
    return {
        **database,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }
