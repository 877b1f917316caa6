"""The only door to scipy: maximum flow (csgraph) and linear programs (HiGHS).

scipy is imported when a function runs, because importing it costs more than `matcher --help` may.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: The tightest HiGHS takes; scores are scaled to [0, 1] before, so near ties stay apart.
TOLERANCE = 1e-10
#: A value of a vertex this far from a whole number is not integral.
WHOLE = 1e-6


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
    """An optimal vertex by the dual simplex of HiGHS. Raises SolverFailed if there is none."""
    from scipy.optimize import linprog
    from scipy.sparse import csc_array

    entries = program.matrix
    matrix = csc_array(
        (entries.values, (entries.rows, entries.columns)),
        shape=(len(program.limits), len(program.gains)),
    )
    answer = linprog(
        -program.gains,
        A_ub=matrix,
        b_ub=program.limits,
        bounds=(0, 1),
        method="highs-ds",
        options={
            "primal_feasibility_tolerance": TOLERANCE,
            "dual_feasibility_tolerance": TOLERANCE,
        },
    )
    if answer.status != 0:
        raise SolverFailed(answer.message)
    return Vertex(
        np.asarray(answer.x, dtype=np.float64),
        np.maximum(-np.asarray(answer.ineqlin.marginals, dtype=np.float64), 0.0),
    )


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
    from scipy.sparse import csc_array

    entries = program.matrix
    matrix = csc_array(
        (entries.values, (entries.rows, entries.columns)),
        shape=(len(program.limits), len(program.gains)),
    )
    answer = milp(
        -program.gains,
        integrality=np.ones(len(program.gains)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, program.limits),
        options={"mip_rel_gap": 0.0},
    )
    if answer.status != 0:
        raise SolverFailed(answer.message)
    return np.rint(np.asarray(answer.x)).astype(np.bool_)


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
