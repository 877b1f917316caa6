"""A shortlist as a board: everything that was proposed, decided, and stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, Field

from matcher.collectivity import Country
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.matching.calibration import Withheld
from matcher.matching.pairing import Pairing
from matcher.shortlist.fairness import Evenness, GaveUp
from matcher.shortlist.shortlist import UnservedParticipant
from matcher.writing.made import notes
from matcher.writing.told import group_name
from service.schemas import shortlist_examples as examples
from service.schemas.answer import Answer
from service.schemas.collectivity import CollectivityAnswer
from service.schemas.decision import DecisionAnswer, State
from service.schemas.partners import EvidenceAnswer, Telling
from service.schemas.problem import ConflictAnswer
from service.schemas.shortlists import ShortlistSummary
from service.shortlists.board import Board, Progress, Standing
from service.shortlists.in_force import Kind
from service.shortlists.telling import StaleTold, conflicts_told, names_of_all, stale_told
from service.storage.records import Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is answered: what they may see, in which language, with how much of the evidence."""

    role: Role | None
    speaker: Speaker
    telling: Telling


class ChoiceAnswer(Answer):
    """Which choice the partner is among all that could be had: 1 is the best."""

    fr: int = Field(ge=1, description="To the French one.")
    jp: int = Field(ge=1, description="To the Japanese one.")

    @classmethod
    def of(cls, given: GaveUp) -> ChoiceAnswer:
        """What either side of a pair gave up."""
        return cls(fr=given.fr.rank, jp=given.jp.rank)


