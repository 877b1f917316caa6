"""The shipped encoder cut shorter, and given what it does not take."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.encoders import Origin
from matcher.encoding.cut import described_cut
from matcher.encoding.inventory import describe
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from matcher.errors import DimensionsTooMany, PromptNotTaken
from matcher.ports import TokenEncoder
from tests.contracts.encoder import SAID, EncoderContract


@pytest.fixture(scope="module")
def encoder() -> object:
    return open_encoder(dimensions=64)


class TestContract(EncoderContract):
    pass


def test_words_can_still_be_marked_and_the_description_agrees() -> None:
    whole, shorter = open_encoder(), open_encoder(dimensions=64)
    assert isinstance(whole, TokenEncoder) == isinstance(shorter, TokenEncoder)
    rows = whole.encode(SAID)[:, :64]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    np.testing.assert_allclose(shorter.encode(SAID), rows, atol=1e-6)
    folder = find_folder(DEFAULT)
    assert folder is not None
    told = describe(folder, DEFAULT, Origin.SHIPPED)
    assert (told.dimension, told.fingerprint) == (whole.dimension, whole.fingerprint)
    told = described_cut(told, 64)
    assert (told.dimension, told.fingerprint) == (shorter.dimension, shorter.fingerprint)


def test_what_it_cannot_do_is_refused() -> None:
    with pytest.raises(DimensionsTooMany):
        open_encoder(dimensions=100_000)
    with pytest.raises(PromptNotTaken):
        open_encoder(prompt="query: ")
    assert open_encoder(prompt="none").fingerprint == open_encoder().fingerprint
