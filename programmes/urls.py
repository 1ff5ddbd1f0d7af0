"""Addresses of programmes. A row and a topic are named by their keys, never by primary keys."""

from django.urls import path, register_converter

from programmes.views import (
    bulk,
    charts,
    entries,
    exports,
    imports,
    lists,
    matrix,
    new_programme,
    nodes,
    references,
    releases,
    rows,
    saved_views,
    session_review,
    settings,
    structure,
)
from wco_tracker.lib.keys import PATTERN

app_name = "programmes"


class KeyConverter:
    """Ten base32 characters."""

    regex = PATTERN.pattern

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", lists.programme_list, name="list"),
    path("new/", new_programme.new_programme, name="new"),
    path("import/", imports.import_page, name="import"),
    path("import/confirm/", imports.confirm, name="import-confirm"),
    path("<slug:slug>/", matrix.matrix, name="matrix"),
    path("<slug:slug>/topics/<key:key>/", matrix.topic, name="topic"),
    path("<slug:slug>/export/<slug:form>/", exports.export, name="export"),
    path("<slug:slug>/release/", releases.release_entries, name="release"),
    path("<slug:slug>/bulk/", bulk.bulk, name="bulk"),
    path("<slug:slug>/bulk/undo/", bulk.undo, name="bulk-undo"),
    path("<slug:slug>/session/", session_review.sessions, name="sessions"),
    path("<slug:slug>/session/<slug:session>/", session_review.session_review, name="session"),
    path(
        "<slug:slug>/session/<slug:session>/release/", session_review.release_session, name="session-release"
    ),
    path("<slug:slug>/session/<slug:session>/rows/<key:key>/", session_review.save, name="session-row"),
    path("<slug:slug>/charts/", charts.charts, name="charts"),
    path("<slug:slug>/views/", saved_views.saved_views, name="views"),
    path("<slug:slug>/views/<key:key>/", saved_views.saved_view, name="view"),
    path("<slug:slug>/views/<key:key>/delete/", saved_views.delete, name="view-delete"),
    path("<slug:slug>/reading/", rows.reading, name="reading"),
    path("<slug:slug>/references/<str:reference>/", references.reference, name="reference"),
    path("<slug:slug>/rows/<key:key>/", rows.row, name="row"),
    path("<slug:slug>/rows/<key:key>/edit/", rows.edit, name="edit"),
    path("<slug:slug>/rows/<key:key>/undo/", rows.undo, name="undo"),
    path("<slug:slug>/rows/<key:key>/history/", rows.history, name="history"),
    path("<slug:slug>/rows/<key:key>/entries/<key:entry>/", entries.entry, name="entry"),
    path("<slug:slug>/settings/", settings.settings, name="settings"),
    path("<slug:slug>/structure/", structure.structure, name="structure"),
    path("<slug:slug>/structure/add/", nodes.add, name="add"),
    path("<slug:slug>/structure/<key:key>/", nodes.node, name="node"),
]
