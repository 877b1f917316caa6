"""Partners of a collectivity: the score with its parts, and the facts behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import ConfigDict, Field

from matcher.collectivity import Country
from matcher.gazetteer.twins import Link, Status, Twin
from matcher.matching.calibration import Withheld
from matcher.matching.carrying_words import WordLink
from matcher.matching.pairing import (
    Evidence,
    KeyPointMatch,
    MatchedPassage,
    Pairing,
    PopulationFacts,
    Suggestions,
)
from matcher.matching.whole_words import Span
from service.schemas import examples
from service.schemas.answer import Answer
from service.schemas.collectivity import CollectivityAnswer

#: The label of a field of the vocabulary in the reader's language.
LabelOf = Callable[[str], str]


class PassageAnswer(Answer):
    """A passage of a key point: `key_point[start:end]` is `text`, counted in code points."""

    text: str
    key_point: str = Field(description="The whole key point the passage stands in.")
    number: int = Field(ge=1, description="Counts the key points of the collectivity from 1.")
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @classmethod
    def of(cls, passage: MatchedPassage) -> PassageAnswer:
        """A passage with its place."""
        return cls(
            text=passage.text,
            key_point=passage.key_point,
            number=passage.number,
            start=passage.start,
            end=passage.end,
        )


class WordAnswer(Answer):
    """A word of a passage: `text[start:end]` of the passage is `text`, counted in code points."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @classmethod
    def of(cls, span: Span, passage: MatchedPassage) -> WordAnswer:
        """A word with its place in `passage`."""
        return cls(text=span.of(passage.text), start=span.start, end=span.end)


class WordsAnswer(Answer):
    """Two words that answer each other."""

    fr: WordAnswer
    jp: WordAnswer
    similarity: float = Field(
        ge=0, le=1, description="Cosine of the words, less for words that say little."
    )

    @classmethod
    def of(cls, link: WordLink, match: KeyPointMatch) -> WordsAnswer:
        """A link between two words of `match`."""
        return cls(
            fr=WordAnswer.of(link.fr, match.fr),
            jp=WordAnswer.of(link.jp, match.jp),
            similarity=link.similarity,
        )


class MatchAnswer(Answer):
    """Two passages that answer each other, each in its own language."""

    fr: PassageAnswer
    jp: PassageAnswer
    similarity: float = Field(ge=-1, le=1, description="Cosine of their embeddings.")
    serves: list[Country] = Field(
        description="Countries whose key point finds its best answer here."
    )
    words: list[WordsAnswer] | None = Field(
        description="Words that answer each other, the strongest first; null where the encoder "
        "cannot tell."
    )

    @classmethod
    def of(cls, match: KeyPointMatch) -> MatchAnswer:
        """A match of key points."""
        return cls(
            fr=PassageAnswer.of(match.fr),
            jp=PassageAnswer.of(match.jp),
            similarity=match.similarity,
            serves=list(match.serves),
            words=None
            if match.links is None
            else [WordsAnswer.of(link, match) for link in match.links],
        )


class DomainAnswer(Answer):
    """A field of the vocabulary with its label in the reader's language."""

    id: str
    label: str


class PopulationAnswer(Answer):
    """Both populations and their relation; null where a population is not known."""

    fr: int | None
    jp: int | None
    fr_completed: bool = Field(description="Taken from the registers, not from the fiche.")
    jp_completed: bool = Field(description="Taken from the registers, not from the fiche.")
    ratio: float | None = Field(description="The larger over the smaller.")
    fr_rank: float | None = Field(
        description="Share of the country's authorities that are smaller."
    )
    jp_rank: float | None = Field(
        description="Share of the country's authorities that are smaller."
    )

    @classmethod
    def of(cls, facts: PopulationFacts) -> PopulationAnswer:
        """The population facts of a pairing."""
        return cls(
            fr=facts.fr,
            jp=facts.jp,
            fr_completed=facts.fr_completed,
            jp_completed=facts.jp_completed,
            ratio=facts.ratio,
            fr_rank=facts.fr_rank,
            jp_rank=facts.jp_rank,
        )


