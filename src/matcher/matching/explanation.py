"""Scores at one pair → a pairing with the facts for and against it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matcher.collectivity import Collectivity, Country
from matcher.fiche import Origin
from matcher.gazetteer.twins import Twin
from matcher.matching.calibration import DECIMALS, Withheld, probability
from matcher.matching.pairing import (
    Evidence,
    KeyPointMatch,
    MatchedPassage,
    Pairing,
    PopulationFacts,
)
from matcher.matching.score import Scores
from matcher.matching.side import PassageOf, Side
from matcher.matching.signals import SIGNALS
from matcher.profile import Profile

#: Beside the best match, only key points that are nearer than two of unlike fiches are shown.
LEAST_SIMILARITY = 0.15

TwinOf = Callable[[Collectivity, Collectivity], Twin | None]

#: A criterion is met from here on: more than not, where its signal runs from 0 to 1.
MET = 0.5
#: A passage is background where more than half of it is.
_MOSTLY = 0.5
#: How much of its similarity a match of mere background keeps in the choice of what to show.
_BACKGROUND_KEEPS = 0.5


def explain(
    scores: Scores,
    row: int,
    column: int,
    profile: Profile,
    twin_of: TwinOf,
    *,
    withheld: Withheld | None,
    matches: int = 3,
) -> Pairing:
    """The pairing of French row `row` and Japanese column `column`.

    At most `matches` pairs of passages are shown, no key point twice. It has no probability
    where `withheld` gives a reason against one.
    """
    fr, jp = scores.fr, scores.jp
    a, b = fr.participants[row], jp.participants[column]
    shared = fr.domains[row] & jp.domains[column]
    shared_ids = tuple(fr.fields.ids[place] for place in np.flatnonzero(shared).tolist())
    criteria = tuple(
        signal.name
        for signal in SIGNALS
        if signal.criterion
        and signal.name in scores.names
        and scores.values[scores.names.index(signal.name), row, column] >= MET
    )
    total = float(scores.total[row, column])
    return Pairing(
        fr=a,
        jp=b,
        score=total,
        probability=round(probability(total), DECIMALS) if withheld is None else None,
        parts=scores.parts_of(row, column),
        missing=scores.missing_of(row, column),
        evidence=Evidence(
            matches=_matches(scores, row, column, matches),
            shared_domains=shared_ids,
            population=_population(fr, jp, row, column),
            criteria=criteria,
            twin=twin_of(a.collectivity, b.collectivity)
            if a.collectivity is not None and b.collectivity is not None
            else None,
        ),
        working_group=working_group(shared_ids, a.domain_ids, b.domain_ids, profile),
    )


def working_group(
    shared: tuple[str, ...], fr: tuple[str, ...], jp: tuple[str, ...], profile: Profile
) -> int | None:
    """The working group that covers most of the shared domains, else most of both sides'.

    Ties go to the group listed first; None where no group covers any.
    """
    groups = profile.meeting.working_groups
    for domains in (shared, (*fr, *jp)):
        covered = [sum(id_ in group.domain_ids for id_ in domains) for group in groups]
        if covered and max(covered) > 0:
            return covered.index(max(covered))
    return None


def _matches(scores: Scores, row: int, column: int, limit: int) -> tuple[KeyPointMatch, ...]:
    """The strongest pairs of passages, greedily, each key point at most once.

    Passages that are mostly background are passed over where others remain.
    """
    fr, jp = scores.fr, scores.jp
    top, bottom = np.searchsorted(fr.passage_texts.owner, [row, row + 1]).tolist()
    left, right = np.searchsorted(jp.passage_texts.owner, [column, column + 1]).tolist()
    if top == bottom or left == right:
        return ()
    cosine = scores.comparison.passage_cosine[top:bottom, left:right]
    ours = [fr.passages[i] for i in range(top, bottom)]
    theirs = [jp.passages[j] for j in range(left, right)]
    policy = np.minimum.outer(
        [1.0 - each.passage.background for each in ours],
        [1.0 - each.passage.background for each in theirs],
    )
    order = np.argsort(
        -(cosine * np.where(policy < _MOSTLY, _BACKGROUND_KEEPS, 1.0)), axis=None, kind="stable"
    )
    best_of_row, best_of_column = cosine.max(axis=1).tolist(), cosine.max(axis=0).tolist()
    similarities = cosine.tolist()
    chosen: list[KeyPointMatch] = []
    used_fr: set[int] = set()
    used_jp: set[int] = set()
    for flat in order.tolist():
        i, j = divmod(flat, len(theirs))
        a, b, similarity = ours[i], theirs[j], similarities[i][j]
        if a.key_point in used_fr or b.key_point in used_jp:
            continue
        serves = []
        if similarity >= best_of_row[i]:
            serves.append(Country.FR)
        if similarity >= best_of_column[j]:
            serves.append(Country.JP)
        if chosen and (not serves or similarity < LEAST_SIMILARITY):
            continue
        used_fr.add(a.key_point)
        used_jp.add(b.key_point)
        chosen.append(
            KeyPointMatch(
                fr=_matched(fr, a),
                jp=_matched(jp, b),
                similarity=max(-1.0, min(similarity, 1.0)),
                serves=tuple(serves),
            )
        )
        if len(chosen) == limit:
            break
    return tuple(chosen)


def _matched(side: Side, place: PassageOf) -> MatchedPassage:
    return MatchedPassage(
        text=place.passage.text,
        key_point=side.participants[place.owner].key_points[place.key_point].text,
        number=place.key_point + 1,
        start=place.passage.start,
        end=place.passage.end,
    )


def _population(fr: Side, jp: Side, row: int, column: int) -> PopulationFacts:
    a, b = fr.participants[row].population, jp.participants[column].population
    ratio = None
    if a.value and b.value:
        ratio = max(a.value, b.value) / min(a.value, b.value)
    fr_rank, jp_rank = float(fr.rank[row]), float(jp.rank[column])
    return PopulationFacts(
        fr=a.value,
        jp=b.value,
        fr_completed=a.origin is Origin.COMPLETED,
        jp_completed=b.origin is Origin.COMPLETED,
        ratio=ratio,
        fr_rank=None if np.isnan(fr_rank) else fr_rank,
        jp_rank=None if np.isnan(jp_rank) else jp_rank,
    )
