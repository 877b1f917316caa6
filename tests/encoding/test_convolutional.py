"""The convolutional part of the shipped encoder: it means the same in three languages, alone or in
company.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.encoding.convolutional import ConvolutionalEncoder
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from tests.contracts.encoder import SAID, EncoderContract


@pytest.fixture(scope="module")
def encoder() -> ConvolutionalEncoder:
    shipped = find_folder(DEFAULT)
    assert shipped is not None
    part = open_encoder(str(shipped / "convolutional"))
    assert isinstance(part, ConvolutionalEncoder)
    return part


class TestContract(EncoderContract):
    tolerance = 0.0


SAME_POLICY = [
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


@pytest.mark.parametrize("policy", range(len(SAME_POLICY)))
def test_the_same_policy_is_nearer_in_another_language_than_another_policy_in_the_same(
    encoder: ConvolutionalEncoder, policy: int
) -> None:
    same = encoder.encode(SAME_POLICY[policy])
    others = [texts for number, texts in enumerate(SAME_POLICY) if number != policy]
    for language in range(3):
        unrelated = encoder.encode([texts[language] for texts in others])
        assert min(same[language] @ same.T) > max(same[language] @ unrelated.T)


def test_widths_and_ways_of_writing_do_not_matter(encoder: ConvolutionalEncoder) -> None:
    pairs = [
        ("ﾊﾞｽ路線の再編", "バス路線の再編"),
        ("ＱＲコード１２３", "QRコード123"),
        ("pre\u0301fecture", "préfecture"),
        ("か\u3099いこく", "がいこく"),
        ("la\u00a0mairie\r\n de  Tours ", "la mairie de Tours"),
    ]
    for one, other in pairs:
        assert np.array_equal(encoder.encode([one]), encoder.encode([other])), one


TEXTS = st.text(max_size=60) | st.sampled_from(SAID)


@given(st.lists(TEXTS, min_size=1, max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_and_company_change_no_bit(
    encoder: ConvolutionalEncoder, texts: list[str], chance: object
) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    together = encoder.encode(texts)
    assert np.array_equal(encoder.encode([texts[i] for i in order]), together[order])
    assert np.array_equal(encoder.encode(texts[:1])[0], together[0])


def test_a_long_text_is_cut_without_a_trace(
    encoder: ConvolutionalEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = " ".join(SAID * 12)
    cut = encoder.encode([long])
    monkeypatch.setattr("matcher.encoding.convolutional._PIECES_A_ROUND", 100_000)
    np.testing.assert_allclose(encoder.encode([long]), cut, atol=1e-6)


def test_several_threads_get_the_same_bits(encoder: ConvolutionalEncoder) -> None:
    expected = encoder.encode(SAID * 30)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(encoder.encode, [SAID * 30] * 8):
            assert np.array_equal(found, expected)


def test_pieces_of_a_text_are_found_at_their_place(encoder: ConvolutionalEncoder) -> None:
    texts = ["Énergie des écoles", "学校の省エネ", "", "🎉🎉 fête 飴"]
    found = encoder.encode_tokens(texts)
    for text, tokens in zip(texts, found, strict=True):
        assert tokens.vectors.shape == (len(tokens.offsets), encoder.dimension)
        np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)
        covered = {i for start, end in tokens.offsets.tolist() for i in range(start, end)}
        assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
        assert max(covered, default=-1) < len(text)


def test_a_word_answers_its_translation(encoder: ConvolutionalEncoder) -> None:
    french, japanese = encoder.encode_tokens(["Énergie des écoles", "学校のエネルギー"])
    similarity = french.vectors @ japanese.vectors.T
    school = [i for i, (start, _) in enumerate(french.offsets.tolist()) if start >= 11]
    answers = {int(japanese.offsets[similarity[i].argmax(), 1]) for i in school}
    assert 3 in answers  # 学校の ends there
