"""The shipped encoder tells of pieces, so that words can be marked."""

from __future__ import annotations

import pytest

from matcher.encoding.models import DEFAULT, open_encoder
from matcher.ports import TokenEncoder
from tests.contracts.token_encoder import TokenEncoderContract


@pytest.fixture(scope="module")
def tokens() -> TokenEncoder:
    encoder = open_encoder(DEFAULT)
    assert isinstance(encoder, TokenEncoder)
    return encoder


class TestShippedTokens(TokenEncoderContract):
    """As every encoder that tells of pieces."""
