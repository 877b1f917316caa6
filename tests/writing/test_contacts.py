"""Mail addresses are taken out of texts, and nothing else is."""

from __future__ import annotations

import pytest

from matcher.writing.contacts import without_addresses


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Écrire à Élise <élise@ville.example>, merci.", "Écrire à Élise <…>, merci."),
        ("mairie@ville.example; 33 rue Haute", "…; 33 rue Haute"),
        (
            "楽器博物館を運営。連絡先はshisei@city.exampleまで。",
            "楽器博物館を運営。連絡先は…まで。",
        ),
        ("音楽の街（ongaku@city.example）", "音楽の街（…）"),
        ("ｋａｉ＠ｃｉｔｙ．example、次", "…、次"),
        ("12 habitants @ 3 euros", "12 habitants @ 3 euros"),
    ],
)
def test_addresses_are_left_out_in_both_scripts(text: str, left: str) -> None:
    assert without_addresses(text) == left
