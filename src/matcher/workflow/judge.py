"""Fiches → pairs to be graded by a person, one after the other, each grade kept at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.reading.qrels import Judgment, read_qrels
from matcher.workflow.find_participant import find_participant
from matcher.writing.qrels import append_judgment, withdraw_judgment


@dataclass(frozen=True, slots=True)
class Pair:
    """A French and a Japanese participant, to be judged."""

    fr: Participant
    jp: Participant

    @property
    def ids(self) -> tuple[str, str]:
        """French id, Japanese id: query and document of the judgment."""
        return (self.fr.id, self.jp.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which pairs a session is about.

    `name`: those of one participant alone, by name or id. `seed` orders them; two judges with
    the same one see the same order. `number`, >= 1: at most so many in this session.
    """

    name: str | None = None
    seed: int = 0
    number: int | None = None


class Judging:
    """One session over one file: the pair at hand, and what may be done with it."""

    def __init__(self, pairs: Sequence[Pair], file: Path, *, judged: int, total: int) -> None:
        """`pairs` are still to be graded; `judged` of `total` were so before."""
        self._pairs = tuple(pairs)
        self._file = file
        self._before = judged
        self._at = 0
        self._given: list[tuple[int, Judgment]] = []
        self.total = total

    @property
    def pair(self) -> Pair | None:
        """The pair to be graded; None after the last."""
        return self._pairs[self._at] if self._at < len(self._pairs) else None

    @property
    def judged(self) -> int:
        """How many of `total` have a grade in the file."""
        return self._before + len(self._given)

    @property
    def can_undo(self) -> bool:
        """Whether a grade was given in this session and not taken back."""
        return bool(self._given)

    def grade(self, pair: Pair, grade: int) -> None:
        """Keep the grade (0 to 3) of the pair at hand and go on. Raises OSError."""
        judgment = Judgment(*pair.ids, grade)
        append_judgment(self._file, judgment)
        self._given.append((self._at, judgment))
        self._at += 1

    def skip(self) -> None:
        """Leave the pair at hand to another session."""
        self._at += 1

    def undo(self) -> Pair | None:
        """Take the last grade of this session back; its pair, which is at hand again.

        None where no grade is left to take back. Raises OSError.
        """
        if not self._given:
            return None
        at, judgment = self._given[-1]
        withdraw_judgment(self._file, judgment)
        self._given.pop()
        self._at = at
        return self._pairs[at]


def open_judging(participants: Sequence[Participant], file: Path, asked: Asked) -> Judging:
    """The session over `file`, which is made where there is none: pairs it does not hold yet.

    Raises UnknownCollectivity or AmbiguousCollectivity for `asked.name`, DataFileError or
    FileRefused where the file is there and has faults, OSError where it cannot be written.
    """
    sides = {
        country: tuple(each for each in participants if each.country is country)
        for country in Country
    }
    fr_ids, jp_ids = ({each.id for each in sides[country]} for country in Country)
    if asked.name is not None:
        one = find_participant(asked.name, participants)
        sides[one.country] = (one,)
    kept = read_qrels(file, fr_ids, jp_ids) if file.exists() else ()
    with file.open("ab"):
        pass  # where nothing can be written, nobody is to grade a first pair in vain
    done = {(each.query, each.document) for each in kept}
    pairs = _in_order(sides[Country.FR], sides[Country.JP], asked.seed)
    left = [pair for pair in pairs if pair.ids not in done]
    judged = len(pairs) - len(left)
    return Judging(left[: asked.number], file, judged=judged, total=len(pairs))


def _in_order(fr: Sequence[Participant], jp: Sequence[Participant], seed: int) -> list[Pair]:
    """All pairs in the random order of `seed`. A pair keeps its place among the others when
    fiches join or leave, and in a session about one participant."""

    def place(pair: Pair) -> bytes:
        return hashlib.sha256(" ".join((str(seed), *pair.ids)).encode()).digest()

    return sorted((Pair(*both) for both in product(fr, jp)), key=place)
