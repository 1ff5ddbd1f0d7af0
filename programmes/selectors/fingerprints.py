"""What proves that a restored backup holds every programme."""

import hashlib

from programmes.exports import interchange
from programmes.models import WorkProgramme
from programmes.selectors.programmes import load_whole


def fingerprints() -> dict[str, str]:
    """The SHA-256 of every programme's JSON with all its fields, by its web address."""
    programmes = WorkProgramme.objects.select_related("group", "plan", "document").order_by("slug")
    return {
        programme.slug: hashlib.sha256(interchange.render(load_whole(programme))).hexdigest()
        for programme in programmes
    }
