"""Participants, profile, wishes → the shortlist of a meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.errors import FileRefused
from matcher.fiche import Note
from matcher.gathering import Participant
from matcher.index.content import Content
from matcher.matching.calibration import withheld
from matcher.matching.explanation import explain
from matcher.matching.score import Scores, score
from matcher.matching.side import Side
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.shortlist.assignment import assign
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.shortlist.fairness import gave_up
from matcher.shortlist.shortlist import Shortlist, UnservedParticipant
from matcher.shortlist.why_not import remarks
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reader of the shortlist should know besides: files not taken, facts about fiches."""

    refusals: tuple[FileRefused, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()


def make_shortlist(
    participants: Sequence[Participant],
    constraints: Constraints,
    encoder: Encoder,
    profile: Profile,
    knowledge: Knowledge,
    *,
    circumstances: Circumstances = Circumstances(),
) -> Shortlist:
    """The best list of meetings under `constraints`.

    Raises ConstraintConflict where the wishes exclude each other, ModelNotFound, ModelDamaged.
    """
    content = lined_up(participants, encoder, profile, knowledge)
    scores = score(content.fr, content.jp, profile)
    twins = _twins(scores, knowledge)
    fr_ids, jp_ids = content.fr.ids, content.jp.ids
    assignment = assign(scores.total, fr_ids, jp_ids, constraints, twins)
    by_id = {each.id: each for each in (*content.fr.participants, *content.jp.participants)}
    why_no_probability = withheld(profile, content.encoder.fingerprint)
    odd = remarks(constraints, scores.total, fr_ids, jp_ids, twins)
    pairings = [
        explain(scores, pair.i, pair.j, profile, knowledge.twin_of, withheld=why_no_probability)
        for pair in assignment.pairs
    ]
    return Shortlist(
        profile=profile,
        pairings=WordMarker(encoder).marked(pairings),
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
        encoder_name=encoder.name,
        index_fingerprint=_fingerprint(content),
        gave_up=gave_up(
            assignment.pairs, scores.total, _allowed(twins, constraints.twins), fr_ids, jp_ids
        ),
    )


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


def _fingerprint(content: Content) -> str:
    """A digest of the ids and embeddings compared."""
    digest = hashlib.sha256(content.encoder.fingerprint.encode())
    for country in Country:
        side = content.side(country)
        digest.update("\n".join(side.ids).encode())
        digest.update(np.ascontiguousarray(side.passage_texts.vectors).tobytes())
    return digest.hexdigest()
