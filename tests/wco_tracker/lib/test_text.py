"""Folding: what people take for the same reads the same."""

import pytest

from wco_tracker.lib.text import fold, folded_text, folded_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÉTAT", "état"),
        ("œuvre", "OEUVRE"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Łódź", "lodz"),
        ("l’État", "l'Etat"),
        ("l‛état", "lʼétat"),
        ("e–commerce", "e-commerce"),
        ("e‑commerce", "e−commerce"),
        ("Com\u00adpeti\u200btive\ufeffness", "Competitiveness"),
        ("fin\u00a02018", "fin 2018"),
        ("fin\u202f2018", "fin 2018"),
        ("e\u0301tude", "étude"),
        ("ﬁnance", "finance"),
        ("İstanbul", "istanbul"),
        ("“data”", "«data»"),
    ],
)
def test_they_fold_alike(one: str, other: str) -> None:
    assert folded_text(one) == folded_text(other)
    assert fold(fold(one)) == fold(one)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("data, model.", ["data", "model"]),
        ('"data model" customs', ["data model", "customs"]),
        ("“Data  Model”", ["data model"]),
        ("« modèle de données »", ["modele de donnees"]),
        ("„data model“", ["data model"]),
        ("'data model'", ["data model"]),
        ("l'état d'avancement", ["l'etat", "d'avancement"]),
        ("(data) [model]", ["data", "model"]),
        ('"data', ["data"]),
        ('""', []),
        (" .,; ", []),
        ("data data", ["data"]),
        ("13.1", ["13.1"]),
        ("e-commerce", ["e-commerce"]),
        ("C++ 100%", ["c++", "100%"]),
    ],
)
def test_words_and_phrases_are_taken_apart(typed: str, found: list[str]) -> None:
    assert folded_words(typed) == found
