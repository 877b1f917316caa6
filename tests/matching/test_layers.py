"""Late interaction in layers gives what comparing pair by pair gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.matching import layers
from matcher.matching.label_book import LabelBook
from matcher.matching.late_interaction import affinity, best_pair, cosines
from matcher.matching.layers import Layers, affinities, best_cosines
from matcher.matching.references import MOST, affinity_sums, drawn, lots
from matcher.matching.shadow import Shadow, middles
from matcher.matching.side import Texts

DIMENSION = 12
counts = st.lists(st.integers(0, 7), min_size=1, max_size=9)
seeds = st.integers(0, 2**32 - 1)


def texts(counts: list[int], generator: np.random.Generator) -> Texts:
    """So many texts of each, of random directions and weights."""
    owner = np.repeat(np.arange(len(counts)), counts)
    vectors = generator.normal(size=(owner.size, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weight = generator.uniform(0.1, 1.0, owner.size)
    share = weight / np.bincount(owner, weights=weight, minlength=len(counts))[owner]
    return Texts(vectors, owner, share)


@pytest.fixture
def _few_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "_MOST_LAYERS", 3)


@pytest.mark.usefixtures("_few_layers")
@pytest.mark.parametrize("lay", [Layers.of, Layers.flat])
@pytest.mark.parametrize(("kind", "error"), [(np.float64, 1e-12), (np.float32, 2e-6)])
def test_affinities_are_those_of_late_interaction(lay, kind: type, error: float) -> None:
    @given(counts, counts, seeds)
    @settings(max_examples=60, deadline=None)
    def holds(ours: list[int], theirs: list[int], seed: int) -> None:
        generator = np.random.default_rng(seed)
        a, b = texts(ours, generator), texts(theirs, generator)
        shape = (len(ours), len(theirs))
        laid = lay(b, len(theirs), kind)
        np.testing.assert_allclose(
            affinities(a, len(ours), laid, 0.05),
            affinity(cosines(a, b), a, b, shape, 0.05),
            atol=error,
        )
        np.testing.assert_allclose(
            best_cosines(a, len(ours), laid), best_pair(cosines(a, b), a, b, shape), atol=error
        )

    holds()


@given(counts, counts, seeds)
@settings(max_examples=60, deadline=None)
def test_labels_kept_once_are_compared_as_if_kept_by_everybody(
    ours: list[int], theirs: list[int], seed: int
) -> None:
    generator = np.random.default_rng(seed)
    a, pool = texts(ours, generator), texts([5], generator).vectors
    rows = [pool[generator.integers(0, 5, count)] for count in theirs]
    half = len(theirs) // 2
    book = LabelBook.empty(DIMENSION).followed_by(rows[:half], theirs[:half])
    book = book.followed_by(rows[half:], theirs[half:])
    assert len(book.vectors) <= 5
    b = book.texts_of(np.arange(len(theirs)))
    np.testing.assert_array_equal(b.vectors, np.concatenate(rows))
    np.testing.assert_allclose(
        book.affinities(a, len(ours), 0.1, np.float64),
        affinity(cosines(a, b), a, b, (len(ours), len(theirs)), 0.1),
        atol=1e-12,
    )


def test_two_books_that_follow_one_do_not_mix() -> None:
    vectors = np.eye(4, DIMENSION, dtype=np.float32)
    first = LabelBook.empty(DIMENSION).followed_by([vectors[:1]], [1])
    one = first.followed_by([vectors[1:2]], [1])
    other = first.followed_by([vectors[2:3], vectors[1:3]], [1, 2])
    again = one.followed_by([vectors[1:3]], [2])
    everybody = np.arange(2)
    np.testing.assert_array_equal(one.texts_of(everybody).vectors, vectors[:2])
    np.testing.assert_array_equal(other.texts_of(everybody).vectors, vectors[[0, 2]])
    np.testing.assert_array_equal(again.texts_of(np.array([2])).vectors, vectors[1:3])


@given(counts, counts, seeds)
@settings(max_examples=40, deadline=None)
def test_sums_are_those_of_the_affinities(ours: list[int], theirs: list[int], seed: int) -> None:
    generator = np.random.default_rng(seed)
    ours = ours * 3
    a, b = texts(ours, generator), texts(theirs, generator)
    signs = generator.choice([-1.0, 1.0], len(theirs))
    each = affinity(cosines(a, b), a, b, (len(ours), len(theirs)), 0.05)
    found = affinity_sums(a, len(ours), b, signs, 0.05, np.float64)
    np.testing.assert_allclose(found, np.nan_to_num(each) @ signs, atol=1e-12)


def test_references_depend_on_who_takes_part_alone() -> None:
    ids = [f"fr-{number}" for number in range(MOST + 40)]
    present = np.ones(len(ids), dtype=bool)
    chosen = {ids[row] for row in drawn(lots(ids), present)}
    back = ids[::-1]
    assert len(chosen) == MOST
    assert {back[row] for row in drawn(lots(back), present)} == chosen
    present[ids.index(min(chosen))] = False
    fewer = {ids[row] for row in drawn(lots(ids), present)}
    assert len(fewer) == MOST
    assert len(fewer & chosen) == MOST - 1


def test_a_shadow_keeps_what_few_directions_say() -> None:
    generator = np.random.default_rng(5)
    plane = generator.normal(size=(3, DIMENSION))
    a, b = (
        Texts(_unit(generator.normal(size=(len(each.owner), 3)) @ plane), each.owner, each.weight)
        for each in (texts([4], generator), texts([3, 0, 5, 1] * 30, generator))
    )
    shadow = Shadow.of(b.between(0, 70), 70).followed_by(b.between(70, 120), 50)
    taken = shadow.taken(np.arange(b.owner.size), b.owner, b.weight)
    np.testing.assert_allclose(cosines(shadow.cast(a), taken), cosines(a, b), atol=0.02)
    middle = middles(b, 120)
    assert not middle[np.bincount(b.owner, minlength=120) == 0].any()
    np.testing.assert_allclose(
        shadow.middles.array @ shadow.cast(a).vectors.T, middle @ a.vectors.T, atol=0.02
    )


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
