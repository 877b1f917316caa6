"""How phrases are found: the longest first, the sure before the vague."""

import pytest

from matcher.lexicon import Counts, Lexicon, Meaning, is_japanese, words_of

LEXICON = Lexicon(
    latin={
        words_of("agricult*"): Meaning(("farm",)),
        words_of("ville"): Meaning(("town",), Counts.IN_PART),
        words_of("urbain*"): Meaning(("town",), Counts.ALONE),
        words_of("musée"): Meaning(("art",)),
        words_of("musée de la mer"): Meaning(("sea",)),
        words_of("jumelage"): Meaning(()),
        words_of("thermal*"): Meaning(("spa",)),
        words_of("tea"): Meaning(("farm",)),
    },
    japanese={
        "農": Meaning(("farm",)),
        "都市": Meaning(("town",), Counts.IN_PART),
        "都市農業": Meaning(("garden",)),
        "観光": Meaning(("tour",)),
    },
    spelling={"thé": "tea"},
)


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("Musées", {"art"}),
        ("musee de la MER", {"sea"}),
        ("musée à la mer du nord", {"sea"}),
        ("Agriculture urbaine", {"farm"}),
        ("développement urbain", {"town"}),
        ("agriculture en ville", {"farm"}),
        ("agriculture et ville", {"farm", "town"}),
        ("agriculture, ville", {"farm", "town"}),
        ("jumelage urbain", set()),
        ("bains thermaux", {"spa"}),
        ("Thé", {"farm"}),
        ("the", set()),
        ("都市農業", {"garden"}),
        ("都市の農", {"farm"}),
        ("都市・観光", {"town", "tour"}),
        ("観光 agriculture", {"tour", "farm"}),
        ("rien", set()),
        ("", set()),
    ],
)
def test_ids(label: str, ids: set[str]) -> None:
    assert LEXICON.ids(label) == ids


@pytest.mark.parametrize(
    ("label", "whole"),
    [("Musée de la mer", True), ("musée", True), ("musée ancien", False), ("都市農業", True),
     ("都市農業と観光", False), ("rien", False), ("de la", False)],
)  # fmt: skip
def test_a_phrase_is_the_whole_label(label: str, whole: bool) -> None:
    assert LEXICON.is_phrase(label) is whole


def test_small_words_are_no_words() -> None:
    assert words_of("Prévention des risques liés à l'Eau") == ("prevention", "risques", "eau")
    assert words_of("de la") == ()


@pytest.mark.parametrize(
    ("text", "japanese"), [("観光", True), ("グリーン", True), ("IT", False), ("観光DX", False)]
)
def test_one_run_of_japanese(text: str, japanese: bool) -> None:
    assert is_japanese(text) is japanese
