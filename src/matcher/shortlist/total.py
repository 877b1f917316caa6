"""The best total under what must be reached, exact, with its proof.

The program, over open pairs e = (i, j) of gain g_e >= 0 and over needy participants v:

    maximise    sum g_e x_e
    subject to  sum of x_e at v            <= room_v       for everybody
                y_v - sum of good x_e at v <= 0            for the needy
                - sum of y_v on a side     <= - count      for both sides
                0 <= x, y <= 1

It is a flow: every corner of the first two rows and the bounds is integral, and since `count` is
the most there can be, the last rows cut off a face, whose corners are corners of the whole. So
the simplex method ends in whole numbers (A. Schrijver, Combinatorial Optimization, 2003,
chapters 11 and 21).

Of the n * m columns most never matter. A few for each participant are enough to begin with; the
prices of the rows then tell of every column left out whether it could still add something. When
none can, the optimum of the few is the optimum of all, and the prices prove it: by linear
duality they give an upper bound on every list that reaches the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.cover import Cover
from matcher.shortlist.problem import Problem
from matcher.shortlist.solver import Entries, LinearProgram, Vertex, solve, whole

#: Columns of each participant to begin with, and at most added in a round.
COLUMNS_EACH = 12
#: A column left out that could add less than this (gains lie in [0, 1]) is left out for good;
#: the bound counts it all the same.
NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True)
class Demand:
    """What a list must reach: `fr_count` of the `fr_needy` and `jp_count` of the `jp_needy`.

    Each of those counted has a pair of `good` (n, m). `witness` (n, m) is enough to do it.
    """

    fr_needy: NDArray[np.bool_]
    jp_needy: NDArray[np.bool_]
    fr_count: int
    jp_count: int
    good: NDArray[np.bool_]
    witness: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Total:
    """The best list besides the pins: `chosen` (n, m) bool, and no list's gain is over `bound`.

    `bound` is the value of a dual solution over all open pairs, in units of the scores.
    """

    chosen: NDArray[np.bool_]
    bound: float


def fair_demand(cover: Cover) -> Demand:
    """As many served, and the worst-off as well off, as can be."""
    return Demand(
        fr_needy=cover.fr_needy,
        jp_needy=cover.jp_needy,
        fr_count=cover.fr_count,
        jp_count=cover.jp_count,
        good=cover.good,
        witness=cover.witness,
    )


def no_demand(problem: Problem) -> Demand:
    """Nobody need be served: the total alone."""
    n, m = problem.open.shape
    nothing = np.zeros((n, m), dtype=np.bool_)
    nobody_fr, nobody_jp = np.zeros(n, dtype=np.bool_), np.zeros(m, dtype=np.bool_)
    return Demand(nobody_fr, nobody_jp, 0, 0, nothing, nothing)


def best_total(problem: Problem, demand: Demand) -> Total:
    """The list of largest gain among those that reach `demand`, which must be reachable.

    Raises SolverFailed where HiGHS finds no optimum.
    """
    gains = np.where(problem.open, problem.scores - problem.floor, 0.0)
    scale = float(gains.max(initial=0.0)) or 1.0
    gains /= scale
    columns = demand.witness | _promising(gains, problem.open)
    while True:
        program = _program(problem, demand, gains, columns)
        vertex = solve(program)
        prices = _Prices.of(vertex, demand)
        reduced = np.where(problem.open, prices.reduced(gains, demand), 0.0)
        missed = (reduced > NEGLIGIBLE) & ~columns
        if not missed.any():
            break
        columns |= _promising(reduced, missed)
    chosen = np.zeros_like(problem.open)
    chosen[columns] = whole(program, vertex)[: int(columns.sum())]
    return Total(chosen, scale * prices.bound(problem, demand, reduced))


def _promising(worth: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The best columns of each row and of each column, by worth and by worth beyond the average.

    The second way matters where all like the same few: what is then scarce is a pair that is
    better than the popularity of its two explains.
    """
    rows = among.sum(axis=1, keepdims=True)
    columns = among.sum(axis=0, keepdims=True)
    inside = np.where(among, worth, 0.0)
    average = inside.sum(axis=1, keepdims=True) / np.maximum(rows, 1)
    beyond = worth - average - inside.sum(axis=0, keepdims=True) / np.maximum(columns, 1)
    picked = np.zeros_like(among)
    for by in (worth, beyond):
        picked |= _best_of_rows(by, among) | _best_of_rows(by.T, among.T).T
    return picked


def _best_of_rows(worth: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    # A stable sort: a partial one breaks ties otherwise on other processors.
    order = np.argsort(np.where(among, -worth, np.inf), axis=1, kind="stable")[:, :COLUMNS_EACH]
    picked = np.zeros_like(among)
    np.put_along_axis(picked, order, values=True, axis=1)
    return picked & among


def _program(
    problem: Problem,
    demand: Demand,
    gains: NDArray[np.float64],
    columns: NDArray[np.bool_],
) -> LinearProgram:
    """Columns: the pairs row by row, then y of the needy, French first.

    Rows: room of everybody, cover of the needy, the two counts; French first throughout.
    """
    n, m = columns.shape
    i, j = np.nonzero(columns)
    pairs = i.size
    needy = np.concatenate([demand.fr_needy, demand.jp_needy])
    asking = int(needy.sum())
    cover_row = n + m + np.cumsum(needy) - 1
    served = pairs + np.arange(asking)
    pair = np.arange(pairs)
    fr_good = demand.good[i, j] & demand.fr_needy[i]
    jp_good = demand.good[i, j] & demand.jp_needy[j]
    side = np.concatenate([np.zeros(int(demand.fr_needy.sum())), np.ones(int(demand.jp_needy.sum()))])
    blocks = [
        (i, pair, 1.0),
        (n + j, pair, 1.0),
        (cover_row[i[fr_good]], pair[fr_good], -1.0),
        (cover_row[n + j[jp_good]], pair[jp_good], -1.0),
        (n + m + np.arange(asking), served, 1.0),
        (n + m + asking + side.astype(np.int64), served, -1.0),
    ]
    return LinearProgram(
        gains=np.concatenate([gains[columns], np.zeros(asking)]),
        matrix=Entries(
            np.concatenate([rows for rows, _, _ in blocks]),
            np.concatenate([cols for _, cols, _ in blocks]),
            np.concatenate([np.full(rows.size, value) for rows, _, value in blocks]),
        ),
        limits=np.concatenate(
            [
                problem.fr_room,
                problem.jp_room,
                np.zeros(asking),
                [-demand.fr_count, -demand.jp_count],
            ]
        ).astype(np.float64),
    )


@dataclass(frozen=True, slots=True)
class _Prices:
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
    def of(cls, vertex: Vertex, demand: Demand) -> _Prices:
        """Cut the duals of `_program` into their meanings."""
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

    def reduced(self, gains: NDArray[np.float64], demand: Demand) -> NDArray[np.float64]:
        """(n, m): what a pair brings beyond the prices of what it uses."""
        cost = self.fr_room[:, None] + self.jp_room[None, :]
        relief = self.fr_cover[:, None] + self.jp_cover[None, :]
        return gains - cost + np.where(demand.good, relief, 0.0)

    def bound(self, problem: Problem, demand: Demand, reduced: NDArray[np.float64]) -> float:
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
