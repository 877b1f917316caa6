"""One proposed pair and the facts for and against it: made once, read by every view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.gazetteer.twins import Twin
from matcher.matching.calibration import Withheld
from matcher.matching.carrying_words import WordLink


@dataclass(frozen=True, slots=True)
class MatchedPassage:
    """A passage of one side of a match: which key point it stands in and where.

    `text` is the passage itself, `key_point` the whole key point it was cut from, and
    `key_point[start:end] == text`. `number` counts the participant's key points from 1.
    """

    text: str
    key_point: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KeyPointMatch:
    """Two passages that answer each other.

    `similarity` is the cosine of their embeddings (each language's mean taken out), in [-1, 1].
    `serves` lists the countries whose key point finds its best answer here; a match that serves
    both is mutual. `links` are the words that answer each other, the strongest first, with their
    places in `fr.text` and `jp.text`; None where nobody has looked, or the encoder cannot tell.
    """

    fr: MatchedPassage
    jp: MatchedPassage
    similarity: float
    serves: tuple[Country, ...]
    links: tuple[WordLink, ...] | None = None


@dataclass(frozen=True, slots=True)
class PopulationFacts:
    """The two populations: inhabitants, whether completed from the registers, and their relation.

    `ratio` is the larger over the smaller (>= 1). Ranks are the share, in [0, 1], of the
    authorities of the same country that are smaller. None where a population is not known.
    """

    fr: int | None
    jp: int | None
    fr_completed: bool
    jp_completed: bool
    ratio: float | None
    fr_rank: float | None
    jp_rank: float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts behind a score.

    `shared_domains` are vocabulary ids both sides name. `criteria` are the emblematic criteria
    that are met (names of parts). `twin` is an existing partnership; None means not known.
    """

    matches: tuple[KeyPointMatch, ...]
    shared_domains: tuple[str, ...]
    population: PopulationFacts
    criteria: tuple[str, ...]
    twin: Twin | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A French and a Japanese participant with their score.

    `probability` that the pair would be judged good, in [0, 1]; None where it is withheld.
    `parts` maps each part's name to its contribution; the values add up to `score`.
    `missing` names the parts that contributed nothing because a value is not known.
    `working_group` is the position in the profile's list of working groups, None if none fits.
    """

    fr: Participant
    jp: Participant
    score: float
    probability: float | None
    parts: Mapping[str, float]
    missing: tuple[str, ...]
    evidence: Evidence
    working_group: int | None = None

    def partner_of(self, country: Country) -> Participant:
        """The other participant, seen from the one of `country`."""
        return self.jp if country is Country.FR else self.fr


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best partners of one participant, best first.

    `nobody_fits` is true when the best score lies under the profile's floor: then `pairings`
    still lists the nearest ones, and the reader is told that none is good.
    `probability_withheld` says why no pairing has a probability, None where they have.
    """

    participant: Participant
    pairings: tuple[Pairing, ...]
    nobody_fits: bool
    probability_withheld: Withheld | None
