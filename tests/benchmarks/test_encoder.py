"""The measurement of encoders tells good from broken, refuses faulty texts, and repeats itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks import encoder, encoder_figures, encoder_report
from benchmarks.encoder_figures import TF_IDF, french_words, triples_of
from benchmarks.encoders import by_encoder, seen_by
from benchmarks.footprint import LENGTHS, footprint, size_mb, texts_of
from benchmarks.hubness import hubness, occurrences, skewness
from benchmarks.judged import ROOT, SETS, Judged, open_judged
from benchmarks.systems import DEFAULT, by_profile, tf_idf_rows
from benchmarks.translations import PAIRS, found, read_sentences
from benchmarks.triples import (
    ALL_HARD,
    EASY,
    HARD,
    KINDS,
    SOURCE,
    Item,
    accuracy,
    read_triples,
    told_right,
)
from matcher.collectivity import Language
from matcher.errors import DataFileError, FileRefused
from matcher.workflow.language_means import means
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile


@pytest.fixture(scope="module")
def items() -> tuple[Item, ...]:
    return read_triples()


@pytest.fixture(scope="module")
def shipped() -> LazyEncoder:
    return LazyEncoder("default")


@pytest.fixture(scope="module")
def development(shipped: LazyEncoder) -> Judged:
    knowledge = open_knowledge()
    return open_judged(SETS["development"], shipped, open_profile(knowledge), knowledge)


def test_the_shipped_triples_ask_evenly_and_never_within_one_language(
    items: tuple[Item, ...],
) -> None:
    assert len(items) == 48
    assert set(Counter(item.direction for item in items).values()) == {8}
    assert all(item.anchor_language != item.answer_language for item in items)
    for item in items:
        assert len({item.anchor, item.positive, *item.negatives.values()}) == 2 + len(KINDS)


def test_a_negative_is_not_told_by_its_length(items: tuple[Item, ...]) -> None:
    for kind in KINDS:
        ratio = np.array([len(item.negatives[kind]) / len(item.positive) for item in items])
        assert abs(np.median(ratio) - 1) < 0.1
        assert 0.25 <= (ratio > 1).mean() <= 0.75


def test_triples_with_faults_are_refused_with_every_line(tmp_path: Path) -> None:
    head, *lines = SOURCE.read_text("utf-8").splitlines()
    cells = [line.split("\t") for line in lines[:5]]
    cells[1][3] = "same-weather"
    cells[2][4] = "another anchor"
    cells[3][1] = "de"
    cells[4] = cells[4][:6]
    path = tmp_path / "triples.tsv"
    path.write_text("\n".join((head, *("\t".join(row) for row in cells))) + "\n", "utf-8")
    with pytest.raises(DataFileError) as refused:
        read_triples(path)
    assert {fault.line for fault in refused.value.faults} == {3, 4, 5, 6, None}


def test_a_triple_of_a_toy_worked_by_hand(items: tuple[Item, ...]) -> None:
    one = items[:1]
    anchor, positive, negatives = one[0].anchor, one[0].positive, one[0].negatives

    def told(near: str) -> dict[str, float]:
        """Where the anchor lies with the text `near` and every other text apart."""

        def embed(texts: Sequence[str], _: Sequence[Language]) -> np.ndarray:
            return np.array([[1.0, 0.0] if t in (anchor, near) else [0.0, 1.0] for t in texts])

        figures = accuracy(one, told_right(one, embed)).by_kind
        return {kind: figure.value for kind, figure in figures.items()}

    assert set(told(positive).values()) == {1.0}
    fooled = told(negatives["same-words"])
    assert fooled["same-words"] == 0.0
    # Where both answers are as far away nothing is told: half right.
    assert fooled["same-place"] == 0.5
    assert fooled[ALL_HARD] == pytest.approx(3 / 8)


def test_the_interval_draws_items_and_holds_the_figure(items: tuple[Item, ...]) -> None:
    half = (np.arange(len(items)) % 2).astype(np.float64)
    figure = accuracy(items, dict.fromkeys(KINDS, half)).by_kind[ALL_HARD]
    assert figure.value == 0.5
    # The five triples of an item are no five draws: 48 of them, ±0.14.
    assert figure.interval.low == pytest.approx(0.36, abs=0.03)
    assert figure.interval.high == pytest.approx(0.64, abs=0.03)


def test_the_default_tells_related_from_unrelated_better_than_words_do(
    items: tuple[Item, ...], shipped: LazyEncoder
) -> None:
    taken_out = means(shipped, open_knowledge().vocabulary).passages
    default = triples_of(shipped, taken_out, items).by_kind
    words = accuracy(items, told_right(items, lambda texts, _: tf_idf_rows(texts))).by_kind
    assert default[EASY].value >= 0.95
    assert default[ALL_HARD].interval.low > words[ALL_HARD].interval.high
    assert words["same-figures"].interval.high < 0.5


def test_a_translation_is_found_where_it_is_the_nearest() -> None:
    one = np.eye(4, dtype=np.float32)
    other = one[[0, 1, 3, 3]]
    assert (found("toy", one, other).there, found("toy", one, other).back) == (0.5, 0.75)
    assert found("toy", one, one[::-1]).there == 0.0


def test_sentences_that_are_not_aligned_or_not_there_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in {name for pair in PAIRS for name in (pair.one, pair.other)}:
        (tmp_path / name).write_text("a\nb\n", "utf-8")
    assert all(len(texts) == 2 for texts in read_sentences(tmp_path).values())
    (tmp_path / "tatoeba.jpn-eng.eng").write_text("a\n", "utf-8")
    with pytest.raises(DataFileError, match=r"tatoeba\.jpn-eng\.eng"):
        read_sentences(tmp_path)
    (tmp_path / "ntrex-dev.fra").unlink()
    with pytest.raises(FileRefused):
        read_sentences(tmp_path)
    assert encoder.main(["--texts", str(tmp_path)]) == 1
    assert "ntrex-dev.fra" in capsys.readouterr().err


def test_occurrences_of_a_toy_worked_by_hand() -> None:
    similarity = np.array([[0.9, 0.5, 0.1], [0.9, 0.1, np.nan], [0.8, 0.2, 0.7]])
    assert list(occurrences(similarity, nearest=1)) == [3, 0, 0]
    assert list(occurrences(similarity, nearest=2)) == [3, 2, 1]
    assert list(occurrences(similarity, nearest=3)) == [3, 3, 2]
    assert skewness(np.array([2, 2, 2])) == 0.0
    assert skewness(np.array([0, 0, 0, 8])) == pytest.approx(2 / np.sqrt(3))
    assert skewness(np.array([8, 8, 8, 0])) == pytest.approx(-2 / np.sqrt(3))


def test_taking_out_the_means_makes_the_hubs_of_an_untuned_encoder_smaller() -> None:
    untuned = LazyEncoder(str(ROOT / "models" / "default" / "convolutional"))
    knowledge = open_knowledge()
    judged = open_judged(SETS["development"], untuned, open_profile(knowledge), knowledge)
    plain, centred = hubness(judged, untuned)[:2]
    assert plain.skewness > 0.5
    assert centred.skewness < plain.skewness
    assert centred.never <= plain.never


def test_fiches_seen_by_an_encoder_are_compared_by_it(
    development: Judged, shipped: LazyEncoder
) -> None:
    class Backwards(LazyEncoder):
        """Says of every text what the shipped one says of the text turned round."""

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return super().encode([text[::-1] for text in texts])

    knowledge = open_knowledge()
    same = seen_by(development, shipped, knowledge).comparison.key_points
    assert np.array_equal(same, development.comparison.key_points)
    other = by_encoder("backwards", Backwards("default"), knowledge).scores(development)
    assert not np.allclose(other, same, atol=0.01)


def test_texts_of_a_length_have_that_many_words(items: tuple[Item, ...]) -> None:
    words = french_words(items)
    for length in LENGTHS:
        texts = texts_of(words, length, 64)
        assert {len(text.split()) for text in texts} == {length}
        assert len(set(texts)) == 64


def test_the_shipped_encoder_is_as_small_as_promised() -> None:
    assert 1 < size_mb("default") <= 60


def test_a_second_run_writes_the_same_bytes_and_both_views_show_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shipped weights in place of cross-fitted ones, which take a minute."""
    profile = open_profile(open_knowledge())
    monkeypatch.setattr(encoder_figures, "default_system", lambda: by_profile(profile))
    monkeypatch.setattr(encoder, "english_folder", lambda: None)
    for name in ("one", "other"):
        assert encoder.main(["-o", str(tmp_path / name)]) == 0
    one, other = tmp_path / "one", tmp_path / "other"
    for file in ("encoder.json", "encoder.md"):
        assert (one / file).read_bytes() == (other / file).read_bytes()
    results = json.loads((one / "encoder.json").read_text("utf-8"))
    assert list(results["systems"]) == [DEFAULT, TF_IDF]
    default = results["systems"][DEFAULT]
    ndcg = default["key_points"]["mean"]["nDCG@10"]
    assert ndcg["interval"]["low"] < ndcg["value"] < ndcg["interval"]["high"]
    assert default["all_signals"]["mean"]["nDCG@10"]["value"] > ndcg["value"]
    assert set(default["triples"]["by_kind"]) == {EASY, *HARD, ALL_HARD}
    assert {part["name"] for part in default["key_points_by_language"]} >= {"fr to ja", "ja to fr"}
    told, page = capsys.readouterr().out, (one / "encoder.md").read_text("utf-8")
    for view in (told, page):
        assert f"{ndcg['value']:.3f}" in view
        assert default["identity"]["fingerprint"][:12] in view


def test_a_name_that_is_measured_already_is_refused() -> None:
    with pytest.raises(SystemExit) as ended:
        encoder.arguments(["--encoder", "default"])
    assert ended.value.code == 2


@pytest.mark.full
def test_what_the_clock_says_is_measured_in_fresh_processes(items: tuple[Item, ...]) -> None:
    costs = footprint("default", french_words(items))
    assert [speed.words for speed in costs.speeds] == list(LENGTHS)
    assert costs.speeds[0].a_second > costs.speeds[-1].a_second
    assert costs.peak_mb > 28
    row = encoder_report.costs_table({DEFAULT: costs}).rows[0]
    assert len(row) == len(encoder_report.costs_table({}).head)
