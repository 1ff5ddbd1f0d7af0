"""Can this process serve? For proxies and supervisors: no session, no login, never cached."""

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = structlog.get_logger(__name__)
SECONDS = 2.0  # to wait for a free connection


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The process answers and reaches its database; 503 where it does not."""
    try:
        _ask_database()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("database_away", error=str(error))
        return JsonResponse({"database": "away"}, status=503)
    return JsonResponse({"database": "answers"})


def _ask_database() -> None:
    """One small statement; through the pool, where there is one, so as not to wait long for a full one."""
    if pool := getattr(connection, "pool", None):
        with connection.wrap_database_errors:
            pool.open()
            with pool.connection(timeout=SECONDS) as borrowed:
                borrowed.execute("SELECT 1")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
