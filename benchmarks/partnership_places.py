"""Where the real partner stands among all authorities of its level, by one signal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.partnership_data import Partnership
from matcher.collectivity import Collectivity, Country, Level
from matcher.gazetteer.authorities import Gazetteer
from matcher.matching.comparison import Comparison
from matcher.matching.side import Fields, Side, Texts

Matrix = NDArray[np.float64]

TOWNS = (Level.COMMUNE, Level.EPCI, Level.MUNICIPALITY)


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """Authorities of one country as columns of n rows.

    `side` holds what the product's population signal reads; its texts and domains are empty.
    `grouping`: log10 of the inhabitants of a commune's intercommunalité, of the authority itself
    where it has none. `on_sea`: false where the registers do not say. `town`: of `TOWNS`.
    """

    side: Side
    grouping: Matrix
    on_sea: NDArray[np.bool_]
    town: NDArray[np.bool_]

    def take(self, rows: Sequence[int]) -> Register:
        """The authorities of `rows`, in that order; one may come twice."""
        at = np.array(rows, dtype=np.int64)
        side = _side(
            self.side.country,
            self.side.log_population[at],
            self.side.rank[at],
            self.side.commune[at],
        )
        return Register(side, self.grouping[at], self.on_sea[at], self.town[at])


@dataclass(frozen=True, slots=True)
class Signal:
    """A named way to score every French authority (rows) with every Japanese one (columns)."""

    name: str
    measure: Callable[[Register, Register], Matrix]


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """Partnerships with the same candidates: all of `fr`, all of `jp`.

    `at`: their numbers in the whole list. `fr_rows`, `jp_rows`: where the partners stand.
    """

    at: tuple[int, ...]
    fr: Register
    jp: Register
    fr_rows: tuple[int, ...]
    jp_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of N partners in one direction, each (N, N), French × Japanese.

    Cell (i, j) is how the one asked for by pair j stands with the one who asks in pair i (back: the
    other way round), so that the diagonal is the real partners and the rest what shuffled partners
    would get. `above`: candidates that score higher; `equal`: that score the same, itself included;
    `count`: all. NaN where two pairs are in no contest together.
    """

    above: Matrix
    equal: Matrix
    count: Matrix

    @property
    def percentile(self) -> Matrix:
        """Share of the other candidates that stand below, equals counted half: 0.5 is chance."""
        below = self.count - self.above - self.equal
        result: Matrix = (below + (self.equal - 1) / 2) / (self.count - 1)
        return result

    def within(self, share: float) -> Matrix:
        """Probability (N,) of a place in the first `share`, equals in random order.

        The first place always counts, so that the first per cent of 18 régions is one.
        """
        places_ = np.maximum(np.floor(share * np.diagonal(self.count)), 1.0)
        inside = (places_ - np.diagonal(self.above)) / np.diagonal(self.equal)
        result: Matrix = np.clip(inside, 0.0, 1.0)
        return result

    def reciprocal_rank(self) -> Matrix:
        """Mean (N,) of 1 / place of the real partner, equals in random order."""
        ties = zip(np.diagonal(self.above), np.diagonal(self.equal), strict=True)
        return np.array([(1.0 / np.arange(a + 1, a + e + 1)).mean() for a, e in ties])


def contests_by_level(
    partnerships: Sequence[Partnership], gazetteer: Gazetteer
) -> tuple[Contest, ...]:
    """Candidates are all authorities of the level of the real partner."""
    by_level: dict[Level, list[Collectivity]] = {level: [] for level in Level}
    for authority in gazetteer:
        by_level[authority.level].append(authority)
    pairs = sorted({(p.fr.level, p.jp.level) for p in partnerships})
    return tuple(
        _contest(
            [(n, p) for n, p in enumerate(partnerships) if (p.fr.level, p.jp.level) == pair],
            by_level[pair[0]],
            by_level[pair[1]],
            gazetteer,
        )
        for pair in pairs
    )


def contest_of_all(partnerships: Sequence[Partnership], gazetteer: Gazetteer) -> Contest:
    """Candidates are all authorities of the other country, of whatever level."""
    by_country: dict[Country, list[Collectivity]] = {country: [] for country in Country}
    for authority in gazetteer:
        by_country[authority.country].append(authority)
    numbered = list(enumerate(partnerships))
    return _contest(numbered, by_country[Country.FR], by_country[Country.JP], gazetteer)


