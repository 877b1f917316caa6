"""The list is the best there is, says so with a proof, and keeps every hard wish."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.shortlist.assignment import Assignment, assign
from matcher.shortlist.constraints import Constraints, TwinRule
from tests.shortlist.instances import instances, random_instance
from tests.shortlist.oracles import Answer, Instance, Programs, by_enumeration, by_whole_numbers

#: Runs on shared machines: no deadline an example.
unhurried = settings(deadline=None, max_examples=60)


def listed(
    scores: list[list[float]], meetings_each: int = 1, floor: float = 0.0, **wishes: object
) -> Assignment:
    """The list for f0, f1 … and j0, j1 …, nobody twinned unless said."""
    grid = np.array(scores, dtype=np.float64)
    twins = wishes.pop("twinned", np.zeros(grid.shape, dtype=np.bool_))
    return assign(
        grid,
        [f"f{i}" for i in range(grid.shape[0])],
        [f"j{j}" for j in range(grid.shape[1])],
        Constraints(meetings_each, floor, **wishes),
        twins,
    )


def ids(answer: Assignment) -> set[tuple[str, str]]:
    return {(pair.fr, pair.jp) for pair in answer.pairs}


def agree(answer: Assignment, other: Answer) -> None:
    assert answer.served == other.served
    assert answer.worst_off == other.worst_off
    assert answer.objective == pytest.approx(other.objective, abs=1e-6)
    assert answer.unconstrained == pytest.approx(other.unconstrained, abs=1e-6)


def test_agrees_with_whole_number_programs_on_100_random_instances() -> None:
    rng = np.random.default_rng(3)
    for _ in range(100):
        instance = random_instance(rng, largest=7)
        agree(assign(*instance.given()), by_whole_numbers(instance))


def test_agrees_with_enumeration_of_every_list_on_small_instances() -> None:
    rng = np.random.default_rng(5)
    for _ in range(150):
        instance = random_instance(rng, largest=3)
        agree(assign(*instance.given()), by_enumeration(instance))


@unhurried
@given(instances())
def test_never_breaks_a_constraint(instance: Instance) -> None:
    answer = assign(*instance.given())
    limits = instance.constraints
    chosen = ids(answer)
    assert len(chosen) == len(answer.pairs)
    assert limits.pins <= chosen
    assert not chosen & limits.vetoes
    count = Counter(id_ for pair in chosen for id_ in pair)
    assert all(met <= limits.meetings.get(id_, limits.meetings_each) for id_, met in count.items())
    for pair in answer.pairs:
        assert (pair.fr, pair.jp) == (instance.fr_ids[pair.i], instance.jp_ids[pair.j])
        assert pair.score == instance.scores[pair.i, pair.j]
        assert pair.pinned == ((pair.fr, pair.jp) in limits.pins)
        if not pair.pinned:
            assert pair.score >= limits.floor
            assert not (limits.twins is TwinRule.OUT and instance.twins[pair.i, pair.j])
            assert not (limits.twins is TwinRule.ONLY and not instance.twins[pair.i, pair.j])


@unhurried
@given(instances())
def test_its_numbers_are_those_of_its_pairs(instance: Instance) -> None:
    answer = assign(*instance.given())
    count = Counter(id_ for pair in answer.pairs for id_ in (pair.fr, pair.jp))
    everybody = {*instance.fr_ids, *instance.jp_ids}
    assert answer.served == len(count)
    assert {one.id for one in answer.unserved} == everybody - count.keys()
    assert answer.total_score == pytest.approx(sum(pair.score for pair in answer.pairs))
    floor = instance.constraints.floor
    assert answer.objective == pytest.approx(answer.total_score - floor * len(answer.pairs))
    pinned = {id_ for pair in instance.constraints.pins for id_ in pair}
    best = [
        max(pair.score for pair in answer.pairs if id_ in (pair.fr, pair.jp))
        for id_ in count.keys() - pinned
    ]
    assert answer.worst_off == min(best, default=None)


@unhurried
@given(instances(largest=12))
def test_the_proof_leaves_nothing_open(instance: Instance) -> None:
    answer = assign(*instance.given())
    assert 0 <= answer.gap < 1e-7
    assert answer.price_of_fairness >= 0
    assert answer.relative_price >= 0


@unhurried
@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_participants_does_not_matter(instance: Instance, random: object) -> None:
    rows, columns = list(range(len(instance.fr_ids))), list(range(len(instance.jp_ids)))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    grid = np.ix_(rows, columns)
    shuffled = assign(
        instance.scores[grid],
        [instance.fr_ids[k] for k in rows],
        [instance.jp_ids[k] for k in columns],
        instance.constraints,
        instance.twins[grid],
    )
    straight = assign(*instance.given())
    assert [(p.fr, p.jp, p.score) for p in shuffled.pairs] == [
        (p.fr, p.jp, p.score) for p in straight.pairs
    ]
    assert shuffled.unserved == straight.unserved
    assert shuffled.objective == straight.objective


@unhurried
@given(instances(), st.integers(-3, 3))
def test_a_constant_on_all_scores_and_the_floor_changes_no_pair(
    instance: Instance, constant: int
) -> None:
    # Quarters, so that adding a whole number is exact.
    scores = np.round(instance.scores * 4) / 4
    given_ = instance.constraints
    raised = Constraints(
        given_.meetings_each,
        given_.floor + constant,
        given_.pins,
        given_.vetoes,
        given_.meetings,
        given_.twins,
    )
    ordinary = assign(scores, instance.fr_ids, instance.jp_ids, given_, instance.twins)
    shifted = assign(scores + constant, instance.fr_ids, instance.jp_ids, raised, instance.twins)
    assert ids(shifted) == ids(ordinary)
    assert shifted.objective == pytest.approx(ordinary.objective)


def test_serving_everybody_comes_before_the_total_and_has_a_price() -> None:
    # f0 and j0 alone have 0.8 over the floor; all four together have 0.2 + 0.1.
    answer = listed([[0.9, 0.3], [0.2, 0.0]], floor=0.1)
    assert ids(answer) == {("f0", "j1"), ("f1", "j0")}
    assert answer.served == 4
    assert answer.objective == pytest.approx(0.3)
    assert answer.unconstrained == pytest.approx(0.8)
    assert answer.price_of_fairness == pytest.approx(0.5)
    assert answer.relative_price == pytest.approx(0.5 / 0.8)


def test_the_worst_off_is_raised_before_the_total() -> None:
    # 0.9 + 0.2 is more than 0.5 + 0.5, but leaves f1 and j1 with 0.2.
    answer = listed([[0.9, 0.5], [0.5, 0.2]])
    assert ids(answer) == {("f0", "j1"), ("f1", "j0")}
    assert answer.worst_off == 0.5
    assert answer.price_of_fairness == pytest.approx(0.1)


def test_further_meetings_are_welcome_down_to_the_floor() -> None:
    answer = listed([[0.9, 0.4], [0.3, 0.8]], meetings_each=2, floor=0.35)
    assert ids(answer) == {("f0", "j0"), ("f1", "j1"), ("f0", "j1")}


def test_pairs_are_best_first_and_equal_ones_by_id() -> None:
    answer = listed([[0.5, 0.7], [0.5, 0.5]], meetings_each=2)
    assert [(pair.fr, pair.jp) for pair in answer.pairs] == [
        ("f0", "j1"),
        ("f0", "j0"),
        ("f1", "j0"),
        ("f1", "j1"),
    ]


def test_a_pin_holds_under_the_floor_and_against_the_rule_for_twins() -> None:
    twinned = np.array([[False, False], [False, True]])
    answer = listed(
        [[0.9, 0.8], [0.8, -0.7]],
        twinned=twinned,
        twins=TwinRule.OUT,
        pins=frozenset({("f1", "j1")}),
    )
    assert ids(answer) == {("f0", "j0"), ("f1", "j1")}
    assert [pair.pinned for pair in answer.pairs] == [False, True]
    # The pin is a wish, not a proposal: it neither lowers the worst-off nor is left out of the sum.
    assert answer.worst_off == 0.9
    assert answer.objective == pytest.approx(0.2)


def test_a_veto_of_the_best_pair_gives_the_second_best_list() -> None:
    scores = [[0.9, 0.1], [0.2, 0.8]]
    assert ids(listed(scores)) == {("f0", "j0"), ("f1", "j1")}
    vetoed = listed(scores, vetoes=frozenset({("f0", "j0")}))
    assert ids(vetoed) == {("f0", "j1"), ("f1", "j0")}


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_gives_an_empty_list(shape: tuple[int, int]) -> None:
    n, m = shape
    answer = assign(
        np.zeros(shape),
        [f"f{i}" for i in range(n)],
        [f"j{j}" for j in range(m)],
        Constraints(3, 0.0),
        np.zeros(shape, dtype=np.bool_),
    )
    assert answer.pairs == ()
    assert (answer.served, answer.worst_off, answer.objective, answer.bound) == (0, None, 0, 0)
    assert {one.why for one in answer.unserved} == ({"no-partners"} if n + m else set())


def test_all_below_the_floor_gives_an_empty_list() -> None:
    answer = listed([[0.1, 0.2], [0.0, 0.1]], floor=0.5)
    assert answer.pairs == ()
    assert {one.why for one in answer.unserved} == {"nobody-above-floor"}


def test_a_side_too_small_serves_as_many_as_it_has_meetings() -> None:
    answer = listed([[0.5], [0.7], [0.6], [0.9]], meetings_each=3)
    assert ids(answer) == {("f1", "j0"), ("f2", "j0"), ("f3", "j0")}
    assert answer.served == 4


def test_the_few_columns_looked_at_first_do_not_decide() -> None:
    # 60 a side who all like the same five: most of the 3600 pairs are priced out, none is lost.
    rng = np.random.default_rng(11)
    scores = rng.random((60, 60)) * 0.3 + 0.6 * (np.arange(60) < 5)
    fr_ids, jp_ids = [f"f{i:02}" for i in range(60)], [f"j{j:02}" for j in range(60)]
    limits = Constraints(2, 0.05)
    twins = np.zeros((60, 60), dtype=np.bool_)
    answer = assign(scores, fr_ids, jp_ids, limits, twins)
    instance = Instance(scores, tuple(fr_ids), tuple(jp_ids), limits, twins)
    threshold = -np.inf if answer.worst_off is None else answer.worst_off
    whole = Programs(instance).best_total(answer.served, threshold)
    assert answer.objective == pytest.approx(whole, abs=1e-6)
    assert answer.gap < 1e-7


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_score_that_is_no_number_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        listed([[0.5, wrong]])


def test_arrays_that_do_not_fit_are_refused() -> None:
    no_twins = np.zeros((1, 2), dtype=np.bool_)
    with pytest.raises(ValueError, match="fit"):
        assign(np.zeros((2, 1)), ["f"], ["j", "k"], Constraints(1, 0.0), no_twins)
    with pytest.raises(ValueError, match="twice"):
        assign(np.zeros((1, 2)), ["f"], ["j", "j"], Constraints(1, 0.0), no_twins)
