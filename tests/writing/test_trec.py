"""Runs that every tool reads in our order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matcher.workflow.rank_all import Ranked
from matcher.writing.trec import run_lines


@given(st.lists(st.floats(-30, 30).map(lambda x: round(x, 6)), min_size=1, max_size=40))
def test_scores_fall_strictly_and_stay_what_they_are(scores: list[float]) -> None:
    ordered = sorted(scores, reverse=True)
    ranking = [Ranked("fr-a", f"jp-{k}", k + 1, value) for k, value in enumerate(ordered)]
    lines = [line.split(" ") for line in run_lines(ranking, "tag")]
    written = [float(line[4]) for line in lines]
    assert all(a > b for a, b in pairwise(written))
    assert all(abs(a - b) <= 1e-7 for a, b in zip(written, ordered, strict=True))
    assert [line[3] for line in lines] == [str(k + 1) for k in range(len(ordered))]
    assert all(line[:3:2] == ["fr-a", f"jp-{k}"] for k, line in enumerate(lines))


def test_each_query_begins_anew() -> None:
    ranking = [Ranked("a", "x", 1, -0.5), Ranked("a", "y", 2, -0.5), Ranked("b", "x", 1, 2.0)]
    assert list(run_lines(ranking, "t")) == [
        "a Q0 x 1 -0.500000000 t",
        "a Q0 y 2 -0.500000001 t",
        "b Q0 x 1 2.000000000 t",
    ]
