"""Why wishes cannot hold together: every contradiction is found before anything is solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.errors import ConstraintConflict
from matcher.fiche import Note
from matcher.shortlist.constraints import Constraints, TwinRule

Conflict = Mapping[str, object]


def refuse_contradictions(
    constraints: Constraints, fr_ids: Sequence[str], jp_ids: Sequence[str]
) -> None:
    """Raises ConstraintConflict with every contradiction of `contradictions`, if there are any."""
    found = contradictions(constraints, fr_ids, jp_ids)
    if found:
        raise ConstraintConflict(found)


def contradictions(
    constraints: Constraints, fr_ids: Sequence[str], jp_ids: Sequence[str]
) -> tuple[Conflict, ...]:
    """All wishes that cannot hold, in order of kind and ids.

    Kinds: "pin-unknown", "veto-unknown" (`fr`, `jp`, `unknown`: the ids nobody has),
    "pin-wrong-order", "veto-wrong-order", "pin-same-country", "veto-same-country" (`fr`, `jp` as
    given), "pin-and-veto" (`fr`, `jp`), "limit-unknown" (`id`, `limit`), "limit-negative" (`id`,
    `limit`), "pins-over-limit" (`id`, `limit`, `pins`: the partners pinned to it),
    "meetings-below-one" (`limit`).
    """
    french, japanese = frozenset(fr_ids), frozenset(jp_ids)
    return (
        *_misplaced("pin", constraints.pins, french, japanese),
        *_misplaced("veto", constraints.vetoes, french, japanese),
        *_both(constraints),
        *_limits(constraints, french | japanese),
    )


def _misplaced(
    wish: str, pairs: frozenset[tuple[str, str]], french: frozenset[str], japanese: frozenset[str]
) -> Iterator[Conflict]:
    for fr, jp in sorted(pairs):
        unknown = tuple(id_ for id_ in (fr, jp) if id_ not in french | japanese)
        if unknown:
            yield {"kind": f"{wish}-unknown", "fr": fr, "jp": jp, "unknown": unknown}
        elif fr in japanese and jp in french:
            yield {"kind": f"{wish}-wrong-order", "fr": fr, "jp": jp}
        elif fr not in french or jp not in japanese:
            yield {"kind": f"{wish}-same-country", "fr": fr, "jp": jp}


def _both(constraints: Constraints) -> Iterator[Conflict]:
    for fr, jp in sorted(constraints.pins & constraints.vetoes):
        yield {"kind": "pin-and-veto", "fr": fr, "jp": jp}


def _limits(constraints: Constraints, known: frozenset[str]) -> Iterator[Conflict]:
    if constraints.meetings_each < 1:
        yield {"kind": "meetings-below-one", "limit": constraints.meetings_each}
    for id_, limit in sorted(constraints.meetings.items()):
        if id_ not in known:
            yield {"kind": "limit-unknown", "id": id_, "limit": limit}
        elif limit < 0:
            yield {"kind": "limit-negative", "id": id_, "limit": limit}
    pinned = Counter(id_ for pair in constraints.pins for id_ in pair)
    for id_, count in sorted(pinned.items()):
        limit = constraints.limit(id_)
        if id_ in known and count > max(limit, 0):
            partners = sorted(
                jp if fr == id_ else fr for fr, jp in constraints.pins if id_ in (fr, jp)
            )
            yield {"kind": "pins-over-limit", "id": id_, "limit": limit, "pins": tuple(partners)}


def remarks(
    constraints: Constraints,
    scores: NDArray[np.float64],
    fr_ids: Sequence[str],
    jp_ids: Sequence[str],
    twins: NDArray[np.bool_],
) -> tuple[Note, ...]:
    """What a person should know of pins that hold all the same; of constraints without conflict.

    "pin-against-twin-rule" (`fr`, `jp`, `rule`): it is chosen although the rule would exclude it.
    "pin-under-floor" (`fr`, `jp`, `score`, `floor`): it is chosen although it scores less.
    """
    row = {id_: i for i, id_ in enumerate(fr_ids)}
    column = {id_: j for j, id_ in enumerate(jp_ids)}
    notes = []
    for fr, jp in sorted(constraints.pins):
        at = (row[fr], column[jp])
        pair = {"fr": fr, "jp": jp}
        excluded = TwinRule.OUT if twins[at] else TwinRule.ONLY
        if constraints.twins is excluded:
            rule = str(constraints.twins)
            notes.append(Note("pin-against-twin-rule", "pins", {**pair, "rule": rule}))
        if scores[at] < constraints.floor:
            facts = {**pair, "score": float(scores[at]), "floor": constraints.floor}
            notes.append(Note("pin-under-floor", "pins", facts))
    return tuple(notes)
