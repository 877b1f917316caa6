"""What an encoder must do that is to compare policies across languages."""

from __future__ import annotations

import pytest

from matcher.ports import Encoder

#: Policies, each in three languages.
POLICIES = [
    (
        "Rénovation énergétique des écoles communales",
        "市立小中学校の省エネルギー改修",
        "Energy renovation of municipal schools",
    ),
    (
        "Prévention des inondations et plans d'évacuation des habitants",
        "洪水対策と住民の避難計画",
        "Flood prevention and evacuation plans for residents",
    ),
    (
        "Promotion du vin et de la gastronomie locale",
        "地元のワインと食文化の振興",
        "Promotion of local wine and gastronomy",
    ),
    (
        "Accompagnement à domicile des personnes âgées isolées",
        "一人暮らしの高齢者の在宅支援",
        "Home support for isolated elderly people",
    ),
]


class MeaningContract:
    """A test module subclasses it and gives the fixture `encoder`."""

    @pytest.mark.parametrize("policy", range(len(POLICIES)))
    def test_the_same_policy_is_nearer_in_another_language_than_another_policy_in_the_same(
        self, encoder: Encoder, policy: int
    ) -> None:
        same = encoder.encode(POLICIES[policy])
        others = [texts for number, texts in enumerate(POLICIES) if number != policy]
        for language in range(3):
            unrelated = encoder.encode([texts[language] for texts in others])
            assert min(same[language] @ same.T) > max(same[language] @ unrelated.T)
