"""Papers and the places in them that facts were read from: open to administrators alone."""

from django.contrib import admin

from groups.models import Document, Source
from tracking.admin.base import PermanentAdmin, TextFields, TrackedAdmin


class SourceInline(TextFields, admin.TabularInline):
    """Where facts were read in the document; others point to them."""

    model = Source
    extra = 0
    can_delete = False


@admin.register(Document)
class DocumentAdmin(TrackedAdmin):
    """Papers by their symbol."""

    search_fields = ("symbol", "title")
    list_display = ("symbol", "title", "language", "version", "group", "session", "visibility")
    list_filter = ("language", "group", "visibility")
    list_select_related = ("group", "session")
    autocomplete_fields = ("group", "session")
    fields = ("symbol", "title", "language", "version", "group", "session", "agenda_item", "visibility")
    inlines = (SourceInline,)


@admin.register(Source)
class SourceAdmin(PermanentAdmin):
    """Places in documents."""

    search_fields = ("document__symbol", "paragraph", "quote")
    list_display = ("document", "paragraph", "quote", "inferred")
    list_filter = ("document", "inferred")
    list_select_related = ("document",)
    autocomplete_fields = ("document",)
