"""What every encoder that tells of pieces must do, whatever stands behind the port."""

from __future__ import annotations

import numpy as np

from matcher.ports import TokenEncoder
from tests.contracts.encoder import BLANK, SAID, STRANGE


class TokenEncoderContract:
    """A test module subclasses it and gives the fixture `tokens`."""

    def test_pieces_lie_in_their_text_and_have_length_one(self, tokens: TokenEncoder) -> None:
        texts = [*SAID, *STRANGE]
        for text, found in zip(texts, tokens.encode_tokens(texts), strict=True):
            starts, ends = found.offsets.T
            assert len(found.offsets) == len(found.vectors)
            assert (starts >= 0).all()
            assert (starts <= ends).all()
            assert (ends <= len(text)).all()
            np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)

    def test_every_letter_lies_in_a_piece(self, tokens: TokenEncoder) -> None:
        for text, found in zip(SAID, tokens.encode_tokens(SAID), strict=True):
            inside = {i for start, end in found.offsets.tolist() for i in range(start, end)}
            assert {i for i, letter in enumerate(text) if letter.isalnum()} <= inside

    def test_a_blank_text_has_no_pieces_with_letters(self, tokens: TokenEncoder) -> None:
        assert [len(found.vectors) for found in tokens.encode_tokens(BLANK)] == [0] * len(BLANK)

    def test_pieces_do_not_depend_on_their_company(self, tokens: TokenEncoder) -> None:
        together = tokens.encode_tokens(SAID)
        for text, found in zip(SAID, together, strict=True):
            (alone,) = tokens.encode_tokens([text])
            np.testing.assert_allclose(found.vectors, alone.vectors, rtol=0, atol=1e-6)
            assert np.array_equal(found.offsets, alone.offsets)
