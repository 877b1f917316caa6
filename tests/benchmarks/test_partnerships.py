"""The check on real partnerships tells likeness from chance and from mere size."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.partnership_data import read_partnerships
from benchmarks.partnership_figures import figures
from benchmarks.partnership_places import Places, Signal, contests_by_level, places
from benchmarks.partnerships import (
    COAST,
    DATA,
    LARGER,
    PLAIN_SIZE,
    POPULATION,
    PartnershipCheck,
    markdown,
    partnership_check,
)
from matcher import shipped
from matcher.errors import DataFileError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def check() -> PartnershipCheck:
    return partnership_check()


@pytest.fixture(scope="module")
def partnerships():
    return read_partnerships(DATA, shipped.twins(), shipped.gazetteer())


def test_every_listed_partnership_is_measured(check: PartnershipCheck) -> None:
    assert check.count == len(
        (ROOT / "src/matcher/data/partnerships.csv").read_text(encoding="utf-8").splitlines()[1:]
    )


def test_population_ranks_real_partners_above_chance_and_above_shuffled_ones(
    check: PartnershipCheck,
) -> None:
    found = check.everyone.of(POPULATION)
    assert found.low > 0.6
    assert found.shuffled is not None and found.mean > found.shuffled + 0.05
    assert found.p is not None and found.p < 0.01
    assert found.mean > check.everyone.of(PLAIN_SIZE).mean


def test_shuffling_tells_that_larger_first_knows_nothing_of_the_pair(
    check: PartnershipCheck,
) -> None:
    found = check.everyone.of(LARGER)
    assert found.mean > 0.7
    assert found.shuffled == pytest.approx(found.mean)
    assert found.p == 1.0


def test_a_signal_that_knows_nothing_is_at_chance(partnerships) -> None:
    contests = contests_by_level(partnerships, shipped.gazetteer())
    blind = Signal("blind", lambda fr, jp: np.zeros((len(fr.side.rank), len(jp.side.rank))))
    found = figures(
        "blind", places(blind, contests), range(len(partnerships)), [None] * len(partnerships)
    )
    assert found.mean == pytest.approx(0.5)
    assert found.first_10[0] == pytest.approx(0.1, abs=0.01)


def test_a_signal_that_names_the_partner_finds_it_from_both_sides(partnerships) -> None:
    nagasaki = [p for p in partnerships if p.jp.own_name == "長崎市"]
    contests = contests_by_level(nagasaki, shipped.gazetteer())
    people = nagasaki[0].fr.population, nagasaki[0].jp.population
    fr_size, jp_size = (np.log10(n) for n in people)

    def oracle(fr, jp):
        near = np.abs(fr.side.log_population - fr_size)[:, None]
        return -near - np.abs(jp.side.log_population - jp_size)[None, :]

    forth, back = places(Signal("oracle", oracle), contests)
    assert forth.percentile == 1.0
    assert back.above == 0 and back.percentile > 0.99


def test_places_of_a_toy_worked_by_hand() -> None:
    # Two stand above, and three share the next places (3, 4 and 5) of ten.
    toy = Places(np.array([[2.0]]), np.array([[3.0]]), np.array([[10.0]]))
    assert toy.percentile[0, 0] == pytest.approx((5 + 1) / 9)
    assert toy.within(0.4)[0] == pytest.approx(2 / 3)
    assert toy.within(0.01)[0] == 0.0
    assert toy.reciprocal_rank()[0] == pytest.approx((1 / 3 + 1 / 4 + 1 / 5) / 3)


def test_the_registers_and_geography_agree_on_the_sea(check: PartnershipCheck) -> None:
    assert check.coast.agree == check.coast.known
    assert check.coast.unknown <= 1
    assert check.everyone.of(COAST).mean > 0.5


def test_the_offset_holds_for_partnerships_it_was_not_chosen_on(check: PartnershipCheck) -> None:
    offset = check.offset
    assert offset.at_none < offset.left_out <= offset.at_best
    assert offset.half_none < offset.half_chosen


def test_the_most_misled_stand_in_order_and_below_chance(check: PartnershipCheck) -> None:
    means = [sum(m.percentile) / 2 for m in check.misled]
    assert len(means) == 10
    assert means == sorted(means)
    assert means[0] < 0.25


def test_a_partnership_without_a_row_is_named(tmp_path: Path) -> None:
    short = tmp_path / "partnerships.csv"
    shutil.copy(DATA, short)
    lines = short.read_text(encoding="utf-8").splitlines(keepends=True)
    short.write_text("".join(line for line in lines if ",14100," not in line), encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        read_partnerships(short, shipped.twins(), shipped.gazetteer())
    assert [fault.found for fault in refused.value.faults] == [
        "fr-commune-69123 jp-municipality-14100"
    ]


def test_the_page_shows_the_figures_that_are_measured(check: PartnershipCheck) -> None:
    page = (ROOT / "docs" / "real-partnerships.md").read_text(encoding="utf-8")
    measured = markdown(check).splitlines()
    for found in check.everyone.figures:
        row = next(line for line in measured if line.startswith(f"| {found.signal} |"))
        # Interval and shuffled partners are drawn: they may change with a release of numpy.
        assert row.split(" | ")[:4] == _row(page, found.signal)[:4]
    for misled in check.misled:
        assert f"{misled.fr} – {misled.jp}" in page


def _row(page: str, name: str) -> list[str]:
    return next(line for line in page.splitlines() if line.startswith(f"| {name} |")).split(" | ")
