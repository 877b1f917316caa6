"""What every encoder must do, whatever stands behind the port.

A test module subclasses `EncoderContract` and gives the fixture `encoder`; `tolerance` says how
far a text's vector may differ with the texts beside it.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from matcher.ports import Encoder

BLANK = ["", " ", "\n\t", "\u3000\u3000"]
SAID = [
    "Rénovation énergétique des écoles de la commune",
    "学校の省エネルギー改修",
    "Energy retrofit of the town's schools",
    "Fête des neiges",
    "雪まつり",
]
STRANGE = [
    "🎉",
    "👨‍👩‍👧 et 🚲🚲🚲",
    "2014",
    "１２３，４５６",
    "ﾊﾞｽ路線の再編",
    "\u200b\u200e",
    "\ud800 half",
    "﷽ Ελλάδα Россия ไทย",
    "<s></s><unk>",
    "a" * 5000,
    "カ" * 3000,
    "\x00\x01",
    "e\u0301" * 10,
    "🎉" * 2000,
]


class EncoderContract:
    """The tests; `tolerance` is the largest difference of a value."""

    tolerance = 1e-6

    def test_every_row_has_length_one(self, encoder: Encoder) -> None:
        vectors = encoder.encode(SAID)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(SAID), encoder.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_a_blank_text_gives_zeros_wherever_it_stands(self, encoder: Encoder) -> None:
        mixed = [text for pair in zip(BLANK, SAID, strict=False) for text in pair]
        vectors = encoder.encode(mixed)
        assert not vectors[::2].any()
        np.testing.assert_allclose(np.linalg.norm(vectors[1::2], axis=1), 1, atol=1e-5)
        assert not encoder.encode(BLANK).any()

    def test_no_text_gives_no_row(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimension)

    def test_a_vector_does_not_depend_on_its_company(self, encoder: Encoder) -> None:
        together = encoder.encode([*STRANGE, *SAID, *BLANK])
        alone = np.concatenate([encoder.encode([text]) for text in [*STRANGE, *SAID, *BLANK]])
        np.testing.assert_allclose(together, alone, rtol=0, atol=self.tolerance)

    def test_strange_texts_give_finite_rows_of_length_one_or_zero(self, encoder: Encoder) -> None:
        vectors = encoder.encode(STRANGE)
        lengths = np.linalg.norm(vectors, axis=1)
        assert np.isfinite(vectors).all()
        assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths.tolist())

    def test_ten_thousand_words_are_taken(self, encoder: Encoder) -> None:
        long = " ".join(SAID * 450)
        assert np.linalg.norm(encoder.encode([long, SAID[0]])[0]) == pytest.approx(1, abs=1e-5)

    def test_encoding_twice_gives_the_same_bits(self, encoder: Encoder) -> None:
        assert np.array_equal(encoder.encode(SAID), encoder.encode(SAID))

    def test_it_says_what_it_is(self, encoder: Encoder) -> None:
        assert encoder.name
        assert re.fullmatch("[0-9a-f]{64}", encoder.fingerprint)
        assert encoder.dimension > 0
