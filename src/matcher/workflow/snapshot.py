"""Everyone at one moment, ready to be asked: never changed, a change makes a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.errors import UnknownCollectivity
from matcher.gathering import Participant
from matcher.index.content import EncoderMark
from matcher.index.manifest import Counts
from matcher.matching.calibration import withheld
from matcher.matching.candidates import PassageSearch
from matcher.matching.line_up import (
    LINED_UP_BY,
    Embodied,
    embed,
    fields_among,
    list_texts,
    without_hubs,
)
from matcher.matching.live_hubs import LiveHubs, Temperatures
from matcher.matching.live_side import LiveSide, Lookup
from matcher.matching.pairing import Suggestions
from matcher.matching.rough import Asking, best_rows
from matcher.matching.side import Fields, Side
from matcher.matching.suggest import suggest
from matcher.matching.wanted import Wanted
from matcher.matching.wanted_rows import wanted_rows
from matcher.ports import Encoder
from matcher.profile import Profile
from matcher.workflow.language_means import Means
from matcher.workflow.line_up_fiches import Sides
from matcher.workflow.opening import Knowledge

#: What finds the passages of `Snapshot.live`, by country; where there is nothing, memory is asked.
Searches = Mapping[Country, PassageSearch]

#: Profiles that line up otherwise than the snapshot's, kept with what that took.
_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class _LinedUp:
    """What depends on the profile: the fields with their rarity, and both sides' hub columns."""

    fields: Fields
    hubs: LiveHubs
    columns: Mapping[Country, tuple[NDArray[np.float64], NDArray[np.float64]]]

    def side(self, live: LiveSide, rows: Sequence[int]) -> Side:
        """The side of `rows` of `live`."""
        return live.take(rows, self.fields, self.columns[live.country])


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapshot:
    """Both sides at one moment, with everything needed to compare them and whoever asks.

    `revision` is that of whoever keeps the fiches. `profile` is what is asked under where nothing
    else is wanted. `encoder` and `means` made the vectors. `live` are the sides as they come and
    go, `hubs` what has been measured of them under the snapshot's profile.
    """

    revision: int
    encoder: EncoderMark
    means: Means
    profile: Profile
    knowledge: Knowledge
    live: Mapping[Country, LiveSide]
    hubs: LiveHubs

    @classmethod
    def of(
        cls,
        people: Sequence[Embodied],
        *,
        revision: int,
        encoder: EncoderMark,
        means: Means,
        profile: Profile,
        knowledge: Knowledge,
    ) -> Snapshot:
        """`people`, lined up; nothing is encoded.

        Raises ValueError where somebody has more or fewer vectors than texts.
        """
        lookup = Lookup(knowledge.vocabulary.ids, knowledge.rank, knowledge.areas)
        live = {
            country: LiveSide.of(people, country, lookup, encoder.dimension) for country in Country
        }
        return cls(
            revision=revision,
            encoder=encoder,
            means=means,
            profile=profile,
            knowledge=knowledge,
            live=live,
            hubs=LiveHubs.of(live, Temperatures.of(profile)),
        )

    @property
    def fr(self) -> Side:
        """The French side, lined up by the snapshot's profile; see `sides`."""
        return self.sides().fr

    @property
    def jp(self) -> Side:
        """The Japanese side, lined up by the snapshot's profile; see `sides`."""
        return self.sides().jp

    @property
    def counts(self) -> Counts:
        """How many take part, and how many passages they have."""
        fr, jp = (self.live[country] for country in (Country.FR, Country.JP))
        return Counts(
            fr=fr.count,
            jp=jp.count,
            fr_passages=int(fr.passage_count[fr.alive].sum()),
            jp_passages=int(jp.passage_count[jp.alive].sum()),
        )

    def participants(self) -> tuple[Participant, ...]:
        """All participants, France first, each country by id."""
        return tuple(each for side in self.live.values() for each in side.present)

    def participant(self, id_: str) -> Participant:
        """The participant `id_`. Raises UnknownCollectivity."""
        side, row = self._place(id_)
        return side.participants[row]

    def embodied(self, id_: str) -> Embodied:
        """The participant `id_` with the vectors of its texts. Raises UnknownCollectivity."""
        side, row = self._place(id_)
        return side.embodied(row)

    def sides(self, profile: Profile | None = None, ids: Collection[str] | None = None) -> Sides:
        """Both sides as `profile` (None: the snapshot's) lines them up, of `ids` alone if given.

        Whoever is left out still counts in hub columns and rarity. Nothing is encoded. Raises
        UnknownCollectivity.
        """
        asked = profile or self.profile
        lined = self._lined_up(asked)
        if ids is None:
            key = _key(asked)
            if key not in self._sides:
                self._sides[key] = Sides(
                    *(lined.side(side, side.in_order.tolist()) for side in self.live.values())
                )
            return self._sides[key]
        places = [self._place(id_) for id_ in dict.fromkeys(ids)]
        return Sides(
            *(
                lined.side(side, [row for of, row in places if of is side])
                for side in self.live.values()
            )
        )

    def partners_of(
        self, id_: str, wanted: Wanted, searches: Searches | None = None
    ) -> Suggestions:
        """The best partners of participant `id_` of those `wanted`. Raises UnknownCollectivity."""
        side, row = self._place(id_)
        lined = self._lined_up(wanted.profile or self.profile)
        return self._partners(lined, lined.side(side, [row]), wanted, searches)

    def partners_for(
        self,
        participant: Participant,
        encoder: Encoder,
        wanted: Wanted,
        searches: Searches | None = None,
    ) -> Suggestions:
        """The best partners, of those `wanted`, of somebody who does not take part.

        Nothing is kept. `encoder` must be that of the snapshot. Raises ModelNotFound,
        ModelDamaged.
        """
        profile = wanted.profile or self.profile
        lined = self._lined_up(profile)
        embedded = embed(
            list_texts([participant], participant.country),
            encoder.encode,
            self.means.passages,
            self.means.labels,
        )
        one = without_hubs(embedded, lined.fields, self.knowledge.rank)
        passage_hub, label_hub = lined.hubs.of_stranger(
            one.passage_texts, one.label_texts, one.country, profile
        )
        one = replace(one, passage_hub=passage_hub, label_hub=label_hub)
        return self._partners(lined, one, wanted, searches)

    def changed(self, gone: Collection[str], fresh: Sequence[Embodied], revision: int) -> Snapshot:
        """Those of `gone` (ids) left out, `fresh` taken in or put in the place of their ids.

        It costs what the change is, not what everybody is. Raises ValueError where somebody has
        more or fewer vectors than texts.
        """
        found = {country: side.changed(gone, fresh) for country, side in self.live.items()}
        live = {country: side for country, (side, _) in found.items()}
        kept = {country: rows for country, (_, rows) in found.items()}
        return replace(self, revision=revision, live=live, hubs=self.hubs.changed(live, kept))

    def _place(self, id_: str) -> tuple[LiveSide, int]:
        for side in self.live.values():
            if id_ in side.row:
                return side, side.row[id_]
        raise UnknownCollectivity(id_)

    def _partners(
        self, lined: _LinedUp, one: Side, wanted: Wanted, searches: Searches | None
    ) -> Suggestions:
        """The best partners of the only participant of `one`."""
        profile, participant = wanted.profile or self.profile, one.participants[0]
        other = self.live[one.country.other]
        rows = best_rows(
            Asking(one, profile, lined.fields, lined.columns[other.country]),
            other,
            wanted_rows(participant, other, wanted, self.knowledge.gazetteer, self.knowledge.twins),
            wanted.limit,
            None if searches is None else searches.get(other.country),
        )
        return suggest(
            one,
            0,
            lined.side(other, rows),
            profile,
            self.knowledge.twin_of,
            wanted.limit,
            withheld=withheld(profile, self.encoder.fingerprint),
        )

    def _lined_up(self, profile: Profile) -> _LinedUp:
        """What depends on the profile, made when it is first asked for."""
        key = _key(profile)
        found = self._known.get(key)
        if found is None:
            temperatures = Temperatures.of(profile)
            hubs = self.hubs
            if temperatures != hubs.temperatures:
                hubs = LiveHubs.of(self.live, temperatures)
            named = np.sum([side.named for side in self.live.values()], axis=0)
            count = sum(side.count for side in self.live.values())
            fields = fields_among(self.knowledge.vocabulary.domains, named, count, profile)
            columns = {country: hubs.columns(country, profile) for country in self.live}
            found = _LinedUp(fields, hubs, columns)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = found
        return found

    @cached_property
    def _known(self) -> dict[tuple[float, ...], _LinedUp]:
        return {}

    @cached_property
    def _sides(self) -> dict[tuple[float, ...], Sides]:
        return {}


def _key(profile: Profile) -> tuple[float, ...]:
    """Profiles of one key line up alike, whatever their weights."""
    return tuple(profile.parameter(name) for name in LINED_UP_BY)
