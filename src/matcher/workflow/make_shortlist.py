"""Participants, profile, wishes → the shortlist of a meeting, or any pair as it would be told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.errors import FileRefused, UnknownCollectivity
from matcher.fiche import Note
from matcher.gathering import Participant
from matcher.index.content import EncoderMark
from matcher.matching.calibration import withheld
from matcher.matching.explanation import explain
from matcher.matching.pairing import Pairing
from matcher.matching.score import Scores, score
from matcher.matching.side import Side
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.shortlist.assignment import assign
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.shortlist.fairness import gave_up
from matcher.shortlist.shortlist import Shortlist, UnservedParticipant
from matcher.shortlist.why_not import refuse_contradictions, remarks
from matcher.workflow.line_up_fiches import Sides, lined_up
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reader of the shortlist should know besides: files not taken, facts about fiches."""

    refusals: tuple[FileRefused, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()


#: Nothing to know besides.
NOTHING_ELSE = Circumstances()


def make_shortlist(
    participants: Sequence[Participant],
    constraints: Constraints,
    encoder: Encoder,
    profile: Profile,
    knowledge: Knowledge,
    *,
    circumstances: Circumstances = NOTHING_ELSE,
) -> Shortlist:
    """The best list of meetings under `constraints`, the words that carry each match marked.

    Raises ConstraintConflict where the wishes exclude each other, ModelNotFound, ModelDamaged.
    """
    content = lined_up(participants, encoder, profile, knowledge)
    shortlist = shortlist_of(
        Sides(content.fr, content.jp),
        content.encoder,
        constraints,
        profile,
        knowledge,
        circumstances=circumstances,
    )
    return replace(shortlist, pairings=WordMarker(encoder).marked(shortlist.pairings))


def shortlist_of(
    sides: Sides,
    mark: EncoderMark,
    constraints: Constraints,
    profile: Profile,
    knowledge: Knowledge,
    *,
    circumstances: Circumstances = NOTHING_ELSE,
) -> Shortlist:
    """The best list of meetings between the two sides; `mark` tells who made their vectors.

    Nothing is encoded, and no word is marked: that is done of what is shown. Raises
    ConstraintConflict where the wishes exclude each other.
    """
    refuse_contradictions(constraints, sides.fr.ids, sides.jp.ids)
    scores = score(sides.fr, sides.jp, profile)
    return shortlist_from(
        scores, mark, constraints, profile, knowledge, circumstances=circumstances
    )


def shortlist_from(
    scores: Scores,
    mark: EncoderMark,
    constraints: Constraints,
    profile: Profile,
    knowledge: Knowledge,
    *,
    circumstances: Circumstances = NOTHING_ELSE,
) -> Shortlist:
    """As `shortlist_of`, of sides that have been scored already under the weights of `profile`."""
    twins = _twins(scores, knowledge)
    fr_ids, jp_ids = scores.fr.ids, scores.jp.ids
    assignment = assign(scores.total, fr_ids, jp_ids, constraints, twins)
    by_id = {each.id: each for each in (*scores.fr.participants, *scores.jp.participants)}
    why_no_probability = withheld(profile, mark.fingerprint)
    odd = remarks(constraints, scores.total, fr_ids, jp_ids, twins)
    return Shortlist(
        profile=profile,
        pairings=tuple(
            explain(scores, pair.i, pair.j, profile, knowledge.twin_of, withheld=why_no_probability)
            for pair in assignment.pairs
        ),
        unserved=tuple(
            UnservedParticipant(by_id[each.id], each.why, each.details)
            for each in assignment.unserved
        ),
        participants=tuple(by_id.values()),
        objective=assignment.objective,
        bound=assignment.bound,
        price_of_fairness=assignment.price_of_fairness,
        served=assignment.served,
        worst_off=assignment.worst_off,
        probability_withheld=why_no_probability,
        pins=len(constraints.pins),
        vetoes=len(constraints.vetoes),
        refusals=circumstances.refusals,
        notes=(*circumstances.notes, *(("", note) for note in odd)),
        encoder_name=mark.name,
        index_fingerprint=_fingerprint(scores, mark),
        gave_up=gave_up(
            assignment.pairs, scores.total, _allowed(twins, constraints.twins), fr_ids, jp_ids
        ),
    )


def who_comes(sides: Sides, ids: Collection[str]) -> Sides:
    """The sides reduced to the participants of those ids; ids of nobody are passed over.

    A pair scores the same in any selection.
    """

    def coming(side: Side) -> Side:
        return side.take([row for row, id_ in enumerate(side.ids) if id_ in ids])

    return Sides(coming(sides.fr), coming(sides.jp))


def pairings_of(
    sides: Sides,
    mark: EncoderMark,
    pairs: Collection[tuple[str, str]],
    profile: Profile,
    knowledge: Knowledge,
) -> tuple[Pairing, ...]:
    """Any pairs (French id, Japanese id) with their evidence, in the order given.

    The numbers are those the pairs have in a list. Nothing is encoded, and no word is marked.
    Raises UnknownCollectivity for an id that is not on its side.
    """
    rows, columns = (
        _chosen(side, [pair[at] for pair in pairs]) for at, side in enumerate((sides.fr, sides.jp))
    )
    fr, jp = sides.fr.take(list(rows.values())), sides.jp.take(list(columns.values()))
    scores = score(fr, jp, profile)
    row, column = ({id_: k for k, id_ in enumerate(side.ids)} for side in (fr, jp))
    why = withheld(profile, mark.fingerprint)
    return tuple(
        explain(scores, row[one], column[other], profile, knowledge.twin_of, withheld=why)
        for one, other in pairs
    )


def _chosen(side: Side, ids: Collection[str]) -> dict[str, int]:
    """Ids → their rows of `side`."""
    rows = {id_: row for row, id_ in enumerate(side.ids)}
    for id_ in ids:
        if id_ not in rows:
            raise UnknownCollectivity(id_)
    return {id_: rows[id_] for id_ in ids}


def _allowed(twins: NDArray[np.bool_], rule: TwinRule) -> NDArray[np.bool_]:
    """Which pairs the rule about partnerships that exist lets meet, bool (n, m)."""
    if rule is TwinRule.IN:
        return np.ones_like(twins)
    return twins if rule is TwinRule.ONLY else ~twins


def _twins(scores: Scores, knowledge: Knowledge) -> NDArray[np.bool_]:
    """Which pairs are known partners, bool (n, m)."""
    rows, columns = _rows_by_authority(scores.fr), _rows_by_authority(scores.jp)
    linked = np.zeros((len(scores.fr), len(scores.jp)), dtype=np.bool_)
    for fr, jp in knowledge.twins.pairs:
        linked[np.ix_(rows.get(fr, []), columns.get(jp, []))] = True
    return linked


def _rows_by_authority(side: Side) -> dict[str, list[int]]:
    """Authorities by id → the rows of their participants; several may share one by mistake."""
    found: dict[str, list[int]] = {}
    for row, participant in enumerate(side.participants):
        if participant.collectivity is not None:
            found.setdefault(participant.collectivity.id, []).append(row)
    return found


def _fingerprint(scores: Scores, mark: EncoderMark) -> str:
    """A digest of the ids and embeddings compared."""
    digest = hashlib.sha256(mark.fingerprint.encode())
    for side in (scores.fr, scores.jp):
        digest.update("\n".join(side.ids).encode())
        digest.update(np.ascontiguousarray(side.passage_texts.vectors).tobytes())
    return digest.hexdigest()
