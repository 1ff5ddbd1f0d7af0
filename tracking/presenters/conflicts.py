"""Two people saved one row: what each of them did, name by name, and what a second save would write.

Base is the row as the reader loaded it, theirs as it is now, mine as it was typed. All are the texts of the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from wco_tracker.lib.text import tidy

Texts = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class Difference:
    """A field on which the two disagree, or that one of them changed; `kept` says whose words the form holds now."""

    label: str
    base: str | None
    theirs: str
    mine: str
    kept: str  # "mine" or "theirs"


def merged(base: Texts | None, theirs: Texts, mine: Texts) -> dict[str, str]:
    """The form's texts now: mine where I changed them (or where nobody knows what I saw), else theirs."""
    texts = dict(theirs)
    for name, typed in mine.items():
        if name == "revision" or (name not in theirs and not name.startswith("new-")):
            continue
        if base is None or tidy(typed) != tidy(base.get(name, "")):
            texts[name] = typed
    return texts


def compare_typed(base: Texts | None, theirs: Texts, mine: Texts, form: forms.Form) -> list[Difference]:
    """Every field that I or they changed, in the form's order; fields of an entry they took away come last."""
    now = merged(base, theirs, mine)
    names = [name for name in form.fields if name in mine and name != "revision"]
    lost = [name for name in mine if name.startswith("entry-") and name not in form.fields]
    found = []
    for name in names + lost:
        before, other, typed = (base or {}).get(name, ""), theirs.get(name, ""), tidy(mine[name])
        if typed == tidy(other) or (base is not None and typed == tidy(before) == tidy(other)):
            continue
        if name.startswith("new-"):
            continue  # a new entry stands in nobody's way
        label = str(form.fields[name].label) if name in form.fields else name
        kept = "mine" if tidy(now.get(name, "")) == typed else "theirs"
        found.append(Difference(label, before if base is not None else None, other, mine[name], kept))
    return found
