"""What every use case is handed: registers, vocabulary, partnerships, profile, encoder.

Nothing is read before it is asked for, everything at most once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher import shipped
from matcher.collectivity import Collectivity, Country
from matcher.domains import Vocabulary
from matcher.encoders import Making
from matcher.gathering import Participant
from matcher.gazetteer.areas import area_in
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.twins import Twin, Twins
from matcher.matching.line_up import fields_of
from matcher.matching.side import Fields
from matcher.ports import Encoder, making_of
from matcher.profile import Profile
from matcher.workflow.profiles import DEFAULT as DEFAULT_PROFILE
from matcher.workflow.profiles import load_profile


class Knowledge:
    """What is known before any fiche is read; each table is read when it is first asked for.

    Raises DataFileError where a table has faults.
    """

    @property
    def gazetteer(self) -> Gazetteer:
        """The official registers of both countries."""
        return shipped.gazetteer()

    @property
    def vocabulary(self) -> Vocabulary:
        """The controlled domains."""
        return shipped.vocabulary()

    @property
    def twins(self) -> Twins:
        """The partnerships that exist, as far as they are listed."""
        return shipped.twins()

    def twin_of(self, fr: Collectivity, jp: Collectivity) -> Twin | None:
        """The partnership of the two, None where it is not known."""
        return self.twins.between(fr, jp)

    def rank(self, country: Country, population: int) -> float:
        """Share of the country's authorities with fewer inhabitants, in [0, 1]."""
        return self.gazetteer.size_rank(country, population)

    def areas(self, participant: Participant) -> frozenset[str]:
        """Codes of the départements or prefectures a participant lies in, as far as known."""
        if participant.collectivity is not None:
            return self.gazetteer.areas(participant.collectivity)
        for fiche in participant.fiches:
            area = area_in(fiche.region.value or "", self.gazetteer)
            if area is not None:
                return frozenset(code for of, code in area if of is participant.country)
        return frozenset()

    def fields(self, participants: Sequence[Participant], profile: Profile) -> Fields:
        """The domains with their rarity among `participants`."""
        return fields_of(self.vocabulary.domains, participants, profile)


def open_knowledge() -> Knowledge:
    """What is known, all tables read now: for who answers many questions. Raises DataFileError."""
    knowledge = Knowledge()
    _ = (knowledge.gazetteer, knowledge.vocabulary, knowledge.twins)
    return knowledge


def open_profile(knowledge: Knowledge, name: str = DEFAULT_PROFILE) -> Profile:
    """The profile of that name or in that file. Raises DataFileError."""
    return load_profile(name, knowledge.vocabulary.ids)


class LazyEncoder:
    """An encoder that is opened when the first text is encoded or its fingerprint is asked for."""

    def __init__(
        self,
        name: str,
        *,
        prompt: str | None = None,
        dimensions: int | None = None,
        allow_download: bool = False,
    ) -> None:
        """All as `matcher.encoding.models.open_encoder` takes them."""
        self._name = name
        self._prompt = prompt
        self._dimensions = dimensions
        self._allow_download = allow_download
        self._opened: Encoder | None = None

    @property
    def name(self) -> str:
        """What it was asked for by."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """That of the encoder. Raises ModelError."""
        return self.opened.fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.opened.dimension

    @property
    def making(self) -> Making:
        """How the encoder makes its vectors."""
        return making_of(self.opened)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does. Raises ModelError."""
        return self.opened.encode(texts)

    @property
    def opened(self) -> Encoder:
        """The encoder itself, opened now if it was not. Raises ModelError."""
        if self._opened is None:
            # Here, not above: what encodes nothing does not wait for a tokenizer.
            from matcher.encoding.models import open_encoder

            self._opened = open_encoder(
                self._name,
                prompt=self._prompt,
                dimensions=self._dimensions,
                allow_download=self._allow_download,
            )
        return self._opened
