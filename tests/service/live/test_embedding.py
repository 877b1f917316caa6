"""What the first text would wait for is made before anybody asks, and ends with the service."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import numpy as np
from numpy.typing import NDArray

from matcher.errors import ModelNotFound
from matcher.shipped import vocabulary
from service.live.embedding import Embedding
from tests.service.world import SmallEncoder, participant

FICHES = {"f-1": participant("fr-elan", ["energy", "tram"]).fiches[0]}
WAIT_S = 60.0


class Counting(SmallEncoder):
    """Counts the texts it is asked for; waits before each question until it may go on."""

    def __init__(self, *, failures: int = 0) -> None:
        self.texts = 0
        self.asked, self.may_go_on = Event(), Event()
        self.may_go_on.set()
        self._failures = failures

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        self.asked.set()
        assert self.may_go_on.wait(WAIT_S)
        if self._failures:
            self._failures -= 1
            raise ModelNotFound("small")
        return super().encode(texts)


def test_the_first_fiche_after_preparing_is_all_that_is_encoded() -> None:
    unprepared, encoder = Embedding(SmallEncoder(), vocabulary()), Counting()
    embedding = Embedding(encoder, vocabulary())
    thread = embedding.prepare()
    assert thread is not None
    thread.join(WAIT_S)
    before = encoder.texts
    found = embedding.of(FICHES)["f-1"]
    assert encoder.texts - before == len(found.passages) + len(found.labels)
    expected = unprepared.of(FICHES)["f-1"]
    np.testing.assert_array_equal(found.passages, expected.passages)
    np.testing.assert_array_equal(found.labels, expected.labels)


def test_what_is_being_prepared_is_left_when_the_service_ends() -> None:
    encoder = Counting()
    encoder.may_go_on.clear()
    embedding = Embedding(encoder, vocabulary())
    thread = embedding.prepare()
    assert thread is not None
    assert encoder.asked.wait(WAIT_S)
    embedding.close()
    encoder.may_go_on.set()
    thread.join(WAIT_S)
    assert not thread.is_alive()
    begun = encoder.texts
    assert begun < 100
    assert len(embedding.of(FICHES)["f-1"].passages) == 2  # who asks yet is answered
    assert encoder.texts > begun


def test_an_encoder_that_fails_while_preparing_is_asked_again() -> None:
    embedding = Embedding(Counting(failures=1), vocabulary())
    thread = embedding.prepare()
    assert thread is not None
    thread.join(WAIT_S)
    assert len(embedding.of(FICHES)["f-1"].passages) == 2
