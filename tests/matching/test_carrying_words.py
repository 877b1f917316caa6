"""Words answer each other where both choose each other, and only above the noise."""

from __future__ import annotations

import numpy as np

from matcher.matching.carrying_words import MOST_LINKS, links, noise_of
from matcher.matching.whole_words import Span, Words


def words(*vectors: list[float], weight: float = 1.0) -> Words:
    rows = np.array(vectors, dtype=np.float64) if vectors else np.empty((0, 1))
    spans = tuple(Span(3 * i, 3 * i + 2) for i in range(len(rows)))
    return Words(spans, rows, np.full(len(rows), weight))


def places(fr: Words, jp: Words, noise: float = 0.1) -> list[tuple[int, int]]:
    return [(link.fr.start // 3, link.jp.start // 3) for link in links(fr, jp, noise)]


def test_the_strongest_stands_first_and_no_word_is_used_twice() -> None:
    fr = words([0.6, 0.8], [1.0, 0.0], [0.9, 0.436])
    jp = words([0.0, 1.0], [1.0, 0.0])
    assert places(fr, jp) == [(1, 1), (0, 0)]


def test_who_is_not_chosen_back_answers_nothing() -> None:
    fr, jp = words([1.0, 0.0]), words([0.8, 0.6], [1.0, 0.0])
    assert places(fr, jp) == [(0, 1)]
    assert places(jp, fr) == [(1, 0)]


def test_noise_and_words_that_say_little_stay_unmarked() -> None:
    fr, jp = words([1.0, 0.0]), words([0.6, 0.8])
    assert places(fr, jp, noise=0.5) == [(0, 0)]
    assert places(fr, jp, noise=0.7) == []
    assert places(words([1.0, 0.0], weight=0.5), words([0.6, 0.8], weight=0.5), noise=0.5) == []


def test_opposite_words_answer_nothing_however_low_the_noise() -> None:
    assert places(words([1.0, 0.0]), words([-1.0, 0.0]), noise=-2.0) == []


def test_only_so_many_are_marked() -> None:
    many = words(*np.eye(MOST_LINKS + 3).tolist())
    assert places(many, many) == [(i, i) for i in range(MOST_LINKS)]


def test_a_text_without_words_has_no_links() -> None:
    assert links(words(), words([1.0]), 0.0) == ()


def test_noise_is_told_from_unrelated_texts_alone() -> None:
    a, b = words([1.0, 0.0, 0.0]), words([0.0, 1.0, 0.0])
    near_b = words([0.0, 0.96, 0.28])
    assert noise_of([a, b], [a, near_b]) == 0.0
    assert noise_of([a, b], [near_b, a]) > 0.9
    assert noise_of([a], [a]) == 1.0
