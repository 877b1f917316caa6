"""Boards, computed beside the answering of requests: each list once, however many ask for it.

A list depends on the fiches and on what is in force, and on nothing else: so a note, or a decision
taken back, finds the list that was there before. Only lists of the latest state of the catalogue
are kept.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

from matcher.shortlist.decision import Decision, Decisions
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow.make_shortlist import shortlist_of, who_comes
from matcher.workflow.snapshot import Snapshot
from service.live.moment import Moment
from service.live.profiles import Profiles
from service.opened import Opened
from service.shortlists.board import Board
from service.shortlists.changes import Changes, changes
from service.shortlists.in_force import InForce, asked_of, in_force
from service.storage.catalogue import Catalogue
from service.storage.records import Event, StoredShortlist, Wishes

#: Lists that are kept: a few hundred kilobytes each.
KEPT = 32
#: Lists that are computed at once, and files that are written; a short one need not wait for a
#: long one.
AT_ONCE = 2
#: Seconds after which a reader may ask again for a list that is being computed.
AGAIN = 2


@dataclass(frozen=True, slots=True)
class Computing:
    """A list that is not there yet: since how many seconds it is worked on, queueing included."""

    stored: StoredShortlist
    revision: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """A list that is there or on its way."""

    begun: float
    future: Future[Shortlist]


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A board but for its list; no `work` where no list can be made."""

    stored: StoredShortlist
    in_force: InForce
    moment: Moment
    work: _Work | None

    @property
    def board(self) -> Board:
        """The board of a list that is done. Raises what its making raised."""
        return Board(
            stored=self.stored,
            in_force=self.in_force,
            shortlist=None if self.work is None else self.work.future.result(),
            moment=self.moment,
        )

    @property
    def so_far(self) -> Board | Computing:
        """The board, or that it is not there yet. Raises what its making raised."""
        if self.work is None or (self.work.future.done() and not self.work.future.cancelled()):
            return self.board
        seconds = time.monotonic() - self.work.begun
        return Computing(self.stored, self.moment.revision, seconds)


