"""The benchmark tells good from broken, and refuses judgments and runs with faults by line."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import ranking_quality
from benchmarks.evaluation import Evaluated, evaluate, values_of
from benchmarks.exposure import exposure
from benchmarks.judged import SETS, Judged, Source, open_judged
from benchmarks.runs_in_out import given_run, write_runs
from benchmarks.shortlist_quality import shortlist_quality
from benchmarks.systems import (
    DEFAULT,
    baselines,
    by_profile,
    shuffled,
)
from matcher.errors import DataFileError
from matcher.profile import Weight
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile


@pytest.fixture(scope="module")
def development() -> Judged:
    knowledge = open_knowledge()
    return open_judged(
        SETS["development"], LazyEncoder("default"), open_profile(knowledge), knowledge
    )


@pytest.fixture(scope="module")
def evaluated(development: Judged) -> dict[str, Evaluated]:
    """The shipped profile in the default's place: cross-fitting it takes a minute."""
    shipped = dataclasses.replace(by_profile(development.profile), name=DEFAULT)
    systems = [shipped, *baselines(), shuffled()]
    return evaluate(development, systems)


def test_the_shipped_profile_ranks_the_development_fiches_as_promised(
    evaluated: dict[str, Evaluated],
) -> None:
    assert evaluated[DEFAULT].headline().value >= 0.85
    assert evaluated["key points only"].headline().value >= 0.81


def test_it_beats_every_baseline_in_both_directions(evaluated: dict[str, Evaluated]) -> None:
    for each in evaluated.values():
        if each.system.family == "baseline":
            for direction in ("fr-jp", "jp-fr"):
                assert each.tests[direction].difference < 0
                assert each.tests[direction].p_holm < 0.05


def test_a_shuffled_system_falls_to_chance(evaluated: dict[str, Evaluated]) -> None:
    broken, chance = evaluated["shuffled"].headline(), evaluated["random"].headline()
    assert abs(broken.value - chance.value) < 0.08
    assert broken.value < evaluated["tf-idf"].headline().value + 0.05
    assert broken.interval.high < evaluated["mean-pooled fiche"].headline().interval.low


def test_a_changed_weight_changes_the_table(development: Judged) -> None:
    profile = development.profile
    heavier = {**profile.weights, "population": Weight(20.0, "a test")}
    changed = dataclasses.replace(profile, name="size first", weights=heavier)
    shipped = dataclasses.replace(by_profile(profile), name=DEFAULT)
    found = evaluate(development, [shipped, by_profile(changed)])
    assert found["profile size first"].headline().value < found[DEFAULT].headline().value - 0.05


def test_the_same_figures_come_out_again(development: Judged) -> None:
    systems = [dataclasses.replace(by_profile(development.profile), name=DEFAULT), shuffled()]
    one, other = (evaluate(development, systems) for _ in range(2))
    assert one["shuffled"].figures == other["shuffled"].figures
    assert one["shuffled"].tests == other["shuffled"].tests


def test_one_meeting_each_collects_most_of_what_any_list_could(development: Judged) -> None:
    scores = by_profile(development.profile).scores(development)
    found = shortlist_quality(development, scores, development.profile.floor)
    assert found.best == 76
    assert found.collected >= 60


def test_a_list_made_of_the_judges_own_grades_collects_everything(development: Judged) -> None:
    perfect = np.where(development.grades >= 2, development.grades, 0).astype(np.float64)
    found = shortlist_quality(development, perfect, floor=1e-6)
    assert (found.collected_without_fairness, found.best) == (76, 76)
    assert found.good == found.pairs
    assert found.collected <= found.best


def test_a_hub_shows_in_the_exposure(development: Judged) -> None:
    scores = np.zeros(development.grades.shape)
    scores[:, :5] = 1.0
    found = exposure(development, scores)["jp"]
    assert found.gini == pytest.approx(1 - 5 / 30)
    assert found.coverage == pytest.approx(5 / 30)
    assert sorted(set(found.often.values())) == [0, 30]


def test_a_run_that_is_read_back_has_the_same_figures(
    development: Judged, evaluated: dict[str, Evaluated], tmp_path: Path
) -> None:
    write_runs(development, {DEFAULT: evaluated[DEFAULT]}, tmp_path)
    read = given_run(tmp_path / "default.fr-jp.run", development)
    assert read.back is not None
    values = values_of(development, read.scores(development), read.back(development))
    for direction in ("fr-jp", "jp-fr"):
        for name, value in evaluated[DEFAULT].values[direction].items():
            assert np.array_equal(values[direction][name], value, equal_nan=True)


def test_a_run_with_faults_is_refused_with_its_lines(development: Judged, tmp_path: Path) -> None:
    fr, jp = development.fr.ids[0], development.jp.ids[0]
    path = tmp_path / "bad.fr-jp.run"
    path.write_text(f"{fr} Q0 {jp} 1 2.0 x\n{fr} Q0 nobody 2 1.0 x\n{fr} Q0 {jp} 3 0 x\n")
    with pytest.raises(DataFileError) as caught:
        given_run(path, development)
    assert [fault.line for fault in caught.value.faults] == [2, 3]


def test_judgments_with_faults_stop_the_benchmark_with_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "consensus.fr-jp.qrels").write_text("fr-calais 0 jp-edogawa 9\n")
    fiches = str(SETS["development"].fiches)
    assert ranking_quality.main(["--fiches", fiches, "--qrels", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "consensus.fr-jp.qrels" in told
    assert "line 1" in told


def test_a_fiche_that_cannot_be_read_stops_the_benchmark_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rennes.pdf").write_bytes(b"no pdf")
    qrels = str(SETS["development"].qrels)
    assert ranking_quality.main(["--fiches", str(tmp_path), "--qrels", qrels]) == 1
    assert "rennes.pdf" in capsys.readouterr().err


def test_a_pair_with_two_grades_is_refused(development: Judged, tmp_path: Path) -> None:
    fr, jp = development.fr.ids[0], development.jp.ids[0]
    (tmp_path / "consensus.fr-jp.qrels").write_text(f"{fr} 0 {jp} 2\n")
    (tmp_path / "consensus.jp-fr.qrels").write_text(f"{jp} 0 {fr} 1\n")
    knowledge = open_knowledge()
    source = Source("own", SETS["development"].fiches, tmp_path, cross_fit=False)
    with pytest.raises(DataFileError):
        open_judged(source, LazyEncoder("default"), development.profile, knowledge)


@pytest.mark.full
def test_a_whole_run_writes_report_plots_and_the_same_numbers_twice(tmp_path: Path) -> None:
    for name in ("one", "other"):
        assert ranking_quality.main(["-o", str(tmp_path / name)]) == 0
    one, other = (tmp_path / name for name in ("one", "other"))
    for file in ("results.json", "report.md", "systems.png", "calibration.png", "exposure.png"):
        assert (one / file).read_bytes() == (other / file).read_bytes()
    found = json.loads((one / "results.json").read_text())
    assert found["systems"][DEFAULT]["fr-jp"]["nDCG@10"] >= 0.8
    assert {"systems", "calibration", "shortlist", "exposure"} <= found.keys()


def test_systems_are_told_apart_by_name() -> None:
    names = [system.name for system in baselines()]
    assert len(names) == len(set(names))
