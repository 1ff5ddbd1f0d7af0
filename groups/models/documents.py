"""Documents by their symbol, and sources: the place in a document that a fact was read from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models.containers import Container
from groups.models.groups import Group
from groups.models.sessions import CommitteeSession
from wco_tracker.lib.models import LONG, SHORT, Keyed, no_control_characters


class Document(Keyed, Container):
    """A paper: symbol, language, version. The file itself comes with the documents of sessions."""

    not_found = _("There is no document at this address, or you do not have access to it.")

    symbol = models.CharField(_("symbol"), max_length=60, validators=[no_control_characters])
    title = models.CharField(_("title"), max_length=SHORT, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    version = models.CharField(_("version"), max_length=30, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, verbose_name=_("group"))
    session = models.ForeignKey(
        CommitteeSession, models.PROTECT, null=True, blank=True, verbose_name=_("session")
    )
    agenda_item = models.CharField(_("agenda item"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["symbol"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "language", "version"], name="a_symbol_names_one_document"
            )
        ]

    def __str__(self) -> str:
        return self.symbol


class Source(models.Model):
    """Where a fact was read: a document, a paragraph, its words, and whether the reading is an inference."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="sources", verbose_name=_("document"))
    paragraph = models.CharField(_("paragraph"), max_length=60, blank=True)
    quote = models.TextField(_("quote"), max_length=LONG, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["document", "pk"]

    def __str__(self) -> str:
        return f"{self.document}, {self.paragraph}" if self.paragraph else str(self.document)
