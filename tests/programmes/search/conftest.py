"""A small programme of the group, with an entry that is not released; the seeds are in other folders."""

from collections.abc import Callable
from typing import Any

import pytest

from programmes.actions.import_programme import import_programme
from programmes.importing import interchange
from tests.programmes.importing.test_interchange import entry_of, row_of, small, topic_of


@pytest.fixture
def place(ptc: Any) -> Callable[..., Any]:
    """Puts a changed small programme in place: `place(slug="other", title="Été")`; the programme."""
    from programmes.models import WorkProgramme

    def put(change: Callable[[dict[str, Any]], Any] | None = None, **fields: Any) -> WorkProgramme:
        def all_changes(value: dict[str, Any]) -> None:
            value.update({"visibility": "public", **fields})
            if change:
                change(value)

        import_programme(interchange.read(small(all_changes)), by=None)
        return WorkProgramme.objects.get(slug=fields.get("slug", "small"))

    return put


@pytest.fixture
def told(place: Callable[..., Any]) -> Any:
    """An adopted programme whose only entry was changed since its release: "Le rapport final" was "Une ébauche"."""

    def change(value: dict[str, Any]) -> None:
        value["sections"][0]["heading"] = "Sécurité"
        topic_of(value).update(title="Économie numérique", title_printed="ÉCONOMIE numérique.")
        topic_of(value)["tasks"][0].update(text="Préparer un guide", sub_items=["Une brochure illustrée"])
        row_of(value).update(text="Guide publié", unit="exemplaires")
        row_of(value)["timeline"]["phrase"] = "Août 2014"
        entry_of(value).update(text="Le rapport final", released_as={**RELEASED, "text": "Une ébauche"})

    return place(change, status="adopted", visibility="public")


RELEASED = {
    "reported_on": None,
    "session": None,
    "sets_state": None,
    "state_inferred": False,
    "number": None,
    "period": None,
    "evidence": [],
}
