"""Who takes part, in order: looked up, searched and turned over page by page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.errors import UnknownCollectivity
from matcher.gathering import Participant
from matcher.gazetteer.names import fold
from matcher.workflow.find_participant import searchable_names

#: Participants on one page.
PAGE = 100

#: Ids offered where one is not known.
NEAR = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which participants a list is to hold: of one country, with `name` in one of their names."""

    country: Country | None = None
    name: str | None = None


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

    def __init__(self, participants: Iterable[Participant]) -> None:
        self._participants = tuple(sorted(participants, key=lambda each: each.id))
        self._ids = [each.id for each in self._participants]
        self._by_id = dict(zip(self._ids, self._participants, strict=True))
        self._names = {each.id: _folded_names(each) for each in self._participants}

    def __getitem__(self, id_: str) -> Participant:
        """The participant of that id. Raises UnknownCollectivity, which names ids near to it."""
        found = self._by_id.get(id_)
        if found is None:
            raise UnknownCollectivity(id_, self._near(id_))
        return found

    def page(self, wanted: Wanted, after: str | None = None) -> Page:
        """The participants wanted whose id comes after `after`, at most `PAGE` of them."""
        all_ = [each for each in self._participants if self._is_wanted(each, wanted)]
        start = 0 if after is None else bisect_right([each.id for each in all_], after)
        shown = tuple(all_[start : start + PAGE])
        more = start + PAGE < len(all_)
        return Page(shown, len(all_), shown[-1].id if more else None)

    def _is_wanted(self, participant: Participant, wanted: Wanted) -> bool:
        if wanted.country is not None and participant.country is not wanted.country:
            return False
        return wanted.name is None or fold(wanted.name) in self._names[participant.id]

    def _near(self, asked: str) -> tuple[str, ...]:
        """Those with that name, then those whose ids begin most alike."""
        sought = fold(asked)
        named = [id_ for id_ in self._ids if sought and sought in self._names[id_]]
        at = bisect_left(self._ids, asked.lower())
        beside = self._ids[max(at - NEAR, 0) : at + NEAR]
        alike = sorted(beside, key=lambda id_: -_common_start(id_, asked.lower()))
        alike = [id_ for id_ in alike if _common_start(id_, asked.lower()) > len("jp-")]
        return tuple(dict.fromkeys([*named, *alike]))[:NEAR]


def _folded_names(participant: Participant) -> str:
    """Every name it is known by, one a line, and its id, which often says the name in ASCII."""
    return fold("\n".join((participant.id, *searchable_names(participant))))


def _common_start(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
