"""The only door to scipy: maximum flow (csgraph) and linear programs (HiGHS).

scipy is imported when a function runs, because importing it costs more than `matcher --help` may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

#: The tightest HiGHS takes; scores are scaled to [0, 1] before, so near ties stay apart.
TOLERANCE = 1e-10
#: A value of a vertex this far from a whole number is not integral.
WHOLE = 1e-6
#: How far the guess of prices rounds off, one after the other, in units of the largest gain; the
#: most steps for each; and a worth at which no pair is ever taken.
ROUNDINGS = (0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
STEPS = 60
NEVER = 10.0


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix as triples: `values[k]` stands at (`rows[k]`, `columns[k]`)."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Maximise `gains` @ x subject to matrix @ x <= `limits`, 0 <= x <= 1.

    `gains` (columns,), `limits` (rows,); `matrix` in entries.
    """

    gains: NDArray[np.float64]
    matrix: Entries
    limits: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vertex:
    """An optimal vertex: `x` (columns,) in [0, 1] and the price of each row, `duals` >= 0."""

    x: NDArray[np.float64]
    duals: NDArray[np.float64]


class SolverFailed(RuntimeError):
    """HiGHS gave no optimum for a program that has one: a fault of ours or of the solver's."""


def solve(program: LinearProgram) -> Vertex:
    """An optimal vertex, by the interior point method of HiGHS with crossover to a vertex.

    On near ties it is ten times faster than the simplex method, which steps in where it stops
    short. Raises SolverFailed if neither finds an optimum.
    """
    from scipy.optimize import linprog

    methods: tuple[Literal["highs-ipm", "highs-ds"], ...] = ("highs-ipm", "highs-ds")
    for method in methods:
        answer = linprog(
            -program.gains,
            A_ub=_sparse(program),
            b_ub=program.limits,
            bounds=(0, 1),
            method=method,
            options={
                "primal_feasibility_tolerance": TOLERANCE,
                "dual_feasibility_tolerance": TOLERANCE,
            },
        )
        if answer.status == 0:
            prices = -np.asarray(answer.ineqlin.marginals, dtype=np.float64)
            return Vertex(np.asarray(answer.x, dtype=np.float64), np.maximum(prices, 0.0))
    raise SolverFailed(answer.message)


def whole(program: LinearProgram, vertex: Vertex) -> NDArray[np.bool_]:
    """The columns chosen (columns,): the vertex itself where it is integral, as theory says.

    Where rounding in the solver left a broken value, the same program is solved once more with
    whole numbers by branch and bound. Raises SolverFailed if that finds no optimum.
    """
    nearest = np.rint(vertex.x)
    if np.abs(vertex.x - nearest).max(initial=0.0) <= WHOLE:
        return nearest.astype(np.bool_)
    return _branch_and_bound(program)


def _branch_and_bound(program: LinearProgram) -> NDArray[np.bool_]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    answer = milp(
        -program.gains,
        integrality=np.ones(len(program.gains), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(_sparse(program), -np.inf, program.limits),
        options={"mip_rel_gap": 0.0},
    )
    if answer.status != 0:
        raise SolverFailed(answer.message)
    return np.rint(np.asarray(answer.x)).astype(np.bool_)


def _sparse(program: LinearProgram) -> Any:
    """A csc_array; Any, because the stubs of linprog know dense matrices only."""
    from scipy.sparse import csc_array

    entries = program.matrix
    return csc_array(
        (entries.values, (entries.rows, entries.columns)),
        shape=(len(program.limits), len(program.gains)),
    )


def largest_cover(
    pairs: NDArray[np.bool_], needy: NDArray[np.bool_], room: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Give as many of the `needy` rows as possible one partner each, by maximum flow.

    `pairs` (n, m) says who may meet, `needy` (n,) who asks, `room` (m,) how often each column
    may be given. Returns the pairs used (n, m): at most one a row, at most `room[j]` in column j.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    n, m = pairs.shape
    used = np.zeros((n, m), dtype=np.bool_)
    rows, columns = np.nonzero(pairs & needy[:, None])
    if not rows.size:
        return used
    source, sink = n + m, n + m + 1
    asking = np.flatnonzero(needy)
    tails = np.concatenate([np.full(asking.size, source), rows, n + np.arange(m)])
    heads = np.concatenate([asking, n + columns, np.full(m, sink)])
    capacity = np.concatenate([np.ones(asking.size), np.ones(rows.size), np.minimum(room, n)])
    graph = csr_array(
        (capacity.astype(np.int32), (tails.astype(np.int32), heads.astype(np.int32))),
        shape=(n + m + 2, n + m + 2),
    )
    flow = maximum_flow(graph, source, sink).flow
    used[rows, columns] = np.asarray(flow[rows, n + columns]).ravel() > 0
    return used


@dataclass(frozen=True, slots=True)
class Guess:
    """Prices of the room of `rows` (n,) and `columns` (m,), >= 0, near the optimal ones."""

    rows: NDArray[np.float64]
    columns: NDArray[np.float64]


def guessed_prices(
    gains: NDArray[np.float64],
    pairs: NDArray[np.bool_],
    row_room: NDArray[np.int64],
    column_room: NDArray[np.int64],
) -> Guess:
    """Nearly the prices at which everybody would ask for as many partners as there is room.

    `gains` (n, m) in [0, 1]. Minimises the dual of the best total without any demand, its corners
    rounded off less and less (Y. Nesterov, Smooth minimization of non-smooth functions, 2005).
    It only says where to look first; nothing is proved by it.
    """
    from scipy.optimize import minimize

    n = len(row_room)
    room = np.concatenate([row_room, column_room]).astype(np.float64)
    worth = np.where(pairs, gains, -NEVER)
    prices = np.zeros(room.size)
    for rounding in ROUNDINGS:

        def dual(
            at: NDArray[np.float64], eps: float = rounding
        ) -> tuple[float, NDArray[np.float64]]:
            reduced = (worth - at[:n, None] - at[None, n:]) / eps
            tail = np.exp(-np.abs(reduced))
            taking = float((np.maximum(reduced, 0.0) + np.log1p(tail)).sum())
            taken = np.where(reduced > 0, 1.0, tail) / (1.0 + tail)
            slope = room - np.concatenate([taken.sum(axis=1), taken.sum(axis=0)])
            return float(room @ at) + eps * taking, slope

        answer = minimize(
            dual,
            prices,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * room.size,
            options={"maxiter": STEPS},
        )
        prices = np.asarray(answer.x, dtype=np.float64)
    return Guess(prices[:n], prices[n:])
