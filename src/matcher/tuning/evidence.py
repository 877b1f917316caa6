"""What weights are learnt from: the signals of all pairs, and which pairs were judged good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A pair of this grade or more is worth a meeting.
GOOD = 2


@dataclass(frozen=True, slots=True, eq=False)
class JudgedPairs:
    """Signals and judgments of n × m pairs.

    `names` of k signals; `values`: float64 (k, n, m), NaN where a signal is missing; `grades`:
    int64 (n, m), 0 to 3.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    grades: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.names), *self.grades.shape):
            raise ValueError(
                f"{len(self.names)} signals of {self.grades.shape} pairs, "
                f"got values {self.values.shape}"
            )

    @property
    def shape(self) -> tuple[int, int]:
        """French × Japanese."""
        n, m = self.grades.shape
        return n, m

    @property
    def good(self) -> NDArray[np.bool_]:
        """Bool (n, m): grade 2 or 3."""
        return self.grades >= GOOD

    def only(self, names: Sequence[str]) -> JudgedPairs:
        """The same pairs with the signals `names` alone. Raises ValueError for an unknown one."""
        kept = [self.names.index(name) for name in names]
        return JudgedPairs(tuple(names), self.values[kept], self.grades)