def places(signal: Signal, contests: Sequence[Contest]) -> tuple[Places, Places]:
    """Places of the Japanese partners, and of the French ones; without a value (NaN) last."""
    total = sum(len(contest.at) for contest in contests)
    forth, back = np.full((3, total, total), np.nan), np.full((3, total, total), np.nan)
    for contest in contests:
        rows, columns = np.ix_(contest.at, contest.at)
        to_jp = signal.measure(contest.fr.take(contest.fr_rows), contest.jp)
        forth[:, rows, columns] = _placed(to_jp, contest.jp_rows)
        to_fr = signal.measure(contest.fr, contest.jp.take(contest.jp_rows)).T
        back[:, rows, columns] = _placed(to_fr, contest.fr_rows).transpose(0, 2, 1)
    return Places(*forth), Places(*back)


def comparison(fr: Register, jp: Register) -> Comparison:
    """Two registers as the product's signals get them, without texts."""
    nothing = np.zeros((0, 0))
    return Comparison(fr.side, jp.side, nothing, nothing, nothing, nothing)


def _placed(scores: Matrix, columns: Sequence[int]) -> Matrix:
    """Above, equal and count of each of `columns` in each row of `scores`: (3, rows, columns)."""
    known = np.where(np.isnan(scores), -np.inf, scores)
    result = np.empty((3, len(scores), len(columns)))
    for row, values in enumerate(known):
        ordered = np.sort(values)
        asked = values[list(columns)]
        higher = len(values) - np.searchsorted(ordered, asked, side="right")
        equal = len(values) - higher - np.searchsorted(ordered, asked, side="left")
        result[:, row] = higher, equal, np.full(len(columns), len(values))
    return result


def _contest(
    numbered: Sequence[tuple[int, Partnership]],
    fr: Sequence[Collectivity],
    jp: Sequence[Collectivity],
    gazetteer: Gazetteer,
) -> Contest:
    fr_row = {authority.id: row for row, authority in enumerate(fr)}
    jp_row = {authority.id: row for row, authority in enumerate(jp)}
    return Contest(
        at=tuple(number for number, _ in numbered),
        fr=_register(fr, gazetteer),
        jp=_register(jp, gazetteer),
        fr_rows=tuple(fr_row[p.fr.id] for _, p in numbered),
        jp_rows=tuple(jp_row[p.jp.id] for _, p in numbered),
    )


def _register(authorities: Sequence[Collectivity], gazetteer: Gazetteer) -> Register:
    country = authorities[0].country
    # The product takes a population of 0 for unknown, too.
    people = [authority.population or None for authority in authorities]
    groups = _groups(authorities, gazetteer)
    return Register(
        side=_side(
            country,
            _log10(people),
            np.array([np.nan if n is None else gazetteer.size_rank(country, n) for n in people]),
            np.array([authority.level is Level.COMMUNE for authority in authorities]),
        ),
        grouping=_log10(
            [
                groups.get(authority.intercommunality or "", own)
                for authority, own in zip(authorities, people, strict=True)
            ]
        ),
        on_sea=np.array([authority.coastal is True for authority in authorities]),
        town=np.array([authority.level in TOWNS for authority in authorities]),
    )


def _groups(authorities: Sequence[Collectivity], gazetteer: Gazetteer) -> Mapping[str, int | None]:
    """Inhabitants of the intercommunalités that some of `authorities` belong to, by code."""
    codes = {authority.intercommunality for authority in authorities} - {None}
    found = {code: gazetteer.get(Country.FR, Level.EPCI, str(code)) for code in codes}
    return {str(code): group.population for code, group in found.items() if group is not None}


def _log10(people: Sequence[int | None]) -> Matrix:
    counts = np.array([float(n) if n else np.nan for n in people], dtype=np.float64)
    return np.log10(counts, dtype=np.float64)


def _side(
    country: Country, log_population: Matrix, rank: Matrix, commune: NDArray[np.bool_]
) -> Side:
    count = len(rank)
    texts = Texts(np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.int64), np.zeros(0))
    nothing = np.zeros(0, dtype=bool)
    return Side(
        country=country,
        participants=(),
        fields=Fields((), np.zeros(0), nothing, nothing, nothing),
        passages=(),
        labels=(),
        passage_texts=texts,
        label_texts=texts,
        domains=np.zeros((count, 0), dtype=bool),
        log_population=log_population,
        rank=rank,
        commune=commune,
        tohoku=np.zeros(count, dtype=bool),
        passage_hub=np.zeros(count),
        label_hub=np.zeros(count),
    )
