"""The prices of what a list uses and must reach, and the bound that they prove."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.cover import Cover
from matcher.shortlist.problem import Problem
from matcher.shortlist.solver import Vertex


@dataclass(frozen=True, slots=True)
class Prices:
    """The dual solution by its meaning: each (n,) or (m,), all >= 0, 0 for who is not needy.

    `*_room`: what one more meeting would be worth; `*_cover`: what having a good pair is worth;
    `*_count`: what serving one fewer of the side would bring.
    """

    fr_room: NDArray[np.float64]
    jp_room: NDArray[np.float64]
    fr_cover: NDArray[np.float64]
    jp_cover: NDArray[np.float64]
    fr_count: float
    jp_count: float

    @classmethod
    def of(cls, vertex: Vertex, demand: Cover) -> Prices:
        """Cut the duals of the program of `total` into their meanings."""
        n, m = demand.good.shape
        fr_asking = int(demand.fr_needy.sum())
        fr_cover, jp_cover = np.zeros(n), np.zeros(m)
        fr_cover[demand.fr_needy] = vertex.duals[n + m : n + m + fr_asking]
        jp_cover[demand.jp_needy] = vertex.duals[n + m + fr_asking : -2]
        return cls(
            fr_room=vertex.duals[:n],
            jp_room=vertex.duals[n : n + m],
            fr_cover=fr_cover,
            jp_cover=jp_cover,
            fr_count=float(vertex.duals[-2]),
            jp_count=float(vertex.duals[-1]),
        )

    def reduced(self, gains: NDArray[np.float64], demand: Cover) -> NDArray[np.float64]:
        """(n, m): what a pair brings beyond the prices of what it uses."""
        cost = self.fr_room[:, None] + self.jp_room[None, :]
        relief = self.fr_cover[:, None] + self.jp_cover[None, :]
        return gains - cost + np.where(demand.good, relief, 0.0)

    def bound(self, problem: Problem, demand: Cover, reduced: NDArray[np.float64]) -> float:
        """No list that reaches `demand` gains more, whatever these prices are, if only >= 0.

        Multiply each row by its price, add them up, and let every x and y take the better of its
        two bounds. `reduced` is 0 where a pair is not open.
        """
        fr_spare = np.maximum(self.fr_count - self.fr_cover[demand.fr_needy], 0.0)
        jp_spare = np.maximum(self.jp_count - self.jp_cover[demand.jp_needy], 0.0)
        return math.fsum(
            [
                *(self.fr_room * problem.fr_room),
                *(self.jp_room * problem.jp_room),
                *reduced[reduced > 0],
                *fr_spare,
                *jp_spare,
                -self.fr_count * demand.fr_count,
                -self.jp_count * demand.jp_count,
            ]
        )
