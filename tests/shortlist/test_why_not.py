"""Wishes that cannot hold are all named before anything is solved; odd ones are remarked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from matcher.errors import ConstraintConflict
from matcher.shortlist.assignment import assign
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.shortlist.why_not import contradictions, remarks

FR = ("f0", "f1")
JP = ("j0", "j1", "j2")


def found(**wishes: object) -> list[Mapping[str, object]]:
    given = {"meetings_each": 2, "floor": 0.0, **wishes}
    return list(contradictions(Constraints(**given), FR, JP))


def pairs(*given: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(given)


def test_wishes_that_go_together_have_no_contradiction() -> None:
    assert found(pins=pairs(("f0", "j0")), vetoes=pairs(("f0", "j1")), meetings={"f1": 0}) == []


def test_a_pin_that_is_vetoed() -> None:
    both = pairs(("f0", "j1"))
    assert found(pins=both, vetoes=both) == [{"kind": "pin-and-veto", "fr": "f0", "jp": "j1"}]


def test_pins_over_the_limit_name_the_pins_and_the_limit() -> None:
    pins = pairs(("f0", "j2"), ("f0", "j0"), ("f0", "j1"), ("f1", "j1"))
    assert found(pins=pins, meetings={"j1": 1}) == [
        {"kind": "pins-over-limit", "id": "f0", "limit": 2, "pins": ("j0", "j1", "j2")},
        {"kind": "pins-over-limit", "id": "j1", "limit": 1, "pins": ("f0", "f1")},
    ]


def test_ids_nobody_has() -> None:
    assert found(pins=pairs(("f9", "j0")), vetoes=pairs(("f8", "j8")), meetings={"x": 1}) == [
        {"kind": "pin-unknown", "fr": "f9", "jp": "j0", "unknown": ("f9",)},
        {"kind": "veto-unknown", "fr": "f8", "jp": "j8", "unknown": ("f8", "j8")},
        {"kind": "limit-unknown", "id": "x", "limit": 1},
    ]


def test_pairs_the_wrong_way_round_or_within_one_country() -> None:
    assert found(pins=pairs(("j0", "f0")), vetoes=pairs(("j0", "j1"))) == [
        {"kind": "pin-wrong-order", "fr": "j0", "jp": "f0"},
        {"kind": "veto-same-country", "fr": "j0", "jp": "j1"},
    ]


def test_limits_that_are_no_limits() -> None:
    assert found(meetings_each=0, meetings={"f0": -1}) == [
        {"kind": "meetings-below-one", "limit": 0},
        {"kind": "limit-negative", "id": "f0", "limit": -1},
    ]


def test_all_contradictions_are_raised_together_before_solving() -> None:
    both = pairs(("f0", "j0"))
    wishes = Constraints(1, 0.0, pins=both | pairs(("f0", "j1")), vetoes=both)
    with pytest.raises(ConstraintConflict) as raised:
        assign(np.zeros((2, 3)), FR, JP, wishes, np.zeros((2, 3), dtype=np.bool_))
    kinds = [conflict["kind"] for conflict in raised.value.conflicts]
    assert kinds == ["pin-and-veto", "pins-over-limit"]


@pytest.mark.parametrize(
    ("rule", "noted"),
    [(TwinRule.OUT, [("f0", "j0")]), (TwinRule.ONLY, [("f1", "j1")]), (TwinRule.IN, [])],
)
def test_a_pin_against_the_rule_for_twins_is_remarked_not_refused(
    rule: TwinRule, noted: list[tuple[str, str]]
) -> None:
    twins = np.zeros((2, 3), dtype=np.bool_)
    twins[0, 0] = True
    wishes = Constraints(2, 0.0, pins=pairs(("f0", "j0"), ("f1", "j1")), twins=rule)
    assert contradictions(wishes, FR, JP) == ()
    notes = remarks(wishes, np.zeros((2, 3)), FR, JP, twins)
    assert [note.code for note in notes] == ["pin-against-twin-rule"] * len(noted)
    assert [(note.details["fr"], note.details["jp"]) for note in notes] == noted


def test_a_pin_under_the_floor_is_remarked_with_both_numbers() -> None:
    wishes = Constraints(2, 0.5, pins=pairs(("f0", "j0")))
    scores = np.full((2, 3), 0.4)
    (note,) = remarks(wishes, scores, FR, JP, np.zeros((2, 3), dtype=np.bool_))
    assert note.code == "pin-under-floor"
    assert note.details == {"fr": "f0", "jp": "j0", "score": 0.4, "floor": 0.5}
