"""Pieces become words that readers know."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.collectivity import Language
from matcher.errors import DataFileError
from matcher.matching.whole_words import TokenVectors, Wording, Words, parse_small_words
from matcher.workflow.mark_words import small_words

REFERENCE = ["La ville aide les écoles", "La ville rénove le tramway", "La ville et la mer"]


def pieces_of(text: str, *cut: str) -> TokenVectors:
    """`text` in pieces `cut`, or letter by letter; each means the number of its first letter."""
    offsets, at = [], 0
    for piece in cut or text:
        at = text.index(piece, at)
        offsets.append((at, at + len(piece)))
        at += len(piece)
    vectors = np.zeros((len(offsets), 64), dtype=np.float32)
    vectors[np.arange(len(offsets)), [ord(text[start]) % 64 for start, _ in offsets]] = 1
    return TokenVectors(np.array(offsets, dtype=np.int64).reshape(-1, 2), vectors)


def found(text: str, *cut: str, language: Language = Language.FR) -> Words:
    small = small_words()[language]
    wording = Wording(REFERENCE, [pieces_of(each) for each in REFERENCE], small)
    return wording.words(text, pieces_of(text, *cut))


def words(text: str, *cut: str, language: Language = Language.FR) -> list[str]:
    return [span.of(text) for span in found(text, *cut, language=language).spans]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (Language.FR, "L'accès à l’eau, aujourd'hui", ["accès", "eau", "aujourd'hui"]),
        (Language.FR, "e\u0301nergie qu'une école-atelier", ["e\u0301nergie", "école-atelier"]),
        (Language.FR, "65 ans et 3 000 habitants", ["habitants"]),
        (Language.EN, "the town's Schools and CO2", ["town", "Schools", "CO2"]),
        (Language.JA, "空き家を直し、まちづくりへ", ["空き家"]),
        (Language.JA, "祭りの日に見守りを支える", ["祭り", "見守り"]),
        (Language.JA, "レンタサイクルと20種類のごみ", ["レンタサイクル"]),
        (Language.JA, "工場約200棟の屋根", ["工場", "屋根"]),
        (Language.JA, "グリーン・ツーリズム等", ["グリーン・ツーリズム"]),
    ],
)
def test_a_word_is_what_a_reader_calls_one(
    language: Language, text: str, expected: list[str]
) -> None:
    assert words(text, language=language) == expected


def test_a_long_run_of_kanji_is_cut_where_its_pieces_meet() -> None:
    cut = ("次", "世代", "型", "路", "面", "電車")
    assert words("次世代型路面電車", *cut, language=Language.JA) == ["次世代型", "路面", "電車"]
    assert words("高齢者", "高", "齢", "者", language=Language.JA) == ["高齢者"]


def test_a_word_means_what_its_pieces_mean_and_none_has_no_direction() -> None:
    whole = found("tramway", "tram", "way").vectors[0]
    one, other = (found(part).vectors[0] for part in ("tt", "ww"))
    assert whole @ one > 0.5
    assert whole @ other > 0.5
    text = "tramway"
    unseen = Wording(REFERENCE, [pieces_of(REFERENCE[0])], frozenset()).words(
        text, TokenVectors(np.empty((0, 2), dtype=np.int64), np.empty((0, 64), dtype=np.float32))
    )
    assert not unseen.vectors.any()


def test_a_word_of_every_text_weighs_nothing_and_an_unseen_one_all() -> None:
    weight = found("ville musée").weight
    assert weight.tolist() == [0.0, 1.0]


def test_small_words_of_a_missing_language_are_named() -> None:
    with pytest.raises(DataFileError) as refused:
        parse_small_words('fr = ["de"]\nen = "the"', "small.toml")
    assert {fault.place for fault in refused.value.faults} == {"en", "ja"}
