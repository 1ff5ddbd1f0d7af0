"""Where the change sets of programmes lead."""

from collections.abc import Collection

from programmes.models import WorkProgramme
from wco_tracker.lib.registry import Place


def places(slugs: Collection[str]) -> dict[str, Place]:
    """Title and address of the programmes by their short names; one statement."""
    found = WorkProgramme.objects.filter(slug__in=slugs).only("slug", "title")
    return {programme.slug: Place(programme.title, programme.get_absolute_url()) for programme in found}
