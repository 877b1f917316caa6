"""Spellings of one name meet; different names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.gazetteer.names import fold, fold_all, intercommunal_stem, loose_romaji


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "ST ETIENNE"),
        ("Boulogne-sur-Mer", "Boulogne s/Mer"),
        ("Œuilly", "oeuilly"),
        ("L’Haÿ-les-Roses", "L'Hay les Roses"),
        ("龍ケ崎市", "竜ヶ崎市"),
        ("関ケ原町", "関が原町"),
        ("髙松市", "高松市"),
        ("高 松 市", "高松市"),
        ("ル・マン", "ル＝マン"),
        ("ﾀｶﾏﾂ", "たかまつ"),
        ("Kōchi", "kochi"),
        ("Ｔａｋａｍａｔｓｕ", "takamatsu"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("つがる市", "津軽市"), ("がーる", "かーる"), ("Nantes", "Mantes"), ("上田市", "下田市")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"]))))
def test_many_names_fold_as_each_does_alone(names: list[str]) -> None:
    assert names == [] or fold_all(names) == [fold(name) for name in names]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_folded_name_is_its_own_folding(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("name", ["metropole de lyon", "lyon metropole", "communaute urbaine lyon"])
def test_words_of_its_kind_do_not_tell_an_intercommunality_apart(name: str) -> None:
    assert intercommunal_stem(name) == "lyon"


@pytest.mark.parametrize(
    ("one", "other"), [("ooita", "oita"), ("kouchi", "kochi"), ("gumma", "gunma"), ("ohta", "ota")]
)
def test_romaji_meets_whatever_the_long_vowel(one: str, other: str) -> None:
    assert loose_romaji(one) == loose_romaji(other)
