"""Ranking quality on judged fiches: nDCG@10 in both directions, next to baselines.

    python benchmarks/ranking_quality.py [--fiches DIR] [--qrels DIR] [--profile NAME] [--json FILE]

The fiches of `--fiches` (default examples/fiches) are ranked in full, each collectivity against
all of the other country, and scored against `consensus.fr-jp.qrels` and `consensus.jp-fr.qrels`
of `--qrels` (default benchmarks/data). The interval is a 95 % percentile bootstrap over the
collectivities of both countries. The ceiling is each judge's grades used as a ranking, scored
against each other judge. The shortlist line says what one meeting each collects of the judged
grades (a pair of grade 0 or 1 counts nothing), beside the best that any list could.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.judgments import Judgment, read_qrels  # noqa: E402  (after the path is set)
from benchmarks.measures import ndcg, rankings  # noqa: E402
from benchmarks.systems import SEED, all_systems  # noqa: E402
from matcher.errors import MatcherError  # noqa: E402
from matcher.matching.score import score  # noqa: E402
from matcher.matching.side import Side  # noqa: E402
from matcher.profile import Profile  # noqa: E402
from matcher.shortlist.assignment import assign  # noqa: E402
from matcher.shortlist.constraints import Constraints  # noqa: E402
from matcher.shortlist.fairness import gini  # noqa: E402
from matcher.workflow.line_up_fiches import lined_up  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile  # noqa: E402
from matcher.workflow.take_part import take_part  # noqa: E402

BOOTSTRAPS = 1000


@dataclass(frozen=True, slots=True)
class Quality:
    """nDCG@10 of one system: both directions, their mean, and its 95 % interval."""

    fr_jp: float
    jp_fr: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShortlistQuality:
    """Sum of judged grades (grade >= 2) of a list of one meeting each, and the best possible."""

    collected: int
    best: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """How evenly partners are offered: Gini of appearances in others' top 5, share in none."""

    gini: float
    in_none: float


def measure(
    scores: NDArray[np.float64],
    fr: Side,
    jp: Side,
    judged: tuple[Sequence[Judgment], Sequence[Judgment]],
) -> Quality:
    """nDCG@10 of `scores` (n, m) in both directions against `judged` (fr-jp, jp-fr)."""
    forth = ndcg(rankings(scores, fr.ids, jp.ids), judged[0])
    back = ndcg(rankings(scores.T, jp.ids, fr.ids), judged[1])
    a, b = np.array(list(forth.values())), np.array(list(back.values()))
    generator = np.random.default_rng(SEED)
    drawn = [
        (generator.choice(a, a.size).mean() + generator.choice(b, b.size).mean()) / 2
        for _ in range(BOOTSTRAPS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Quality(
        float(a.mean()), float(b.mean()), float((a.mean() + b.mean()) / 2), float(low), float(high)
    )


def grades(judged: Sequence[Judgment], fr: Side, jp: Side) -> NDArray[np.float64]:
    """The French × Japanese grades as a matrix; what is not listed is 0."""
    matrix = np.zeros((len(fr), len(jp)))
    for judgment in judged:
        matrix[fr.row_of(judgment.query), jp.row_of(judgment.document)] = judgment.grade
    return matrix


def shortlist_quality(
    fr: Side, jp: Side, profile: Profile, grade: NDArray[np.float64]
) -> ShortlistQuality:
    """One meeting each by the profile's floor, no twins in or out, against the judged grades."""
    good = np.where(grade >= 2, grade, 0)
    best = good[linear_sum_assignment(-good)].sum()
    constraints = Constraints(meetings_each=1, floor=profile.floor)
    total = score(fr, jp, profile).total
    chosen = assign(total, fr.ids, jp.ids, constraints, np.zeros(total.shape, dtype=bool)).pairs
    collected = sum(good[pair.i, pair.j] for pair in chosen)
    return ShortlistQuality(int(collected), int(best), len(chosen))


def exposure(scores: NDArray[np.float64], depth: int = 5) -> Exposure:
    """How often each column of `scores` stands among the `depth` best of a row."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    often = np.bincount(top.ravel(), minlength=scores.shape[1])
    return Exposure(gini(often.tolist()), float((often == 0).mean()))


def read_judge(
    folder: Path, name: str, fr: Side, jp: Side
) -> tuple[tuple[Judgment, ...], tuple[Judgment, ...]]:
    """The two qrels of `name` ("consensus", "judge1", …), fr-jp and jp-fr."""
    return (
        read_qrels(folder / f"{name}.fr-jp.qrels", set(fr.ids), set(jp.ids)),
        read_qrels(folder / f"{name}.jp-fr.qrels", set(jp.ids), set(fr.ids)),
    )


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--fiches", type=Path, default=ROOT / "examples" / "fiches")
    parser.add_argument("--qrels", type=Path, default=ROOT / "benchmarks" / "data")
    parser.add_argument("--profile", default="takamatsu")
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    return parser.parse_args()


def run(options: argparse.Namespace) -> dict[str, object]:
    """All figures, printed as a table on the way."""
    knowledge = open_knowledge()
    profile = open_profile(knowledge, options.profile)
    encoder = LazyEncoder(options.encoder)
    party = take_part([options.fiches], encoder, knowledge)
    party.refuse_one_country(str(options.fiches))
    content = lined_up(party.participants, encoder, profile, knowledge)
    fr, jp = content.fr, content.jp
    consensus = read_judge(options.qrels, "consensus", fr, jp)
    print(
        f"{len(fr)} French and {len(jp)} Japanese fiches, encoder {encoder.name}, "
        f"profile {profile.name}\n"
    )
    print(f"{'nDCG@10':<22}{'fr-jp':>8}{'jp-fr':>8}{'mean':>8}   95 % interval")
    systems: dict[str, object] = {}
    for system in all_systems(profile):
        found = measure(system.scores(fr, jp), fr, jp, consensus)
        systems[system.name] = asdict(found)
        print(
            f"{system.name:<22}{found.fr_jp:>8.3f}{found.jp_fr:>8.3f}{found.mean:>8.3f}   "
            f"{found.low:.3f}-{found.high:.3f}"
        )
    ceiling = []
    judges = sorted(p.name.split(".")[0] for p in options.qrels.glob("judge*.fr-jp.qrels"))
    for one, other in itertools.permutations(judges, 2):
        as_ranking = grades(read_judge(options.qrels, one, fr, jp)[0], fr, jp)
        ceiling.append(measure(as_ranking, fr, jp, read_judge(options.qrels, other, fr, jp)).mean)
    if ceiling:
        print(f"{'one judge by another':<22}{min(ceiling):>24.3f}   to {max(ceiling):.3f}")
    listed = shortlist_quality(fr, jp, profile, grades(consensus[0], fr, jp))
    print(
        f"\nshortlist, one meeting each: {listed.collected} of {listed.best} "
        f"(grades of good pairs), {listed.pairs} pairs"
    )
    total = score(fr, jp, profile).total
    offered = {"jp": exposure(total), "fr": exposure(total.T)}
    for country, found in offered.items():
        print(
            f"offered in top 5, {country}: Gini {found.gini:.2f}, "
            f"{found.in_none:.0%} offered to nobody"
        )
    return {
        "systems": systems,
        "ceiling": ceiling,
        "shortlist": asdict(listed),
        "exposure": {country: asdict(found) for country, found in offered.items()},
    }


def main() -> int:
    """Print the report; 0 when all went well, 1 where the input is not usable."""
    options = arguments()
    try:
        figures = run(options)
    except MatcherError as problem:
        print(problem, file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