class Boards:
    """The boards of the shortlists of one catalogue; any number of threads may ask."""

    def __init__(
        self,
        catalogue: Catalogue,
        now: Callable[[], Moment],
        profiles: Profiles,
        *,
        kept: int = KEPT,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        """`now` gives the state of the catalogue; `prepare` runs once in every thread that
        computes."""
        self.catalogue = catalogue
        self.now = now
        self.profiles = profiles
        self._kept = kept
        self._workers = ThreadPoolExecutor(AT_ONCE, "shortlist", initializer=prepare)
        self._writers = ThreadPoolExecutor(AT_ONCE, "shortlist-file", initializer=prepare)
        self._works: OrderedDict[tuple[str, Hashable], _Work] = OrderedDict()
        self._lock = Lock()
        #: Held while a shortlist is changed, so that threads of one process wait for each other.
        self.changing = Lock()

    @classmethod
    def over(cls, opened: Opened) -> Boards:
        """The boards of what was opened."""
        return cls(
            opened.catalogue, opened.follower.now, opened.profiles, prepare=opened.threads.here
        )

    def all(self) -> tuple[StoredShortlist, ...]:
        """Every shortlist, the latest changed first."""
        return self.catalogue.shortlists()

    def stored(self, id_: str) -> StoredShortlist:
        """A shortlist as it stands. Raises NotInCatalogue."""
        return self.catalogue.shortlist(id_)

    def events(self, id_: str) -> tuple[Event, ...]:
        """The decisions on a shortlist, the first one first. Raises NotInCatalogue."""
        return self.catalogue.events(id_)

    def begin(self, stored: StoredShortlist) -> None:
        """Begin the list of a shortlist as read, for whoever asks for it soon."""
        self._asked(stored)

    def ready(self, id_: str) -> Board | Computing:
        """The board, where it is there; else it is begun. Raises NotInCatalogue."""
        return self._asked(self.catalogue.shortlist(id_)).so_far

    def wait(self, stored: StoredShortlist, seconds: float) -> Board | Computing:
        """The board of a shortlist as read, waiting for it in this thread up to `seconds`."""
        asked = self._asked(stored)
        if asked.work is not None:
            futures.wait([asked.work.future], timeout=seconds)
        return asked.so_far

    async def awaited(self, id_: str, seconds: float) -> Board | Computing:
        """The board, waiting for it up to `seconds` without holding a thread.

        Raises NotInCatalogue.
        """
        stored = await asyncio.to_thread(self.catalogue.shortlist, id_)
        return await self.awaited_of(stored, seconds)

    async def awaited_of(self, stored: StoredShortlist, seconds: float) -> Board | Computing:
        """As `awaited`, of a shortlist as read."""
        asked = await asyncio.to_thread(self._asked, stored)
        if asked.work is not None and not asked.work.future.done():
            arriving = asyncio.wrap_future(asked.work.future)
            done, _ = await asyncio.wait([arriving], timeout=seconds)
            for each in done:  # what went wrong is told by the board; here it is only noticed
                _ = each.cancelled() or each.exception()
        return asked.so_far

    async def changed(
        self, stored: StoredShortlist, before: Decision, seconds: float
    ) -> Changes | None:
        """What the list of `stored` has otherwise than if `before` were said of its pair.

        None where one of the two is not there within `seconds`.
        """
        earlier = replaced(stored, before)
        began = time.monotonic()
        old = await self.awaited_of(earlier, seconds)
        left = max(seconds - (time.monotonic() - began), 0.0)
        new = await self.awaited_of(stored, left)
        if isinstance(old, Computing) or isinstance(new, Computing):
            return None
        return changes(old.shortlist, new.shortlist)

    def in_force(self, wishes: Wishes, decisions: Decisions) -> InForce:
        """What `wishes` and `decisions` ask for now. Nothing is computed."""
        return in_force(wishes, decisions, self.now().snapshot.participants(), self.profiles)

    async def written(self, write: Callable[[], bytes]) -> bytes:
        """What `write` writes, only a few at a time: a file of a long list takes minutes."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, write)

    def close(self) -> None:
        """Begin no further list or file."""
        for each in (self._workers, self._writers):
            each.shutdown(wait=False, cancel_futures=True)

    def _asked(self, stored: StoredShortlist) -> _Asked:
        moment = self.now()
        people = moment.snapshot.participants()
        asked = in_force(stored.wishes, asked_of(stored), people, self.profiles)
        work = None if asked.conflicts else self._work(asked, moment)
        return _Asked(stored, asked, moment, work)

    def _work(self, asked: InForce, moment: Moment) -> _Work:
        key = (moment.fingerprint, _key(asked))
        with self._lock:
            work = self._works.get(key)
            if work is None or _failed(work.future):
                work = _Work(
                    time.monotonic(), self._workers.submit(_compute, asked, moment.snapshot)
                )
                self._works[key] = work
                self._forget(moment.fingerprint)
            self._works.move_to_end(key)
            return work

    def _forget(self, state: str) -> None:
        """Let go of lists of other states, which nobody asks for again, and of the oldest.

        One that has not been begun is not begun any more.
        """
        for key in [key for key in self._works if key[0] != state]:
            self._works.pop(key).future.cancel()
        while len(self._works) > self._kept:
            self._works.popitem(last=False)


def replaced(stored: StoredShortlist, decision: Decision) -> StoredShortlist:
    """`stored` as it would be with `decision` in place of what is said of its pair."""
    said = asked_of(stored).with_(decision)
    return replace(stored, decisions=tuple(said.by_pair.values()))


def _compute(asked: InForce, snapshot: Snapshot) -> Shortlist:
    own = snapshot.profile.fingerprint == asked.base.fingerprint
    sides = snapshot.sides(None if own else asked.base)
    if not asked.everybody:
        sides = who_comes(sides, {*asked.fr, *asked.jp})
    return shortlist_of(
        sides, snapshot.encoder, asked.constraints, asked.profile, snapshot.knowledge
    )


def _key(asked: InForce) -> Hashable:
    """Everything a list depends on besides the fiches."""
    wishes = asked.constraints
    return (
        asked.profile.fingerprint,
        wishes.pins,
        wishes.vetoes,
        tuple(sorted(wishes.meetings.items())),
        wishes.twins,
        None if asked.everybody else (asked.fr, asked.jp),
    )


def _failed(future: Future[Shortlist]) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)
