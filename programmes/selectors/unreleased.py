"""How many progress entries wait to be released."""

from django.db.models import Count

from groups.models import User
from groups.permissions import Permission, groups_where
from programmes.models import ProgressEntry

PROGRAMME = ProgressEntry.container_path()


def unreleased_numbers(user: User) -> dict[int, int]:
    """The number by the primary key of the programme, where the user may release any and some wait: one statement."""
    entries = ProgressEntry.objects.reachable().filter(is_released=False)
    if not user.is_superuser:
        own = groups_where(user, Permission.RELEASE_PROGRESS)
        if not own:
            return {}
        entries = entries.filter(**{f"{PROGRAMME}__group__in": own})
    return dict(entries.order_by().values_list(PROGRAMME).annotate(number=Count("pk")))
