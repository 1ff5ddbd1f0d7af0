"""Two people saved one row: what each of them did, field by field, and what a second save would write.

Base is the row as the reader loaded it, theirs as it is now, mine as it was typed. All are the texts of the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracking.models import ChangeSet
from tracking.presenters.history import name_of
from wco_tracker.lib.date_words import day
from wco_tracker.lib.text import tidy

Texts = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class Difference:
    """A field on which the two disagree, or that one of them changed; `holds` says whose words the form has now."""

    label: str
    base: str | None
    theirs: str
    mine: str
    holds: Literal["mine", "theirs"]


def merged(base: Texts | None, theirs: Texts, mine: Texts) -> dict[str, str]:
    """The form's texts now: mine where I changed them (or where nobody knows what I saw), else theirs.

    A field whose name begins with "new-" is one that only I have.
    """
    texts = dict(theirs)
    for name, typed in mine.items():
        if name == "revision" or (name not in theirs and not name.startswith("new-")):
            continue
        if base is None or not same(typed, base.get(name, "")):
            texts[name] = typed
    return texts


def compare_typed(
    base: Texts | None, theirs: Texts, mine: Texts, labels: Mapping[str, str]
) -> list[Difference]:
    """Every field that I or they changed, in the order of the labels; fields that they took away come last."""
    now = merged(base, theirs, mine)
    names = [name for name in labels if name in mine and name != "revision"]
    gone = [name for name in mine if name in (base or {}) and name not in theirs and name not in labels]
    found = []
    for name in names + gone:
        before, other, typed = (base or {}).get(name, ""), theirs.get(name, ""), mine[name]
        if name.startswith("new-") or same(typed, other):
            continue  # a new entry is in nobody's way
        holds: Literal["mine", "theirs"] = "mine" if same(now.get(name, ""), typed) else "theirs"
        label = labels.get(name, name)
        found.append(Difference(label, before if base is not None else None, other, typed, holds))
    return found


def changes_beside(
    base: Texts | None, theirs: Texts, mine: Texts, labels: Mapping[str, str]
) -> list[Difference]:
    """What they changed of the fields with labels, beside what I typed; nothing where nobody knows what I saw."""
    if base is None:
        return []
    return [
        Difference(
            label,
            base.get(name, ""),
            theirs.get(name, ""),
            mine.get(name, base.get(name, "")),
            "mine" if name in mine else "theirs",
        )
        for name, label in labels.items()
        if base.get(name) != theirs.get(name)
    ]


def same(one: str, other: str) -> bool:
    """Whether two texts differ only in what a browser or a paste does to them."""
    return tidy(one) == tidy(other)


def labels_of(form: Any) -> dict[str, str]:
    """The labels of a form's fields, by name."""
    return {name: str(field.label) for name, field in form.fields.items()}


def last_change(row: Any) -> ChangeSet | None:
    """The act that wrote a row last, with who did it."""
    record = row.history.select_related("change_set__by__person").order_by("-history_id").first()
    return record.change_set if record else None


def meanwhile(row: Any, words: str) -> str:
    """Who wrote a row last, and when, as a sentence for a person whose page is older than that."""
    change_set = last_change(row)
    at = timezone.localtime(change_set.at if change_set else None)
    return _("%(name)s changed “%(words)s” meanwhile, on %(day)s at %(time)s.") % {
        "name": name_of(change_set.by if change_set else None),
        "words": words,
        "day": day(at),
        "time": date_format(at, "H:i"),
    }
