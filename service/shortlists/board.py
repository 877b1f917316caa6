"""A shortlist with what was decided on it, at one moment: what page, API and files show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.matching.pairing import Pairing
from matcher.shortlist.assignment import Pair
from matcher.shortlist.decision import Decision, Verdict
from matcher.shortlist.fairness import Evenness, evenness
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow.make_shortlist import pairings_of
from service.live.moment import Moment
from service.shortlists.in_force import InForce
from service.storage.records import StoredShortlist


class Progress(StrEnum):
    """How far the meetings of a participant are settled."""

    OPEN = "open"
    PARTLY = "partly-placed"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one participant is: `accepted` of at most `limit` meetings, `proposed` in all.

    OPEN while nothing is accepted, COMPLETE where all its meetings are (or it may have none),
    PARTLY between the two.
    """

    participant: Participant
    limit: int
    accepted: int
    proposed: int

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        if self.accepted >= self.limit:
            return Progress.COMPLETE
        return Progress.PARTLY if self.accepted else Progress.OPEN


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Board:
    """A stored shortlist, what of it is in force, and the list computed from that.

    A function of the moment (`moment`) and of the shortlist's version. `shortlist` is None
    where `in_force.conflicts` say why no list can be made.
    """

    stored: StoredShortlist
    in_force: InForce
    shortlist: Shortlist | None
    moment: Moment

    @property
    def revision(self) -> int:
        """The revision of the catalogue it is a function of."""
        return self.moment.revision

    @property
    def pairings(self) -> tuple[Pairing, ...]:
        """The pairs of the list, best first; none where there is no list."""
        return () if self.shortlist is None else self.shortlist.pairings

    def decision(self, pairing: Pairing) -> Decision:
        """What was said of a pairing."""
        return self.in_force.decisions.on(pairing.fr.id, pairing.jp.id)

    def is_proposed(self, fr: str, jp: str) -> bool:
        """Whether a pair is in the list."""
        return any((each.fr.id, each.jp.id) == (fr, jp) for each in self.pairings)

    def pairing(self, fr: str, jp: str) -> Pairing:
        """Any pair of the two countries, in the list or not. Raises UnknownCollectivity."""
        for each in self.pairings:
            if (each.fr.id, each.jp.id) == (fr, jp):
                return each
        return self._told([(fr, jp)])[0]

    def rejected(self) -> tuple[Pairing, ...]:
        """The rejected pairs of those who come, best first."""
        coming = {*self.in_force.fr, *self.in_force.jp}
        pairs = [p for p in sorted(self.in_force.decisions.rejected) if coming.issuperset(p)]
        found = self._told(pairs) if pairs else ()
        return tuple(sorted(found, key=lambda each: (-each.score, each.fr.id, each.jp.id)))

    def standings(self) -> tuple[Standing, ...]:
        """Everybody who comes, France first, each country by id."""
        accepted = Counter(id_ for pair in self._kept() for id_ in pair)
        proposed = Counter(id_ for each in self.pairings for id_ in (each.fr.id, each.jp.id))
        people = {each.id: each for each in self.moment.snapshot.participants()}
        return tuple(
            Standing(
                people[id_], self.in_force.constraints.limit(id_), accepted[id_], proposed[id_]
            )
            for id_ in (*self.in_force.fr, *self.in_force.jp)
        )

    def evenness(self, country: Country) -> Evenness:
        """How evenly the meetings are spread over those of one country."""
        ids = self.in_force.fr if country is Country.FR else self.in_force.jp
        given = () if self.shortlist is None else self.shortlist.gave_up
        pairs: Collection[Pair] = [each.pair for each in given]
        return evenness(ids, list(pairs))

    def _kept(self) -> frozenset[tuple[str, str]]:
        pins = self.in_force.constraints.pins
        return pins & self.in_force.decisions.having(Verdict.ACCEPTED, Verdict.PINNED)

    def _told(self, pairs: Collection[tuple[str, str]]) -> tuple[Pairing, ...]:
        base, snapshot = self.in_force.base, self.moment.snapshot
        own = snapshot.profile.fingerprint == base.fingerprint
        return pairings_of(
            snapshot.sides(None if own else base),
            snapshot.encoder,
            pairs,
            self.in_force.profile,
            snapshot.knowledge,
        )
