"""Whoever is left without a meeting is told the first thing that stood in the way."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from matcher.shortlist.assignment import assign
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.shortlist.left_over import Unserved
from tests.shortlist.instances import instances
from tests.shortlist.oracles import Instance


def unserved(scores: list[list[float]], **wishes: object) -> list[Unserved]:
    grid = np.array(scores)
    twins = wishes.pop("twinned", np.zeros(grid.shape, dtype=np.bool_))
    given_ = {"meetings_each": 1, "floor": 0.5, **wishes}
    fr_ids = [f"f{i}" for i in range(grid.shape[0])]
    jp_ids = [f"j{j}" for j in range(grid.shape[1])]
    return list(assign(grid, fr_ids, jp_ids, Constraints(**given_), twins).unserved)


def test_nobody_above_the_floor_names_the_nearest() -> None:
    facts = {"partner": "j1", "score": 0.3, "floor": 0.5}
    assert unserved([[0.9, 0.8], [0.2, 0.3]], meetings_each=2) == [
        Unserved("f1", "nobody-above-floor", facts)
    ]


def test_the_nearest_is_one_that_may_be_met() -> None:
    (one,) = unserved([[0.9, 0.8], [0.2, 0.3]], meetings_each=2, vetoes=frozenset({("f1", "j1")}))
    assert one.details["partner"] == "j0"


def test_partners_taken_names_who_took_them() -> None:
    facts = {"partners": ("j0",), "more": 0, "taken_by": ("f0",)}
    assert unserved([[0.9], [0.8]]) == [Unserved("f1", "partners-taken", facts)]


def test_at_most_five_partners_are_named_and_the_rest_counted() -> None:
    many = [[0.6 + j / 100 for j in range(7)]] * 8
    (one,) = unserved(many)
    assert one.details["partners"] == ("j6", "j5", "j4", "j3", "j2")
    assert one.details["more"] == 2
    assert len(one.details["taken_by"]) == 5


def test_all_good_partners_vetoed() -> None:
    vetoes = frozenset({("f1", "j0"), ("f1", "j1")})
    facts = {"partners": ("j1", "j0"), "more": 0}
    assert unserved([[0.9, 0.9], [0.6, 0.7]], meetings_each=2, vetoes=vetoes) == [
        Unserved("f1", "all-vetoed", facts)
    ]


def test_all_good_partners_outside_the_rule_for_twins() -> None:
    twinned = np.array([[False, False], [True, False]])
    rule = {"twinned": twinned, "twins": TwinRule.OUT, "meetings_each": 2}
    assert unserved([[0.9, 0.9], [0.6, 0.1]], **rule) == [
        Unserved("f1", "twins-rule", {"partners": ("j0",), "more": 0})
    ]


def test_no_meetings_for_itself_or_for_its_only_partner() -> None:
    assert unserved([[0.9]], meetings={"f0": 0}) == [
        Unserved("f0", "no-meetings"),
        Unserved("j0", "partners-without-meetings", {"partners": ("f0",), "more": 0}),
    ]


@settings(deadline=None, max_examples=60)
@given(instances())
def test_where_partners_are_said_to_be_taken_they_are_full(instance: Instance) -> None:
    answer = assign(*instance.given())
    limits = instance.constraints
    meets: dict[str, list[str]] = {}
    for pair in answer.pairs:
        meets.setdefault(pair.fr, []).append(pair.jp)
        meets.setdefault(pair.jp, []).append(pair.fr)
    for one in answer.unserved:
        if one.why == "partners-taken":
            assert one.details["taken_by"]
            for partner in one.details["partners"]:
                limit = limits.meetings.get(partner, limits.meetings_each)
                assert len(meets.get(partner, [])) == limit
