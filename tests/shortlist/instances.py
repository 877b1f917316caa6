"""Instances of every shape: by Hypothesis, and by a seed for long series."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from matcher.shortlist.constraints import Constraints, TwinRule
from tests.shortlist.oracles import Instance


def random_instance(rng: np.random.Generator, largest: int) -> Instance:
    """Up to `largest` a side: tied or spread scores, pins, vetoes, limits and twins."""
    n, m = (int(k) for k in rng.integers(0, largest + 1, size=2))
    scores = rng.normal(size=(n, m))
    if rng.random() < 0.5:
        scores = np.round(scores)  # many ties
    if m and rng.random() < 0.5:
        scores = scores + 3 * (np.arange(m) < 1 + m // 4)  # all like the same few
    fr_ids = tuple(f"fr-{k}" for k in rng.permutation(n))
    jp_ids = tuple(f"jp-{k}" for k in rng.permutation(m))
    meetings = {
        str(id_): int(rng.integers(0, 4)) for id_ in (*fr_ids, *jp_ids) if rng.random() < 0.3
    }
    each = int(rng.integers(1, 4))
    wished = [(fr, jp, rng.random()) for fr in fr_ids for jp in jp_ids if rng.random() < 0.25]
    constraints = Constraints(
        meetings_each=each,
        floor=float(rng.choice([-5.0, -1.0, 0.0, 0.5])),
        pins=_within(each, meetings, [(fr, jp) for fr, jp, luck in wished if luck < 0.4]),
        vetoes=frozenset((fr, jp) for fr, jp, luck in wished if luck >= 0.4),
        meetings=meetings,
        twins=list(TwinRule)[int(rng.choice(3, p=[0.6, 0.3, 0.1]))],
    )
    return Instance(scores, fr_ids, jp_ids, constraints, rng.random((n, m)) < 0.3)


def _within(
    each: int, meetings: dict[str, int], pins: list[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """The pins that fit into the limits, first come first served."""
    room: dict[str, int] = {}
    kept = set()
    for fr, jp in pins:
        left = [room.get(id_, meetings.get(id_, each)) for id_ in (fr, jp)]
        if min(left) > 0:
            kept.add((fr, jp))
            room[fr], room[jp] = left[0] - 1, left[1] - 1
    return frozenset(kept)


@st.composite
def instances(draw: st.DrawFn, largest: int = 6) -> Instance:
    """As `random_instance`, by a seed that Hypothesis draws and a size that it shrinks."""
    seed = draw(st.integers(0, 2**32 - 1))
    return random_instance(np.random.default_rng(seed), draw(st.integers(0, largest)))
