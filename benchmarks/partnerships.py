"""Real partnerships: is the real partner ranked above chance by what is known of all authorities?

    python benchmarks/partnerships.py [--json FILE]

For every listed French–Japanese partnership, every authority of the real partner's level in the
registers is ranked by one signal, from both sides; no fiche is needed. The interval is a 95 %
percentile bootstrap over partnerships. « Shuffled » deals the same partners out at random: what
stands above it comes from the likeness of the two, what is common to both from the partners being
larger towns than most. docs/real-partnerships.md reads the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.partnership_data import (  # noqa: E402  (after the path is set)
    Partnership,
    read_partnerships,
    told_by_other_themes,
)
from benchmarks.partnership_figures import Figures, figures  # noqa: E402
from benchmarks.partnership_offset import OffsetCheck, offset_check  # noqa: E402
from benchmarks.partnership_places import (  # noqa: E402
    Matrix,
    Places,
    Register,
    Signal,
    comparison,
    contest_of_all,
    contests_by_level,
    places,
)
from matcher import shipped  # noqa: E402
from matcher.collectivity import Level  # noqa: E402
from matcher.errors import MatcherError  # noqa: E402
from matcher.matching.population_similarity import population_similarity  # noqa: E402
from matcher.profile import Profile  # noqa: E402
from matcher.workflow.profiles import DEFAULT, load_profile  # noqa: E402

DATA = ROOT / "benchmarks" / "data" / "partnerships.csv"
#: Share of a likeness of 1 that two shores add in the second sum.
LITTLE = 0.2
MISLED = 10

POPULATION = "population (product)"
PLAIN_SIZE = "size, no offset"
COAST = "both on the sea"
SUM = "population + coast"
LARGER = "larger first (baseline)"


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """All signals over the partnerships of one group."""

    group: str
    figures: tuple[Figures, ...]

    def of(self, signal: str) -> Figures:
        """The figures of a signal. Raises KeyError where it was not measured."""
        for found in self.figures:
            if found.signal == signal:
                return found
        raise KeyError(signal)


@dataclass(frozen=True, slots=True)
class Misled:
    """A real partnership that the product's population signal ranks low.

    `percentile`: of the Japanese and of the French partner.
    """

    fr: str
    fr_population: int | None
    jp: str
    jp_population: int | None
    percentile: tuple[float, float]
    merged: bool
    rationale: str | None


@dataclass(frozen=True, slots=True)
class CoastAgreement:
    """Sides of partnerships whose shore by the registers is that set from geography."""

    agree: int
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PartnershipCheck:
    """What the real partnerships say of the signals.

    `level` has all authorities of the other country for candidates, everything else those of the
    real partner's level. `told_by_other_themes`: how many partnerships themes could be tried on
    without assuming what is asked.
    """

    count: int
    everyone: GroupFigures
    level: Figures
    groups: tuple[GroupFigures, ...]
    misled: tuple[Misled, ...]
    offset: OffsetCheck
    coast: CoastAgreement
    told_by_other_themes: int


def signals(profile: Profile) -> tuple[Signal, ...]:
    """What is known of every authority, as signals; greater is nearer."""

    def population(fr: Register, jp: Register) -> Matrix:
        return population_similarity(comparison(fr, jp), profile)

    def size(fr: Register, jp: Register) -> Matrix:
        return _near(fr.side.log_population, jp.side.log_population)

    def grouping(fr: Register, jp: Register) -> Matrix:
        return _near(fr.grouping + profile.parameter("grouping-offset"), jp.side.log_population)

    def rank(fr: Register, jp: Register) -> Matrix:
        return _near(fr.side.rank, jp.side.rank)

    def coast(fr: Register, jp: Register) -> Matrix:
        return (fr.on_sea[:, None] & jp.on_sea[None, :]).astype(np.float64)

    def larger(fr: Register, jp: Register) -> Matrix:
        return fr.side.log_population[:, None] + jp.side.log_population[None, :]

    return (
        Signal(POPULATION, population),
        Signal(PLAIN_SIZE, size),
        Signal("size of the intercommunalité", grouping),
        Signal("rank in own country", rank),
        Signal(COAST, coast),
        Signal(SUM, lambda fr, jp: population(fr, jp) + coast(fr, jp)),
        Signal(
            f"population + {LITTLE:g} coast", lambda f, j: population(f, j) + LITTLE * coast(f, j)
        ),
        Signal(LARGER, larger),
    )


def same_level() -> Signal:
    """Towns with towns, départements and régions with prefectures."""
    return Signal(
        "same level", lambda fr, jp: (fr.town[:, None] == jp.town[None, :]).astype(np.float64)
    )


def partnership_check(data: Path = DATA) -> PartnershipCheck:
    """All figures, with the default profile. Raises DataFileError where a table has faults."""
    gazetteer = shipped.gazetteer()
    profile = load_profile(DEFAULT, shipped.vocabulary().ids)
    partnerships = read_partnerships(data, shipped.twins(), gazetteer)
    contests = contests_by_level(partnerships, gazetteer)
    blocks = [(p.fr.level, p.jp.level) for p in partnerships]
    everyone = range(len(partnerships))
    placed = {signal.name: places(signal, contests) for signal in signals(profile)}

    def group(name: str, chosen: Sequence[int]) -> GroupFigures:
        return GroupFigures(
            name, tuple(figures(signal, found, chosen, blocks) for signal, found in placed.items())
        )

    level = same_level()
    return PartnershipCheck(
        count=len(partnerships),
        everyone=group("all", everyone),
        level=figures(
            level.name,
            places(level, [contest_of_all(partnerships, gazetteer)]),
            everyone,
            [None for _ in everyone],
        ),
        groups=tuple(
            group(name, chosen)
            for name, holds in GROUPS
            if (chosen := [n for n, p in enumerate(partnerships) if holds(p)])
        ),
        misled=_misled(partnerships, placed[POPULATION]),
        offset=offset_check(contests, profile),
        coast=_coast_agreement(partnerships),
        told_by_other_themes=told_by_other_themes(partnerships),
    )


def markdown(check: PartnershipCheck) -> str:
    """The figures as Markdown: signals, groups, offset, the misled, what was checked."""
    return "\n\n".join(
        [_signals_table(check), _groups_table(check), _offset_table(check.offset),
         _misled_table(check.misled), _notes(check)]
    )  # fmt: skip


def _between(first: int, last: int) -> Callable[[Partnership], bool]:
    return lambda p: p.year is not None and first <= p.year <= last


def _commune_of(least: int, below: float) -> Callable[[Partnership], bool]:
    return lambda p: p.fr.level is Level.COMMUNE and least <= (p.fr.population or 0) < below


GROUPS: tuple[tuple[str, Callable[[Partnership], bool]], ...] = (
    ("communes", lambda p: p.fr.level is Level.COMMUNE),
    ("– under 10 000", _commune_of(0, 10_000)),
    ("– 10 000 to 100 000", _commune_of(10_000, 100_000)),
    ("– over 100 000", _commune_of(100_000, float("inf"))),
    ("départements", lambda p: p.fr.level is Level.DEPARTEMENT),
    ("régions", lambda p: p.fr.level is Level.REGION),
    ("intercommunalités", lambda p: p.fr.level is Level.EPCI),
    ("signed 1958–1989", _between(1958, 1989)),
    ("signed 1990–2009", _between(1990, 2009)),
    ("signed 2010–2025", _between(2010, 2025)),
    ("year not known", lambda p: p.year is None),
    ("active", lambda p: p.active),
    ("not known to be active", lambda p: not p.active),
    ("French side on the sea", lambda p: p.fr.coastal is True),
    ("signed by a place since merged", lambda p: p.merged),
)


def _near(fr: Matrix, jp: Matrix) -> Matrix:
    result: Matrix = -np.abs(fr[:, None] - jp[None, :])
    return result


def _misled(
    partnerships: Sequence[Partnership], placed: tuple[Places, Places]
) -> tuple[Misled, ...]:
    forth, back = (np.diagonal(direction.percentile) for direction in placed)
    return tuple(
        Misled(
            fr=partnerships[n].fr.own_name,
            fr_population=partnerships[n].fr.population,
            jp=partnerships[n].jp.own_name,
            jp_population=partnerships[n].jp.population,
            percentile=(float(forth[n]), float(back[n])),
            merged=partnerships[n].merged,
            rationale=partnerships[n].rationale,
        )
        for n in np.argsort(forth + back, kind="stable")[:MISLED]
    )


def _coast_agreement(partnerships: Sequence[Partnership]) -> CoastAgreement:
    sides = [
        *((p.fr.coastal, p.fr_on_sea) for p in partnerships),
        *((p.jp.coastal, p.jp_on_sea) for p in partnerships),
    ]
    known = [(register, geography) for register, geography in sides if register is not None]
    agree = sum(register == geography for register, geography in known)
    return CoastAgreement(agree, len(known), len(sides) - len(known))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _signals_table(check: PartnershipCheck) -> str:
    header = [
        f"{check.count} partnerships", "fr-jp", "jp-fr", "mean", "95 %", "shuffled", "p",
        "first 1 %", "first 10 %", "MRR",
    ]  # fmt: skip
    rows = [
        [
            found.signal,
            *(f"{value:.2f}" for value in (*found.percentile, found.mean)),
            f"{found.low:.2f}–{found.high:.2f}",
            _or_dash(found.shuffled, ".2f"),
            _chance(found.p),
            *(f"{100 * a:.0f} / {100 * b:.0f} %" for a, b in (found.first_1, found.first_10)),
            f"{found.reciprocal_rank[0]:.3f} / {found.reciprocal_rank[1]:.3f}",
        ]
        for found in (*check.everyone.figures, check.level)
    ]
    return _table(header, rows)


def _groups_table(check: PartnershipCheck) -> str:
    header = [
        "group", "n", "population", "95 %", "shuffled", "p", PLAIN_SIZE, COAST, SUM, LARGER,
    ]  # fmt: skip
    rows = []
    for group in check.groups:
        found = group.of(POPULATION)
        others = [group.of(name).mean for name in (PLAIN_SIZE, COAST, SUM, LARGER)]
        rows.append(
            [
                group.group,
                str(found.count),
                f"{found.mean:.2f}",
                f"{found.low:.2f}–{found.high:.2f}",
                _or_dash(found.shuffled, ".2f"),
                _chance(found.p),
                *(f"{value:.2f}" for value in others),
            ]
        )
    return _table(header, rows)


def _offset_table(offset: OffsetCheck) -> str:
    low, high = offset.chosen
    rows = [
        ["none", f"{offset.at_none:.3f}", f"{offset.half_none:.3f}"],
        [f"{offset.shipped:g}, shipped", f"{offset.at_shipped:.3f}", f"{offset.half_shipped:.3f}"],
        [f"{offset.best:g}, best of all", f"{offset.at_best:.3f}", "–"],
        [f"best for the others ({low:g} to {high:g})", f"{offset.left_out:.3f}", "–"],
        ["best for the other half", "–", f"{offset.half_chosen:.3f}"],
    ]
    return _table([f"offset of {offset.count} communes", "one by one", "halves"], rows)


def _misled_table(misled: Sequence[Misled]) -> str:
    rows = [
        [
            f"{m.fr} – {m.jp}{' (merged since)' if m.merged else ''}",
            _people(m.fr_population),
            _people(m.jp_population),
            f"{m.percentile[0]:.2f}",
            f"{m.percentile[1]:.2f}",
            m.rationale or "not known",
        ]
        for m in misled
    ]
    return _table(
        ["misled by size", "inhabitants fr", "jp", "fr-jp", "jp-fr", "why they are partners"], rows
    )


def _notes(check: PartnershipCheck) -> str:
    coast, offset = check.coast, check.offset
    return (
        f"Shore: the registers agree with geography on {coast.agree} of {coast.known} sides "
        f"({coast.unknown} not in the registers). Offset: half of the median log ratio is "
        f"{offset.rule[0]:.2f} to {offset.rule[1]:.2f} whichever pair is left out; on held-out "
        f"halves the chosen offset gains {offset.half_chosen - offset.half_none:+.3f} over none "
        f"(95 % of halves {offset.gain_low:+.3f} to {offset.gain_high:+.3f}). Themes: "
        f"{check.told_by_other_themes} partnerships have themes of other partners on both sides."
    )


def _or_dash(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _chance(p: float | None) -> str:
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def _people(count: int | None) -> str:
    return "–" if count is None else f"{count:,}".replace(",", " ")


def main() -> int:
    """Print the figures; 0 when all went well, 1 where a table is not usable."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    options = parser.parse_args()
    try:
        check = partnership_check()
    except MatcherError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(markdown(check))
    if options.json:
        text = json.dumps(asdict(check), ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