class ProposedPair(Answer):
    """A pair with its score, whose parts add up to it, and what was said of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PAIR]})

    fr: CollectivityAnswer
    jp: CollectivityAnswer
    score: float
    probability: float | None = Field(
        ge=0, le=1, description="That the pair would be judged good; null where it is withheld."
    )
    parts: dict[str, float] = Field(description="What each part contributes; adds up to `score`.")
    missing: list[str] = Field(
        description="Parts that contribute nothing because a value is not known."
    )
    criteria: list[str] = Field(
        description="Criteria of an emblematic rapprochement that are met, by names of parts."
    )
    working_group: str | None = Field(description="Of the meeting; null where none fits.")
    proposed: bool = Field(description="Whether it is in the list.")
    choice: ChoiceAnswer | None = Field(description="Null where it is not in the list.")
    decision: DecisionAnswer
    evidence: EvidenceAnswer | None = Field(description="Null where `explain` is false.")

    @classmethod
    def of(
        cls,
        pairing: Pairing,
        board: Board,
        evidence: EvidenceAnswer | None,
        audience: Audience,
        choice: ChoiceAnswer | None,
    ) -> ProposedPair:
        """A pairing of `board`, for who asks."""
        profile = board.in_force.profile
        return cls(
            fr=CollectivityAnswer.of(pairing.fr),
            jp=CollectivityAnswer.of(pairing.jp),
            score=pairing.score,
            probability=pairing.probability,
            parts=dict(pairing.parts),
            missing=list(pairing.missing),
            criteria=list(pairing.evidence.criteria),
            working_group=group_name(pairing.working_group, profile, audience.speaker.language),
            proposed=choice is not None,
            choice=choice,
            decision=DecisionAnswer.of(board.decision(pairing), audience.role),
            evidence=evidence,
        )


class UnservedAnswer(Answer):
    """A collectivity without any meeting, and why."""

    collectivity: CollectivityAnswer
    why: str = Field(description="Code of the reason.")
    detail: str = Field(description="The reason as a sentence.")

    @classmethod
    def of(
        cls, unserved: UnservedParticipant, names: Mapping[str, str], speaker: Speaker
    ) -> UnservedAnswer:
        """Who is left over; `names` are those of all who come, by id."""
        return cls(
            collectivity=CollectivityAnswer.of(unserved.participant),
            why=unserved.why,
            detail=messages.why_unserved(unserved.why, unserved.details, names, speaker),
        )


class StandingAnswer(Answer):
    """How far the meetings of a collectivity are settled."""

    id: str
    country: Country
    progress: Progress = Field(
        description="`open`: nothing accepted; `complete`: as many as it may have."
    )
    meetings: int = Field(ge=0, description="The most it may have.")
    accepted: int = Field(ge=0, description="Accepted or pinned.")
    proposed: int = Field(ge=0, description="In the list, the accepted ones included.")

    @classmethod
    def of(cls, standing: Standing) -> StandingAnswer:
        """How far one participant is."""
        return cls(
            id=standing.participant.id,
            country=standing.participant.country,
            progress=standing.progress,
            meetings=standing.limit,
            accepted=standing.accepted,
            proposed=standing.proposed,
        )


class EvennessAnswer(Answer):
    """How evenly the meetings of one country are spread."""

    coverage: float = Field(ge=0, le=1, description="Share of those with a meeting.")
    gini: float = Field(ge=0, le=1, description="0: all have equally many.")

    @classmethod
    def of(cls, evenness: Evenness) -> EvennessAnswer:
        """The evenness of one country."""
        return cls(coverage=evenness.coverage, gini=evenness.gini)


class FairnessAnswer(Answer):
    """How fair the list is, and what that costs."""

    served: int = Field(ge=0, description="Collectivities with a meeting, of both countries.")
    participants: int = Field(ge=0, description="Collectivities that come.")
    worst_off: float | None = Field(
        description="The least of each one's best score, pins left out; null where nobody remains."
    )
    objective: float = Field(description="What the pairs score over the floor, added up.")
    bound: float = Field(description="No list as fair reaches more.")
    price_of_fairness: float = Field(description="What serving more costs in total.")
    fr: EvennessAnswer
    jp: EvennessAnswer

    @classmethod
    def of(cls, board: Board) -> FairnessAnswer | None:
        """The figures of a list, where there is one."""
        made = board.shortlist
        if made is None:
            return None
        return cls(
            served=made.served,
            participants=len(made.participants),
            worst_off=made.worst_off,
            objective=made.objective,
            bound=made.bound,
            price_of_fairness=made.price_of_fairness,
            fr=EvennessAnswer.of(board.evenness(Country.FR)),
            jp=EvennessAnswer.of(board.evenness(Country.JP)),
        )


class StaleAnswer(Answer):
    """A wish or decision that is kept and has no effect now."""

    kind: Kind
    ids: list[str]
    missing: list[str] = Field(description="Those that take part no more, or do not come.")
    why: Literal["gone", "stays-away", "no-profile"]
    detail: str

    @classmethod
    def of(cls, told: StaleTold) -> StaleAnswer:
        """One of them, as a sentence."""
        stale = told.stale
        return cls(
            kind=stale.kind,
            ids=list(stale.ids),
            missing=list(stale.missing),
            why=stale.why,
            detail=told.sentence,
        )


class ProfileAnswer(Answer):
    """What the list was made with."""

    name: str
    fingerprint: str
    meetings_each: int
    floor: float


class BoardAnswer(ShortlistSummary):
    """A shortlist with the list computed from it at one revision of the catalogue."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.BOARD]})

    state: State = Field(description="`conflicting`: `conflicts` say why there is no list.")
    revision: int = Field(ge=0, description="Counts the changes of fiches.")
    profile: ProfileAnswer
    pairs: list[ProposedPair] = Field(description="The list, best first.")
    rejected: list[ProposedPair] = Field(description="Pairs struck out, best first.")
    unserved: list[UnservedAnswer]
    standings: list[StandingAnswer] = Field(description="Everybody who comes, France first.")
    fairness: FairnessAnswer | None = Field(description="Null where there is no list.")
    probability_withheld: Withheld | None = Field(description="Why no pair has a probability.")
    conflicts: list[ConflictAnswer]
    stale: list[StaleAnswer] = Field(description="Wishes and decisions without effect.")
    remarks: list[str] = Field(
        description="What else to know: pins that hold although a rule or the floor speaks "
        "against them."
    )

    @classmethod
    def of_board(cls, board: Board, audience: Audience) -> BoardAnswer:
        """A board for who asks; of hundreds of pairs this takes a while."""
        made, profile, speaker = board.shortlist, board.in_force.profile, audience.speaker
        people = board.moment.snapshot.participants()
        names = names_of_all(people, speaker)
        choices = () if made is None else [ChoiceAnswer.of(each) for each in made.gave_up]
        rejected = board.rejected()
        return cls(
            **dict(ShortlistSummary.of(board.stored)),
            state="ready" if made is not None else "conflicting",
            revision=board.revision,
            profile=ProfileAnswer(
                name=profile.name,
                fingerprint=profile.fingerprint,
                meetings_each=profile.meetings_each,
                floor=profile.floor,
            ),
            pairs=_pairs(board, board.pairings, audience, choices),
            rejected=_pairs(board, rejected, audience, [None] * len(rejected)),
            unserved=[]
            if made is None
            else [UnservedAnswer.of(each, names, speaker) for each in made.unserved],
            standings=[StandingAnswer.of(each) for each in board.standings()],
            fairness=FairnessAnswer.of(board),
            probability_withheld=None if made is None else made.probability_withheld,
            conflicts=[
                ConflictAnswer(
                    kind=each.kind, ids=list(each.ids), detail=each.sentence, help=each.help
                )
                for each in conflicts_told(board.in_force.conflicts, people, speaker)
            ],
            stale=[
                StaleAnswer.of(each) for each in stale_told(board.in_force.stale, people, speaker)
            ],
            remarks=[] if made is None else [each.text for each in notes(made, speaker)],
        )


def _pairs(
    board: Board,
    pairings: Sequence[Pairing],
    audience: Audience,
    choices: Sequence[ChoiceAnswer | None],
) -> list[ProposedPair]:
    told = audience.telling(pairings)
    return [
        ProposedPair.of(pairing, board, evidence, audience, choice)
        for pairing, evidence, choice in zip(pairings, told, choices, strict=True)
    ]


def one_pair(board: Board, fr: str, jp: str, audience: Audience) -> ProposedPair:
    """Any pair of the two countries. Raises UnknownCollectivity."""
    given = () if board.shortlist is None else board.shortlist.gave_up
    choice = next(
        (ChoiceAnswer.of(each) for each in given if (each.pair.fr, each.pair.jp) == (fr, jp)), None
    )
    (pair,) = _pairs(board, [board.pairing(fr, jp)], audience, [choice])
    return pair
