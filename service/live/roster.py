"""Who takes part, in order: looked up, searched and turned over page by page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.errors import UnknownCollectivity
from matcher.gathering import Participant
from matcher.gazetteer.areas import area_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.names import fold
from matcher.matching.wanted_rows import area_wanted
from matcher.workflow.find_participant import searchable_names

#: Participants on one page.
PAGE = 100

#: Ids offered where one is not known.
NEAR = 5


@dataclass(frozen=True, slots=True)
class Sought:
    """Which participants a list is to hold.

    Those of one country, with `name` in one of their names, who name one of `domains` (ids of
    the vocabulary; none asks for nothing), and of whom `lies` is true.
    """

    country: Country | None = None
    name: str | None = None
    domains: frozenset[str] = frozenset()
    lies: Callable[[Participant], bool] | None = None

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not (self.country or self.name or self.domains or self.lies)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of participants sorted by id.

    `total` counts all pages; `last` is the id after which the next page begins, None at the end.
    """

    participants: tuple[Participant, ...]
    total: int
    last: str | None


class Roster:
    """All participants sorted by id. Never changed after it is made."""

    def __init__(
        self, participants: Iterable[Participant], names: Mapping[str, str] | None = None
    ) -> None:
        """`names` are folded names by id, as far as they are known already."""
        known = names or {}
        self._participants = tuple(sorted(participants, key=lambda each: each.id))
        self._ids = [each.id for each in self._participants]
        self._by_id = dict(zip(self._ids, self._participants, strict=True))
        self._names = {
            each.id: known.get(each.id) or _folded_names(each) for each in self._participants
        }

    def __len__(self) -> int:
        return len(self._participants)

    def __iter__(self) -> Iterator[Participant]:
        return iter(self._participants)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._by_id

    def changed(self, gone: Collection[str], fresh: Iterable[Participant]) -> Roster:
        """The same without `gone` (ids), and with `fresh` added or in the place of their ids."""
        new = {each.id: each for each in fresh}
        stay = [each for each in self._participants if each.id not in new and each.id not in gone]
        names = {each.id: self._names[each.id] for each in stay}
        return Roster([*stay, *new.values()], names)

    def __getitem__(self, id_: str) -> Participant:
        """The participant of that id. Raises UnknownCollectivity, which names ids near to it."""
        found = self._by_id.get(id_)
        if found is None:
            raise UnknownCollectivity(id_, self._near(id_))
        return found

    def page(self, sought: Sought, after: str | None = None, limit: int = PAGE) -> Page:
        """The participants sought whose id comes after `after`, at most `limit` of them."""
        all_ = self._participants
        if not sought.everybody:
            name = None if sought.name is None else fold(sought.name)
            all_ = tuple(each for each in all_ if self._is_sought(each, sought, name))
        start = 0 if after is None else bisect_right(all_, after, key=lambda each: each.id)
        shown = all_[start : start + limit]
        more = start + limit < len(all_)
        return Page(shown, len(all_), shown[-1].id if more else None)

    def _is_sought(self, participant: Participant, sought: Sought, name: str | None) -> bool:
        if sought.country is not None and participant.country is not sought.country:
            return False
        if name is not None and name not in self._names[participant.id]:
            return False
        if sought.domains and sought.domains.isdisjoint(participant.domain_ids):
            return False
        return sought.lies is None or sought.lies(participant)

    def _near(self, asked: str) -> tuple[str, ...]:
        """Those with that name, then those whose ids begin most alike."""
        sought = fold(asked)
        named = [id_ for id_ in self._ids if sought and sought in self._names[id_]]
        at = bisect_left(self._ids, asked.lower())
        beside = self._ids[max(at - NEAR, 0) : at + NEAR]
        alike = sorted(beside, key=lambda id_: -_common_start(id_, asked.lower()))
        alike = [id_ for id_ in alike if _common_start(id_, asked.lower()) > len("jp-")]
        return tuple(dict.fromkeys([*named, *alike]))[:NEAR]


def lies_in(region: str, gazetteer: Gazetteer) -> Callable[[Participant], bool]:
    """Whether a participant lies in the area `region` names; nobody does in an unknown one."""
    area = area_of(region, gazetteer) or frozenset(
        (country, code) for country in Country for code in area_wanted(region, country, gazetteer)
    )

    def lies(participant: Participant) -> bool:
        place = participant.collectivity
        return place is not None and any(
            (place.country, code) in area for code in gazetteer.areas(place)
        )

    return lies


def _folded_names(participant: Participant) -> str:
    """Every name it is known by, one a line, and its id, which often says the name in ASCII."""
    return fold("\n".join((participant.id, *searchable_names(participant))))


def _common_start(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
