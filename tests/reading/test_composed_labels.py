"""The label of the key points is understood in words that no list holds."""

from __future__ import annotations

import pytest

from matcher.collectivity import Language
from matcher.reading.composed_labels import is_key_points
from matcher.reading.labels import Field, recognise


@pytest.mark.parametrize(
    ("label", "language"),
    [
        ("Les points forts de notre politique", Language.FR),
        ("Grandes lignes de l’action menée", Language.FR),
        ("Principaux axes de la démarche innovante :", Language.FR),
        ("Highlights of the policy", Language.EN),
        ("Main features of our initiative", Language.EN),
        ("本市の取組のポイント", Language.JA),
        ("主な施策の概要", Language.JA),
    ],
)
def test_a_word_for_the_essence_and_one_for_the_policy_make_the_label(
    label: str, language: Language
) -> None:
    found = recognise(label)
    assert found is not None
    assert found.field is Field.KEY_POINTS
    assert language in found.languages


@pytest.mark.parametrize(
    "label",
    [
        "Présentation de la ville",
        "Points d’eau potable",
        "Politique culturelle",
        "Project management",
        "市の概要",
        "観光ポイント",
        "",
    ],
)
def test_other_headings_are_none(label: str) -> None:
    assert is_key_points(label) is None
