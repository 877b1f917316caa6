"""A participant of an index, or a fiche that is in none → its best partners."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.errors import UnknownCollectivity
from matcher.gathering import Participant
from matcher.index.content import EncoderMark
from matcher.index.directory import OpenIndex
from matcher.matching.calibration import withheld
from matcher.matching.candidates import best_rows
from matcher.matching.line_up import embed, list_texts, newcomer
from matcher.matching.pairing import Suggestions
from matcher.matching.side import Side
from matcher.matching.suggest import suggest
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.workflow.line_up_fiches import Sides, under_profile
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True, eq=False)
class Matchmaker:
    """An index with the profile it is asked under; answers without encoding anything."""

    index: OpenIndex
    sides: Sides
    profile: Profile
    knowledge: Knowledge

    def side(self, country: Country) -> Side:
        """The side of `country`."""
        return self.sides.fr if country is Country.FR else self.sides.jp

    def participants(self) -> tuple[Participant, ...]:
        """All participants, France first, each country by id."""
        return (*self.sides.fr.participants, *self.sides.jp.participants)

    def partners_of(self, id_: str, limit: int) -> Suggestions:
        """The `limit` best partners of participant `id_`. Raises UnknownCollectivity."""
        for country in Country:
            own = self.side(country)
            if id_ in own.ids:
                return self._suggest(own, own.row_of(id_), limit)
        raise UnknownCollectivity(id_)

    def partners_of_fiche(
        self, participant: Participant, encoder: Encoder, limit: int
    ) -> Suggestions:
        """The `limit` best partners of somebody who is not in the index; nothing is kept.

        Raises IndexOfOtherEncoder where the index is not of `encoder`, ModelNotFound,
        ModelDamaged.
        """
        self.index.refuse_other(EncoderMark.of(encoder))
        content = self.index.content
        embedded = embed(
            list_texts([participant], participant.country),
            encoder.encode,
            content.passage_means,
            content.label_means,
        )
        other = self.side(participant.country.other)
        own = newcomer(embedded, other, self.knowledge.rank, self.profile)
        return self._suggest(own, 0, other=other, limit=limit)

    def _suggest(self, own: Side, row: int, limit: int, other: Side | None = None) -> Suggestions:
        others = other or self.side(own.country.other)
        search = self.index.search(others.country)
        best = best_rows(own, row, others, search, self.profile, limit=limit)
        return suggest(
            own,
            row,
            others.take(best),
            self.profile,
            self.knowledge.twin_of,
            limit,
            withheld=withheld(self.profile, self.index.content.encoder.fingerprint),
        )


def matchmaker(index: OpenIndex, profile: Profile, knowledge: Knowledge) -> Matchmaker:
    """`index` asked under `profile`."""
    sides = under_profile(index.content, profile, knowledge)
    return Matchmaker(index, sides, profile, knowledge)
