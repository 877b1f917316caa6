"""What a decision changed in a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.shortlist.shortlist import Shortlist

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """A participant whose number of meetings is another one than before."""

    id: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """How one list differs from the one before it; pairs (French id, Japanese id) in order.

    `gained` and `lost` are those who have more meetings, or fewer, than before.
    """

    new: tuple[Pair, ...]
    gone: tuple[Pair, ...]
    kept: tuple[Pair, ...]
    gained: tuple[Moved, ...]
    lost: tuple[Moved, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.gone)


def changes(before: Shortlist | None, after: Shortlist | None) -> Changes:
    """What `after` holds otherwise than `before`; None for a list that could not be made."""
    old, new = _pairs(before), _pairs(after)
    had, has = _meetings(old), _meetings(new)
    moved = [Moved(id_, had[id_], has[id_]) for id_ in sorted({*had, *has}) if had[id_] != has[id_]]
    return Changes(
        new=tuple(sorted(new - old)),
        gone=tuple(sorted(old - new)),
        kept=tuple(sorted(old & new)),
        gained=tuple(each for each in moved if each.after > each.before),
        lost=tuple(each for each in moved if each.after < each.before),
    )


def _pairs(shortlist: Shortlist | None) -> frozenset[Pair]:
    pairings = () if shortlist is None else shortlist.pairings
    return frozenset((each.fr.id, each.jp.id) for each in pairings)


def _meetings(pairs: Iterable[Pair]) -> Counter[str]:
    return Counter(id_ for pair in pairs for id_ in pair)