class TwinAnswer(Answer):
    """A partnership that exists already."""

    link: Link = Field(description="Signed by the authority itself or by one of its communes.")
    fr_name: str
    jp_name: str
    year: int | None
    status: Status
    themes: list[str]
    signed_as: str | None = Field(description="The authority that signed before a merger.")

    @classmethod
    def of(cls, twin: Twin | None) -> TwinAnswer | None:
        """A partnership, where one is known."""
        if twin is None:
            return None
        return cls(
            link=twin.link,
            fr_name=twin.fr_name,
            jp_name=twin.jp_name,
            year=twin.year,
            status=twin.status,
            themes=list(twin.themes),
            signed_as=twin.signed_as,
        )


class EvidenceAnswer(Answer):
    """The facts behind a score."""

    matches: list[MatchAnswer] = Field(description="Key points that match, the strongest first.")
    shared_domains: list[DomainAnswer]
    population: PopulationAnswer
    criteria: list[str] = Field(description="Parts that stand for emblematic criteria met.")
    twin: TwinAnswer | None = Field(description="Null means not known, never « none ».")

    @classmethod
    def of(cls, evidence: Evidence, label_of: LabelOf) -> EvidenceAnswer:
        """The evidence of a pairing."""
        return cls(
            matches=[MatchAnswer.of(match) for match in evidence.matches],
            shared_domains=[
                DomainAnswer(id=id_, label=label_of(id_)) for id_ in evidence.shared_domains
            ],
            population=PopulationAnswer.of(evidence.population),
            criteria=list(evidence.criteria),
            twin=TwinAnswer.of(evidence.twin),
        )


#: How much of the evidence a reader wants: an answer for each of the pairings, in their order.
Telling = Callable[[Sequence[Pairing]], Sequence[EvidenceAnswer | None]]


class PartnerAnswer(Answer):
    """A partner with its score: the parts add up to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PARTNER]})

    collectivity: CollectivityAnswer
    score: float
    probability: float | None = Field(
        ge=0,
        le=1,
        description="That the pair would be judged good, 1 / (1 + exp(-score)). "
        "Null where it is withheld.",
    )
    parts: dict[str, float] = Field(description="What each part contributes; adds up to `score`.")
    evidence: EvidenceAnswer | None = Field(description="Null where `explain` is false.")
    missing: list[str] = Field(
        description="Parts that contribute nothing because a value is not known."
    )


class PartnersAnswer(Answer):
    """The best partners, the best first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PARTNERS]})

    items: list[PartnerAnswer]
    nobody_fits: bool = Field(
        description="Even the best lies under the floor; `items` still lists the nearest."
    )
    probability_withheld: Withheld | None = Field(
        description="Why no item has a probability: the profile is not calibrated, was calibrated "
        "for another encoder, or its weights were changed since. Null where they have."
    )

    @classmethod
    def of(cls, suggestions: Suggestions, telling: Telling) -> PartnersAnswer:
        """The partners suggested."""
        return cls(
            items=partners(suggestions, telling),
            nobody_fits=suggestions.nobody_fits,
            probability_withheld=suggestions.probability_withheld,
        )


def partners(suggestions: Suggestions, telling: Telling) -> list[PartnerAnswer]:
    """The partners suggested, seen from who asks."""
    asking = suggestions.participant.country
    return [
        PartnerAnswer(
            collectivity=CollectivityAnswer.of(pairing.partner_of(asking)),
            score=pairing.score,
            probability=pairing.probability,
            parts=dict(pairing.parts),
            evidence=evidence,
            missing=list(pairing.missing),
        )
        for pairing, evidence in zip(
            suggestions.pairings, telling(suggestions.pairings), strict=True
        )
    ]


def untold(pairings: Sequence[Pairing]) -> Sequence[None]:
    """The telling of readers who want the scores alone."""
    return [None] * len(pairings)
