"""Names of months in English and French, with one slip of the pen forgiven ("Arpil 2017", 2016-2019, 1.1)."""

_NAMES = """
january jan janvier janv
february feb fevrier fevr fev
march mar mars
april apr avril avr
may mai
june jun juin
july jul juillet juil juill
august aug aout
september sep sept septembre
october oct octobre
november nov novembre
december dec decembre
"""
MONTHS = {
    name: number for number, line in enumerate(_NAMES.strip().splitlines(), start=1) for name in line.split()
}
# Words of English and French that are no slip of a month's name.
_OTHER_WORDS = frozenset({"auguste", "augusta", "augusts", "octobers", "novembers"})
_SHORTEST_CORRECTED = 4
_SAFE_LENGTH = 6


def month_number(word: str) -> int | None:
    """1 to 12 for a folded word, or None.

    A slip (one letter wrong, missing or too many, or two neighbours swapped) is forgiven when it leads to one
    month only; in names of five letters and fewer only a swap is, for "match", "Marc" and "Mary" are no months.
    """
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < _SHORTEST_CORRECTED or word in _OTHER_WORDS:
        return None
    near = [name for name in MONTHS if _one_slip(word, name)]
    sure = any(len(name) >= _SAFE_LENGTH or _swapped(word, name) for name in near)
    numbers = {MONTHS[name] for name in near}
    return numbers.pop() if sure and len(numbers) == 1 else None


def _one_slip(typed: str, name: str) -> bool:
    if len(typed) == len(name):
        return sum(a != b for a, b in zip(typed, name, strict=True)) == 1 or _swapped(typed, name)
    shorter, longer = sorted((typed, name), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _swapped(typed: str, name: str) -> bool:
    wrong = [i for i, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b]
    if len(typed) != len(name) or len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    return typed[wrong[0]] == name[wrong[1]] and typed[wrong[1]] == name[wrong[0]]
