"""What comes before the words of a pasted list, and what only looks like it."""

import pytest

from wco_tracker.lib.list_marks import without_bullet, without_marks


@pytest.mark.parametrize(
    "line",
    [
        "- Draft", "– Draft", "• Draft", "•Draft", "\uf0b7\tDraft", "\uf0b7Draft", "\uf0a7 Draft", "\uf0d8 Draft",
        "o\tDraft", "o Draft", "§\tDraft", "§ Draft", "Ø Draft", "Ø\tDraft", "ü\tDraft", "ü Draft", "► Draft",
        "➢ Draft",
        "1. Draft", "12. Draft", "1) Draft", "(1) Draft", "1.2 Draft", "1.2. Draft", "1.2.3 Draft", "2.1) Draft",
        "a) Draft", "(a) Draft", "A) Draft", "(iv) Draft", "IV) Draft", "a.\tDraft", "A.\tDraft", "IV.\tDraft",
        "1.2\tdraft of it", "100.\tDraft",
    ],
)  # fmt: skip
def test_the_mark_goes(line: str) -> None:
    assert without_marks([line]) == [line.replace("\t", " ").split(" ", 1)[-1].lstrip("•\uf0b7")]


@pytest.mark.parametrize(
    "line",
    [
        "c. 50 experts", "v. 2 of the guide", "100. anniversary", "3 experts", "2014 report", "2.5 million people",
        "§ 12 of the Convention", "A. Smith reports", "e-commerce", "-5 % of cases", "Option A", "o", "I agree",
        "1st draft", "10.2.1", "i.e. the draft", "*nix systems", "5 % of cases", "Üben", "Øresund",
    ],
)  # fmt: skip
def test_words_stay(line: str) -> None:
    assert without_marks([line]) == [line]


def test_letters_are_marks_where_others_stand_in_the_list() -> None:
    assert without_marks(["A. Draft", "B. Publish"]) == ["Draft", "Publish"]
    assert without_marks(["ii. Draft", "iii. Publish"]) == ["Draft", "Publish"]


def test_lines_without_words_are_left_out() -> None:
    assert without_marks(["", " • ", "1.", "Draft"]) == ["Draft"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("• Draft", "Draft"),
        ("\uf0b7Draft", "Draft"),
        ("► Draft", "Draft"),
        ("1. Draft", "1. Draft"),
        ("-5 %", "-5 %"),
    ],
)
def test_a_single_text_loses_a_bullet_only(line: str, words: str) -> None:
    assert without_bullet(line) == words
