"""The benchmark tells good from broken, and refuses judgments with faults by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.judgments import Judgment, read_qrels
from benchmarks.measures import Ranking, ndcg
from benchmarks.ranking_quality import grades, measure, read_judge, shortlist_quality
from benchmarks.systems import by_signals, random_order, shuffled, tf_idf
from matcher.errors import DataFileError
from matcher.matching.side import Side
from matcher.profile import Profile
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.take_part import take_part

ROOT = Path(__file__).resolve().parents[2]
Judged = tuple[tuple[Judgment, ...], tuple[Judgment, ...]]


@dataclass(frozen=True)
class Development:
    """The development fiches, lined up, with the consensus of the judges."""

    fr: Side
    jp: Side
    profile: Profile
    judged: Judged

    def mean(self, system) -> float:
        return measure(system.scores(self.fr, self.jp), self.fr, self.jp, self.judged).mean


@pytest.fixture(scope="module")
def development() -> Development:
    knowledge = open_knowledge()
    profile = open_profile(knowledge)
    encoder = LazyEncoder("default")
    party = take_part([ROOT / "examples" / "fiches"], encoder, knowledge)
    content = lined_up(party.participants, encoder, profile, knowledge)
    judged = read_judge(ROOT / "benchmarks" / "data", "consensus", content.fr, content.jp)
    return Development(content.fr, content.jp, profile, judged)


def test_the_default_ranks_the_development_fiches_as_promised(development: Development) -> None:
    everything = ("key-points", "domains", "population")
    assert development.mean(by_signals("all", development.profile, *everything)) >= 0.81
    assert development.mean(by_signals("kp", development.profile, "key-points")) >= 0.74


def test_a_shuffled_system_falls_to_chance(development: Development) -> None:
    broken = development.mean(shuffled(development.profile))
    assert broken < development.mean(tf_idf()) + 0.05
    assert abs(broken - development.mean(random_order())) < 0.08


def test_one_meeting_each_collects_most_of_what_any_list_could(development: Development) -> None:
    grade = grades(development.judged[0], development.fr, development.jp)
    found = shortlist_quality(development.fr, development.jp, development.profile, grade)
    assert found.best == 76
    assert found.collected >= 60


def test_ndcg_agrees_with_a_toy_worked_by_hand() -> None:
    judged = [Judgment("q", "a", 3), Judgment("q", "b", 1), Judgment("r", "a", 2)]
    found = ndcg([Ranking("q", ("b", "c", "a")), Ranking("r", ("a", "b", "c"))], judged)
    # q: (1/1 + 3/2) / (3/1 + 1/log2(3)) = 2.5 / 3.6309298; r is ideal.
    assert found == pytest.approx({"q": 0.688529, "r": 1.0}, abs=1e-5)


def test_a_query_without_any_good_document_is_left_out() -> None:
    assert ndcg([Ranking("q", ("a",)), Ranking("r", ("a",))], [Judgment("q", "a", 1)]) == {"q": 1.0}


def test_faulty_judgments_are_refused_all_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.qrels"
    path.write_text("q 0 a 1\nx 0 a 1\nq 0 b 4\nq 0 a 2\nq a 1\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_qrels(path, {"q"}, {"a", "b"})
    places = [(fault.line, fault.place) for fault in caught.value.faults]
    assert places == [(2, "query"), (3, "grade"), (4, "pair"), (5, "line")]
