"""What an index holds, as values: both sides ready to be compared, and what made them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.encoders import PLAIN, Making
from matcher.matching.hubs import LanguageMeans
from matcher.matching.side import Side
from matcher.ports import Encoder, making_of


@dataclass(frozen=True, slots=True)
class EncoderMark:
    """Which encoder made the vectors, their length, and how it was told to make them."""

    name: str
    fingerprint: str
    dimension: int
    making: Making = PLAIN

    @classmethod
    def of(cls, encoder: Encoder) -> EncoderMark:
        """The mark of `encoder`. Raises ModelNotFound, ModelDamaged."""
        return cls(encoder.name, encoder.fingerprint, encoder.dimension, making_of(encoder))


@dataclass(frozen=True, slots=True)
class ProfileMark:
    """With which profile the sides were lined up: hub columns and rarities depend on it."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Both sides, and what is needed to compare a new fiche with them.

    The means are those of the reference texts that were taken out of the sides' vectors.
    """

    fr: Side
    jp: Side
    passage_means: LanguageMeans
    label_means: LanguageMeans
    encoder: EncoderMark
    profile: ProfileMark

    def side(self, country: Country) -> Side:
        """The side of `country`."""
        return self.fr if country is Country.FR else self.jp
