"""The best total under what must be reached, exact, with its proof.

The program, over open pairs e = (i, j) of gain g_e >= 0 and over needy participants v:

    maximise    sum g_e x_e
    subject to  sum of x_e at v            <= room_v       for everybody
                y_v - sum of good x_e at v <= 0            for the needy
                - sum of y_v on a side     <= - count      for both sides
                0 <= x, y <= 1

It is a flow: every corner of the first two rows and the bounds is integral, and since `count` is
the most there can be, the last rows cut off a face, whose corners are corners of the whole. So
a solver that ends in a corner ends in whole numbers (A. Schrijver, Combinatorial Optimization,
2003, chapters 11 and 21).

Of the n * m columns most never matter. A few for each participant, chosen by guessed prices, are
enough to begin with; the prices of the rows then tell of every column left out whether it could
still add something. When none can, the optimum of the few is the optimum of all, and the prices
prove it: by linear duality they give an upper bound on every list that reaches the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.cover import Cover
from matcher.shortlist.prices import Prices
from matcher.shortlist.problem import Problem
from matcher.shortlist.solver import Entries, LinearProgram, guessed_prices, solve, whole

#: Columns of each participant to begin with, and at most added in a round.
COLUMNS_EACH = 20
#: Where the largest gain of a pair is 1: a proof that leaves less open is complete, and a column
#: left out that could add less than this is no longer looked at (the bound counts it all the same).
NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True)
class Total:
    """The best list besides the pins: `chosen` (n, m) bool, and no list's gain is over `bound`.

    `bound` is the value of a dual solution over all open pairs, in units of the scores.
    """

    chosen: NDArray[np.bool_]
    bound: float


@dataclass(frozen=True, slots=True)
class Start:
    """What every total of one problem begins with.

    `gains` (n, m) in [0, 1] are in units of `scale`, 0 where a pair is not open; `columns` (n, m)
    are the few pairs looked at first.
    """

    gains: NDArray[np.float64]
    scale: float
    columns: NDArray[np.bool_]


def start(problem: Problem) -> Start:
    """Scale the gains and guess which pairs matter.

    Near prices spare many rounds where all like the same few: their best pairs alone fill nobody.
    """
    gains = np.where(problem.open, problem.scores - problem.floor, 0.0)
    scale = float(gains.max(initial=0.0)) or 1.0
    if not problem.open.any():
        return Start(gains, scale, problem.open)
    gains /= scale
    guess = guessed_prices(gains, problem.open, problem.fr_room, problem.jp_room)
    beyond = gains - guess.rows[:, None] - guess.columns[None, :]
    return Start(gains, scale, _promising(beyond, problem.open))


def best_total(problem: Problem, demand: Cover, begin: Start) -> Total:
    """The list of largest gain among those that reach `demand`, which must be reachable.

    Raises SolverFailed where HiGHS finds no optimum.
    """
    if not problem.open.any():
        return Total(np.zeros_like(problem.open), 0.0)
    gains = begin.gains
    columns = begin.columns | demand.witness
    while True:
        program = _program(problem, demand, gains, columns)
        vertex = solve(program)
        prices = Prices.of(vertex, demand)
        reduced = np.where(problem.open, prices.reduced(gains, demand), 0.0)
        bound = prices.bound(problem, demand, reduced)
        missed = (reduced > NEGLIGIBLE) & ~columns
        if bound - float(program.gains @ vertex.x) <= NEGLIGIBLE or not missed.any():
            break
        columns |= _promising(reduced, missed)
    chosen = np.zeros_like(problem.open)
    chosen[columns] = whole(program, vertex)[: int(columns.sum())]
    return Total(chosen, begin.scale * bound)


def _promising(worth: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The best few columns of each row and the best few rows of each column."""
    return _best_of_rows(worth, among) | _best_of_rows(worth.T, among.T).T


def _best_of_rows(worth: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Ties begin at another column in each row, or all would get the same few.

    The sort is stable, because a partial one breaks ties otherwise on other processors.
    """
    n, m = worth.shape
    turned = (np.arange(m) + np.arange(n)[:, None] * m // max(n, 1)) % max(m, 1)
    least = np.where(among, -worth, np.inf)
    order = np.argsort(np.take_along_axis(least, turned, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(turned, order[:, :COLUMNS_EACH], axis=1)
    picked = np.zeros_like(among)
    np.put_along_axis(picked, best, values=True, axis=1)
    return picked & among


def _program(
    problem: Problem,
    demand: Cover,
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
    side = np.concatenate(
        [np.zeros(int(demand.fr_needy.sum())), np.ones(int(demand.jp_needy.sum()))]
    )
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
