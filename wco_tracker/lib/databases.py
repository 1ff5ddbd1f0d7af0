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


def tuned(database: dict[str, Any]) -> dict[str, Any]:
    """Django's settings of a database with the options of its kind; an option that its address names goes first.

    `?prepare_threshold=none` switches prepared statements off.
    """
    sqlite = database["ENGINE"].endswith("sqlite3")
    options = {**(SQLITE if sqlite else POSTGRESQL), **database.get("OPTIONS", {})}
    if options.get("prepare_threshold") == "none":  # behind a pooler that mixes connections
        options |= {"prepare_threshold": None, "server_side_binding": False}
    if sqlite:
        return {**database, "OPTIONS": options}
    # With health checks nobody notices that the server was started anew.
    return {**database, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}
