"""What an encoder must do whose vectors are the same to the last bit, whatever stands beside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.ports import Encoder
from tests.contracts.encoder import BLANK, SAID, EncoderContract

#: Written otherwise, said the same.
ALIKE = [
    ("ﾊﾞｽ路線の再編", "バス路線の再編"),
    ("ＱＲコード１２３", "QRコード123"),
    ("pre\u0301fecture", "préfecture"),
    ("か\u3099いこく", "がいこく"),
    ("la\u00a0mairie\r\n de  Tours ", "la mairie de Tours"),
]


class SameBitsContract(EncoderContract):
    """The tests; `texts` is how many are encoded at once: more than the encoder takes in one go."""

    tolerance = 0.0
    texts = 12

    def test_order_and_company_change_no_bit(self, encoder: Encoder) -> None:
        some = st.text(max_size=60) | st.sampled_from([*SAID, *BLANK])

        @given(st.lists(some, min_size=1, max_size=self.texts), st.randoms(use_true_random=False))
        @settings(max_examples=25, deadline=None)
        def holds(texts: list[str], chance: Random) -> None:
            order = list(range(len(texts)))
            chance.shuffle(order)
            together = encoder.encode(texts)
            assert np.array_equal(encoder.encode([texts[i] for i in order]), together[order])
            assert np.array_equal(encoder.encode(texts[:1])[0], together[0])
            lengths = np.linalg.norm(together, axis=1).tolist()
            assert all(length == 0 or abs(length - 1) < 1e-5 for length in lengths)

        holds()

    def test_several_threads_get_the_same_bits(self, encoder: Encoder) -> None:
        texts = SAID * (self.texts // 3)
        expected = encoder.encode(texts)
        with ThreadPoolExecutor(4) as pool:
            for found in pool.map(encoder.encode, [texts] * 4):
                assert np.array_equal(found, expected)

    def test_widths_and_ways_of_writing_do_not_matter(self, encoder: Encoder) -> None:
        for one, other in ALIKE:
            assert np.array_equal(encoder.encode([one]), encoder.encode([other])), one
