"""Cross-fitting by collectivity on both sides.

A pair shares its French and its Japanese collectivity with other pairs, so pairs split at random
would leak. Both sides are cut into folds; the pairs of French fold i and Japanese fold j are
scored by what was learnt from pairs that touch neither. The pairs in between (one of the two
known, the other not) serve nobody in that round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One round: bool (n, m) masks of the pairs to learn from and of those to score."""

    train: Mask
    unseen: Mask


def splits(shape: tuple[int, int], seed: int, folds: int = FOLDS) -> Iterator[Split]:
    """The folds² rounds over n × m pairs; their `unseen` masks cover every pair once.

    Raises ValueError where a side has fewer collectivities than folds.
    """
    if min(shape) < folds:
        raise ValueError(f"{folds} folds need as many collectivities, got {shape[0]} × {shape[1]}")
    generator = np.random.default_rng(seed)
    rows, columns = (_fold_of(count, folds, generator) for count in shape)
    for i in range(folds):
        for j in range(folds):
            yield Split(
                train=np.logical_and.outer(rows != i, columns != j),
                unseen=np.logical_and.outer(rows == i, columns == j),
            )


def _fold_of(count: int, folds: int, generator: np.random.Generator) -> NDArray[np.int64]:
    fold = np.empty(count, dtype=np.int64)
    fold[generator.permutation(count)] = np.arange(count) % folds
    return fold
