"""Changing a shortlist: what would contradict what stands already is refused before it is stored.

Wishes and decisions are checked against the version that was read, and stored for that version
alone: so two people cannot together ask for more than either could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matcher.collectivity import Country
from matcher.errors import ChangedMeanwhile, ConstraintConflict, UnknownCollectivity
from matcher.shortlist.decision import KEEPING, Decision, Decisions
from matcher.shortlist.why_not import Conflict
from service.shortlists.boards import Boards
from service.shortlists.in_force import asked_of
from service.storage.records import Event, StoredShortlist, Wishes

#: How often a change is tried again where somebody else was faster and nobody said which version
#: was read.
TRIES = 5

#: Kind of the contradiction that a meeting is decided with who does not come.
STAYS_AWAY = "stays-away"

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Decided:
    """A shortlist after a decision, and what was said of that pair before and after.

    `before` and `after` are None where nothing was there to be taken back, or something else.
    """

    stored: StoredShortlist
    before: Decision | None
    after: Decision | None


class Decider:
    """Changes the shortlists behind `boards`. `by` is always the name of who asks.

    All methods raise NotInCatalogue, and ChangedMeanwhile where the shortlist is not at the
    version `expected`.
    """

    def __init__(self, boards: Boards) -> None:
        self._boards = boards
        self._catalogue = boards.catalogue

    def create(self, name: str, wishes: Wishes, *, by: str = "") -> StoredShortlist:
        """A new shortlist. Raises UnknownCollectivity, ConstraintConflict."""
        self._refuse_unknown(wishes, frozenset())
        self._refuse(wishes, Decisions(), ())
        return self._catalogue.add_shortlist(name, wishes, by=by)

    def wish(
        self,
        id_: str,
        change: Callable[[StoredShortlist], tuple[str, Wishes]],
        *,
        expected: int | None = None,
    ) -> StoredShortlist:
        """Give a shortlist the name and the wishes that `change` makes of it as it stands.

        Whom it names already may stay named though they take part no more. Raises
        UnknownCollectivity, ConstraintConflict.
        """

        def attempt(stored: StoredShortlist) -> StoredShortlist:
            name, wishes = change(stored)
            self._refuse_unknown(wishes, frozenset(named_in(stored.wishes)))
            self._refuse(wishes, asked_of(stored), self._standing(stored))
            return self._catalogue.change_shortlist(id_, name, wishes, expected=stored.version)

        return self._tried(id_, expected, attempt)

    def decide(
        self,
        id_: str,
        pair: tuple[str, str],
        change: Callable[[Decision], Decision],
        *,
        by: str = "",
        expected: int | None = None,
    ) -> Decided:
        """Say of a pair what `change` makes of what is said of it now.

        Raises UnknownCollectivity where one of the two takes part no more and nothing was said of
        the pair before, ConstraintConflict where the decision would contradict others.
        """

        def attempt(stored: StoredShortlist) -> Decided:
            said = asked_of(stored)
            before = said.on(*pair)
            if before.is_open:
                self._refuse_strangers(pair)
            after = change(before)
            if after == before:
                return Decided(stored, before, after)
            self._refuse_absent(stored, after)
            self._refuse(stored.wishes, said.with_(after), self._standing(stored))
            changed = self._catalogue.decide(id_, [after], by=by, expected=stored.version)
            return Decided(changed, before, after)

        return self._tried(id_, expected, attempt)

    def undo(
        self, id_: str, *, by: str = "", expected: int | None = None, number: int | None = None
    ) -> Decided:
        """Take back the last decision that stands; with `number`, only if it is that event.

        Raises ConstraintConflict.
        """

        def attempt(stored: StoredShortlist) -> Decided:
            last = last_standing(self._catalogue.events(id_))
            if last is None or number not in (None, last.number):
                return Decided(stored, None, None)
            taken_back = asked_of(stored).with_(last.before)
            self._refuse(stored.wishes, taken_back, self._standing(stored))
            changed = self._catalogue.undo(id_, by=by, expected=stored.version)
            return Decided(changed, last.after, last.before)

        return self._tried(id_, expected, attempt)

    def remove(self, id_: str, *, expected: int | None = None) -> None:
        """Remove a shortlist with its decisions and their history."""
        self._catalogue.remove_shortlist(id_, expected=expected)

    def _tried(
        self, id_: str, expected: int | None, attempt: Callable[[StoredShortlist], Made]
    ) -> Made:
        """What `attempt` makes of the shortlist as it stands, which must be at `expected`."""
        for _ in range(TRIES):
            with self._boards.changing:  # other processes may be faster all the same
                stored = self._catalogue.shortlist(id_)
                if expected is not None and stored.version != expected:
                    raise ChangedMeanwhile("shortlist", id_, stored.version, expected)
                try:
                    return attempt(stored)
                except ChangedMeanwhile as faster:
                    if expected is not None:
                        raise
                    late = faster
        raise late

    def _standing(self, stored: StoredShortlist) -> Sequence[Conflict]:
        return self._boards.in_force(stored.wishes, asked_of(stored)).conflicts

    def _refuse(self, wishes: Wishes, decisions: Decisions, standing: Sequence[Conflict]) -> None:
        """Raises ConstraintConflict with every contradiction that does not stand already."""
        found = self._boards.in_force(wishes, decisions).conflicts
        new = tuple(each for each in found if not any(_is_in(each, old) for old in standing))
        if new:
            raise ConstraintConflict(new)

    def _refuse_unknown(self, wishes: Wishes, known: frozenset[str]) -> None:
        """Raises UnknownCollectivity for the first id that nobody has and that is not `known`."""
        roster = self._boards.now().roster
        for id_ in sorted({*named_in(wishes)} - known):
            _ = roster[id_]

    def _refuse_strangers(self, pair: tuple[str, str]) -> None:
        """Raises UnknownCollectivity where the first is no French participant of the catalogue,
        or the second no Japanese one."""
        roster = self._boards.now().roster
        for id_, country in zip(pair, (Country.FR, Country.JP), strict=True):
            if roster[id_].country is not country:
                raise UnknownCollectivity(id_)

    def _refuse_absent(self, stored: StoredShortlist, decision: Decision) -> None:
        """Raises ConstraintConflict where a meeting is decided with who does not come to it."""
        coming = stored.wishes.participants
        if coming is None or decision.verdict not in KEEPING:
            return
        absent = tuple(id_ for id_ in decision.pair if id_ not in coming)
        if absent:
            facts = {"kind": STAYS_AWAY, "fr": decision.fr, "jp": decision.jp, "absent": absent}
            raise ConstraintConflict((facts,))


def named_in(wishes: Wishes) -> Iterator[str]:
    """Every id that wishes name, some of them several times."""
    for pair in (*wishes.pins, *wishes.vetoes):
        yield from pair
    yield from wishes.meetings
    yield from wishes.participants or ()


def last_standing(events: Sequence[Event]) -> Event | None:
    """The last decision that was not taken back."""
    return next((each for each in reversed(events) if not each.undone), None)


def _is_in(conflict: Conflict, standing: Conflict) -> bool:
    """Whether a contradiction stands already, as bad as this or worse."""
    subject = [conflict.get(name) for name in _SUBJECT]
    return subject == [standing.get(name) for name in _SUBJECT] and (
        _weight(conflict) <= _weight(standing)
    )


#: What a contradiction is about.
_SUBJECT = ("kind", "id", "fr", "jp")


def _weight(conflict: Conflict) -> int:
    """How many partners are pinned to somebody over its limit."""
    pins = conflict.get("pins")
    return len(pins) if isinstance(pins, tuple) else 0
