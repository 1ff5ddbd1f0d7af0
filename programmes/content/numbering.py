"""The numbers that sections go by, so that no reference ("11.2.3") is of two rows."""

from collections.abc import Iterable, Sequence


def bare_number(number: str) -> str:
    """A section's number as references begin with it: without white space around it and full stops after it."""
    bare = number.strip()
    while bare.endswith("."):
        bare = bare.removesuffix(".").rstrip()
    return bare


def clash(one: str, other: str) -> bool:
    """Whether sections with these numbers could give the same reference: "1" has "1.1.2", and so has "1.1"."""
    one, other = one.casefold(), other.casefold()
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def first_clash(number: str, others: Iterable[str]) -> str | None:
    """The first of the other sections' numbers that this one cannot stand beside; None where it is free or empty."""
    return next((other for other in others if number and other and clash(number, other)), None)


def section_numbers(printed: Sequence[str]) -> list[str]:
    """What the references of each section begin with: its printed number, else its place.

    Where another section goes by that number already, the next one that is free.
    """
    taken = [number for number in printed if number]
    numbers = []
    for place, number in enumerate(printed, 1):
        if not number:
            free = place
            while first_clash(str(free), taken):
                free += 1
            taken.append(number := str(free))
        numbers.append(number)
    return numbers
