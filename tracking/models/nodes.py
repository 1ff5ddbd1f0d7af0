"""Nodes: rows of a tree, which keep their place among siblings and are withdrawn, never deleted.

A tree has fixed levels, each a table of its own (section, topic, task), or is one self-referencing table of any depth
(clauses, agenda items). Both end in a container, and the same functions serve both.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracking.models.change_sets import ChangeSet
from tracking.models.tracked import Tracked
from wco_tracker.lib.models import SHORT, Keyed, Positioned


class NodeQuerySet(models.QuerySet[Any]):
    """Queries on nodes of every level."""

    def present(self) -> Self:
        """Those that are not withdrawn themselves."""
        return self.filter(withdrawn_at__isnull=True)

    def reachable(self) -> Self:
        """Those that are neither withdrawn nor below a node that is.

        One statement where the levels are fixed; in a self-referencing table one for each level below a withdrawn
        node.
        """
        model: type[Node] = self.model
        if not model.is_self_referencing():
            return self.present().filter(**{f"{path}__withdrawn_at": None for path in model.ancestor_paths()})
        rows = model._default_manager.all()
        gone = level = set(rows.filter(withdrawn_at__isnull=False).values_list("pk", flat=True))
        while level:
            level = (
                set(rows.filter(**{f"{model.parent_field}__in": level}).values_list("pk", flat=True)) - gone
            )
            gone = gone | level
        return self.exclude(pk__in=gone)

    def in_order(self) -> Self:
        """Siblings in the order of the document."""
        return self.order_by("position", "pk")

    def in_document_order(self) -> Self:
        """Rows of a whole container in the order of the document; for trees of fixed levels."""
        return self.order_by(*self.model.document_order())

    def in_container(self, container: models.Model) -> Self:
        """Those of a container, withdrawn ones too."""
        return self.filter(**{self.model.container_path(): container})

    def with_ancestors(self) -> Self:
        """Each with what is above it, container included: no further statement to climb the tree."""
        return self.select_related(*self.model.ancestor_paths(), self.model.container_path())


class Node(Keyed, Tracked, Positioned):
    """A row of a tree."""

    level: ClassVar[str]  # what a node of this table is called in addresses: "topic"
    parent_field: ClassVar[str]  # the field that leads to its parent
    container_field: ClassVar[str] = ""  # of a self-referencing table: the field that leads to its container
    edited_fields: ClassVar[tuple[str, ...]]  # what a person edits; the first holds its words

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_why = models.CharField(_("withdrawn because"), max_length=SHORT, blank=True, editable=False)
    # The act that withdrew it, where no person gave a reason: an undo or an import.
    withdrawn_as = models.CharField(max_length=10, blank=True, editable=False)

    objects = NodeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classmethod
    def is_self_referencing(cls) -> bool:
        """Whether its parent is a row of the same table, or the container where it has none."""
        return cls._meta.get_field(cls.parent_field).related_model is cls

    @classmethod
    def ancestor_paths(cls) -> list[str]:
        """Lookups to the nodes above it, nearest first: ["task", "task__topic"]; the container is not among them.

        Empty for a self-referencing table, whose depth is not known.
        """
        paths: list[str] = []
        model: Any = cls
        while not model.is_self_referencing():
            above: Any = model._meta.get_field(model.parent_field).related_model
            if not issubclass(above, Node):
                break
            paths.append("__".join([*paths[-1:], model.parent_field]))
            model = above
        return paths

    @classmethod
    def document_order(cls) -> list[str]:
        """The fields that put rows of a container in the order of the document; for trees of fixed levels."""
        paths = reversed(["", *cls.ancestor_paths()])
        return [f"{path}__{name}" if path else name for path in paths for name in ("position", "pk")]

    @classmethod
    def top_level(cls) -> "type[Node]":
        """The table of the highest nodes above it: itself where it has no other above."""
        model: type[Node] = cls
        while not model.is_self_referencing():
            above: Any = model._meta.get_field(model.parent_field).related_model
            if not issubclass(above, Node):
                break
            model = above
        return model

    @classmethod
    def container_path(cls) -> str:
        """The lookup from a node to its container: "section__programme"."""
        top = cls.top_level()
        return "__".join([*cls.ancestor_paths()[-1:], top.container_field or top.parent_field])

    @classmethod
    def container_model(cls) -> Any:
        """The table of its container."""
        top = cls.top_level()
        return top._meta.get_field(top.container_field or top.parent_field).related_model

    @property
    def parent_object(self) -> Any:
        """The node it belongs to, or its container where it is on the highest level."""
        above = getattr(self, self.parent_field)
        return getattr(self, self.container_field) if above is None and self.container_field else above

    @property
    def ancestors(self) -> Iterator["Node"]:
        """The nodes above it, nearest first, without the container."""
        above = self.parent_object
        while isinstance(above, Node):
            yield above
            above = above.parent_object

    @property
    def container_object(self) -> Any:
        """The container it belongs to."""
        return next(reversed([self, *self.ancestors])).parent_object

    @property
    def is_withdrawn(self) -> bool:
        """Whether it, or anything above it, is withdrawn."""
        return bool(self.withdrawn_at) or any(node.withdrawn_at for node in self.ancestors)

    @property
    def withdrawn_reason(self) -> str:
        """Why it was withdrawn, in the reader's language: as a person typed it, else what withdrew it."""
        return self.withdrawn_why or withdrawn_words(self.withdrawn_as)

    def withdraw(self, *, by: Any, why: str = "", act: str = "") -> None:
        """Notes on the node in hand that it is withdrawn; `act` is a ChangeSet.Kind where nobody gave a reason."""
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self.withdrawn_why, self.withdrawn_as = why, act

    def restore(self) -> None:
        """Notes on the node in hand that it is back."""
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_why, self.withdrawn_as = None, None, "", ""


def withdrawn_words(act: str) -> str:
    """Why a node was withdrawn that no person withdrew by hand."""
    return {
        ChangeSet.Kind.UNDONE.value: str(_("Its addition was undone")),
        ChangeSet.Kind.IMPORTED.value: str(_("It is not in the imported file")),
    }.get(act, "")
