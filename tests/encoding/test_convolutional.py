"""The convolutional part of the shipped encoder: it means the same in three languages, alone or in
company.
"""

from __future__ import annotations

import numpy as np
import pytest

from matcher.encoding.convolutional import ConvolutionalEncoder
from matcher.encoding.models import open_encoder
from tests.contracts.encoder import SAID
from tests.contracts.meaning import MeaningContract
from tests.contracts.same_bits import SameBitsContract
from tests.encoding.damage import shipped


@pytest.fixture(scope="module")
def encoder() -> ConvolutionalEncoder:
    part = open_encoder(str(shipped("convolutional")))
    assert isinstance(part, ConvolutionalEncoder)
    return part


class TestContract(SameBitsContract, MeaningContract):
    texts = 40  # more pieces than go through the network at once


def test_a_long_text_is_cut_without_a_trace(
    encoder: ConvolutionalEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = " ".join(SAID * 12)
    cut = encoder.encode([long])
    monkeypatch.setattr("matcher.encoding.convolutional._PIECES_A_ROUND", 100_000)
    np.testing.assert_allclose(encoder.encode([long]), cut, atol=1e-6)


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
