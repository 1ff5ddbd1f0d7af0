"""The application of work programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Work programmes: what was promised, and how far it is."""

    name = "programmes"
    verbose_name = _("Work programmes")

    def ready(self) -> None:
        """Cached pages follow names and dates of other tables; other apps' pages show what programmes offer."""
        from programmes import signals

        signals.connect()
        _fill_registries()


def _fill_registries() -> None:
    from programmes.actions.references import note_references
    from programmes.presenters import home
    from programmes.presenters.continuations import continuations
    from programmes.presenters.export_files import EXPORT, export_job
    from programmes.presenters.search import ProgrammeSearch
    from programmes.presenters.session_progress import session_progress
    from programmes.selectors.fingerprints import fingerprints
    from programmes.selectors.places import places
    from wco_tracker.lib import registry

    for order, name, context in (
        (10, "next_session", home.next_sessions),
        (20, "attention", home.attention),
        (30, "last_changes", home.my_changes),
        (40, "programmes", home.programme_cards),
    ):
        registry.home_cards.register(
            name, registry.Card(f"programmes/home_{name}.html", context), order=order
        )
    registry.topic_panels.register(
        "continuations",
        registry.Panel(_("The topic in other programmes"), "programmes/topic_links.html", continuations),
    )
    registry.session_panels.register(
        "progress",
        registry.Panel(
            _("Progress reported at this session"), "programmes/session_progress_panel.html", session_progress
        ),
    )
    registry.search_providers.register("programmes", ProgrammeSearch())
    registry.containers.register("programme", places)
    registry.watchers.register("programme", note_references)
    registry.job_kinds.register(EXPORT, export_job)
    registry.backup_proofs.register(
        "programmes",
        registry.BackupProof(
            "programme", "programmes", "the JSON of each byte for byte as then", fingerprints
        ),
    )
