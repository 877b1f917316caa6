"""A score is told as a probability only where it is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.i18n.codes import WITHHELD
from matcher.matching.calibration import Withheld, probability, withheld
from matcher.matching.suggest import suggest
from matcher.profile import Calibration, Profile, Weight
from tests.matching.small_world import meeting, profile, sides
from tests.matching.test_explanation import no_twins


def calibrated(encoder: str = "e1") -> Profile:
    plain = profile()
    return replace(
        plain,
        calibration=Calibration(
            encoder="small",
            encoder_fingerprint=encoder,
            weights_fingerprint=plain.weights_fingerprint,
            fitted_on="test",
            reason="test",
        ),
    )


def test_a_score_is_the_log_odds_of_its_probability() -> None:
    assert probability(0.0) == 0.5
    assert probability(np.log(0.62 / 0.38)) == pytest.approx(0.62)
    many = np.array([[-1e4, -3.0], [3.0, 1e4]])
    found = probability(many)
    assert found.shape == (2, 2)
    assert (found[0, 0], found[1, 1]) == (0.0, 1.0)
    assert found[0, 1] + found[1, 0] == pytest.approx(1.0)


def test_a_probability_is_told_for_the_encoder_and_the_weights_it_was_learnt_with() -> None:
    known = calibrated("e1")
    assert withheld(known, "e1") is None
    assert withheld(known, "e2") is Withheld.OTHER_ENCODER
    assert withheld(profile(), "e1") is Withheld.NOT_CALIBRATED


@pytest.mark.parametrize("table", ["weights", "parameters"])
def test_one_changed_value_withholds_it_and_a_changed_reason_does_not(table: str) -> None:
    known = calibrated()
    values = dict(getattr(known, table))
    name = next(iter(values))
    reworded = {**values, name: Weight(values[name].value, "said otherwise")}
    assert withheld(replace(known, **{table: reworded}, floor=-9.0), "e1") is None
    turned = dict(reversed(values.items()))
    assert withheld(replace(known, **{table: turned}), "e1") is None
    changed = {**values, name: Weight(values[name].value + 1e-9, "test")}
    assert withheld(replace(known, **{table: changed}), "e1") is Withheld.WEIGHTS_CHANGED


def test_pairings_bear_it_with_four_decimals_or_the_reason_why_not() -> None:
    fr, jp = sides(meeting(), profile())
    told, untold = (
        suggest(fr, 0, jp, profile(), no_twins, limit=3, withheld=why)
        for why in (None, Withheld.OTHER_ENCODER)
    )
    assert [p.probability for p in told.pairings] == [
        round(1 / (1 + np.exp(-p.score)), 4) for p in told.pairings
    ]
    assert told.probability_withheld is None
    assert {p.probability for p in untold.pairings} == {None}
    assert untold.probability_withheld is Withheld.OTHER_ENCODER
    assert [p.score for p in untold.pairings] == [p.score for p in told.pairings]


def test_every_reason_has_a_sentence() -> None:
    assert set(WITHHELD) == set(Withheld)
