"""The headline measure by language pair and by domain: where the default is weak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.evaluation import Evaluated, drawn_values
from benchmarks.judged import Judged
from benchmarks.measures import HEADLINE
from benchmarks.uncertainty import Interval, Resampling, interval, means
from matcher.gathering import Participant


@dataclass(frozen=True, slots=True)
class Part:
    """Mean nDCG@10 of some of the queries, with its interval and their number."""

    name: str
    queries: int
    ndcg: float
    interval: Interval


def by_language(judged: Judged, evaluated: Evaluated) -> tuple[Part, ...]:
    """Queries by the language of their fiche: "fr to ja" is a French fiche asking, and so on.

    What is asked is always the whole other side, nearly all of it in that country's language.
    """
    return _parts(judged, evaluated, lambda p, target: {f"{_language(p)} to {target}"})


def by_domain(judged: Judged, evaluated: Evaluated) -> tuple[Part, ...]:
    """Queries of both directions by the controlled domains they name."""
    return _parts(judged, evaluated, lambda p, _: set(p.domain_ids))


def _parts(
    judged: Judged,
    evaluated: Evaluated,
    names_of: Callable[[Participant, str], set[str]],
) -> tuple[Part, ...]:
    resampling = Resampling.of(*judged.grades.shape)
    values = {way: found[HEADLINE] for way, found in evaluated.values.items()}
    again = {
        way: found[HEADLINE]
        for way, found in drawn_values(judged, evaluated.scores, evaluated.back, resampling).items()
    }
    groups: dict[str, tuple[list[int], list[int]]] = {}
    for way, (people, target) in enumerate(
        ((judged.fr.participants, "ja"), (judged.jp.participants, "fr"))
    ):
        for row, participant in enumerate(people):
            for name in names_of(participant, target):
                groups.setdefault(name, ([], []))[way].append(row)
    parts = []
    for name, (fr, jp) in sorted(groups.items()):
        both = np.concatenate([values["fr-jp"][fr], values["jp-fr"][jp]])
        if np.isnan(both).all():
            continue
        counts = np.concatenate([resampling.fr[:, fr], resampling.jp[:, jp]], axis=1)
        drawn = np.concatenate([again["fr-jp"][:, fr], again["jp-fr"][:, jp]], axis=1)
        parts.append(
            Part(
                name,
                int((~np.isnan(both)).sum()),
                float(np.nanmean(both)),
                interval(means(drawn, counts)),
            )
        )
    return tuple(parts)


def _language(participant: Participant) -> str:
    return str(participant.fiches[0].language.value)
