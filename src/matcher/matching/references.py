"""Whom hub columns are measured with: everybody in a meeting, a fixed lot among thousands.

How near somebody is to everything is told by the mean affinity with the other side. A mean over
512 says it to a twentieth of its spread, and with no more than 512 references a fiche that changes
concerns few others, most often nobody. The lot is drawn by a digest of the ids, so that it depends
on who takes part and on nothing else: not on the order of arrival, nor on what was there before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from matcher.matching.layers import Layers, affinities, blocks, precision
from matcher.matching.side import Texts

#: So many participants of the other side a hub column is measured with; fewer where there are not
#: so many, and then everybody.
MOST = 512
#: Where a side has more participants, single precision does: over so many it averages out.
EXACT = 4096
#: Participants measured at a time; for so few, on either side, nothing is laid out in layers.
_BLOCK, _FEW = 64, 16


def lot(id_: str) -> int:
    """The lot of a participant: a number below 2⁶⁴ that says nothing about it."""
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8])


def lots(ids: Sequence[str]) -> NDArray[np.uint64]:
    """The lot of each, (n,)."""
    return np.array([lot(id_) for id_ in ids], dtype=np.uint64)


def drawn(lots: NDArray[np.uint64], present: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rows of the references among those `present`: the `MOST` smallest lots, ascending."""
    rows = np.flatnonzero(present)
    if rows.size > MOST:
        rows = rows[np.argpartition(lots[rows], MOST)[:MOST]]
    return np.sort(rows)


def kind_for(temperature: float, *counts: int) -> type[np.float32] | type[np.float64]:
    """The numbers to compute with where sides have so many participants."""
    return precision(temperature) if max(counts) > EXACT else np.float64


def affinity_sums(
    texts: Texts,
    count: int,
    references: Texts,
    signs: NDArray[np.float64],
    temperature: float,
    kind: DTypeLike,
) -> NDArray[np.float64]:
    """Σ signs[r] · affinity with reference r, for each of the `count` owners of `texts`, (count,).

    It is computed in numbers of `kind`. References, and owners, without texts count 0.
    """
    total = np.zeros(count)
    if signs.size <= _FEW < count:
        for rows, part in blocks(texts, count, _BLOCK * _FEW):
            layers = Layers.flat(part, rows.stop - rows.start, kind)
            found = affinities(references, signs.size, layers, temperature)
            total[rows] = signs @ np.nan_to_num(found)
        return total
    laid_out = Layers.of if count > _FEW else Layers.flat
    layers = laid_out(references, signs.size, kind)
    for rows, part in blocks(texts, count, _BLOCK):
        found = affinities(part, rows.stop - rows.start, layers, temperature)
        total[rows] = np.nan_to_num(found) @ signs
    return total
