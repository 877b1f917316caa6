"""Arrays that more can be put behind without copying what is there."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)

#: Columns of a tile.
TILE = 2048
#: Room kept behind an array that is made: this share of its length, and so many more.
_SPARE_SHARE, _SPARE = 8, 64


class _Room(Generic[Scalar]):
    """A buffer of which the first `used` places are taken, for good."""

    __slots__ = ("buffer", "lock", "used")

    def __init__(self, buffer: NDArray[Scalar], used: int) -> None:
        self.buffer = buffer
        self.used = used
        self.lock = Lock()


class Growing(Generic[Scalar]):
    """An array that never changes and can be followed by further rows.

    Both then share one buffer: the longer one sees more of it. A place once written is never
    written again, so that whoever still reads the shorter one is not disturbed; where two
    successors are asked for, the second gets a copy.
    """

    __slots__ = ("_count", "_room")

    def __init__(self, room: _Room[Scalar], count: int) -> None:
        """As `of` makes it."""
        self._room = room
        self._count = count

    @classmethod
    def of(cls, *parts: NDArray[Scalar]) -> Growing[Scalar]:
        """The `parts` one behind the other, copied; there is at least one."""
        count = sum(len(part) for part in parts)
        buffer = np.empty((_with_spare(count), *parts[0].shape[1:]), dtype=parts[0].dtype)
        np.concatenate(parts, out=buffer[:count])
        return cls(_Room(buffer, count), count)

    @property
    def array(self) -> NDArray[Scalar]:
        """The array, not copied; whoever writes into it breaks it for all."""
        return self._room.buffer[: self._count]

    def __len__(self) -> int:
        return self._count

    def followed_by(self, more: NDArray[Scalar]) -> Growing[Scalar]:
        """This array with `more` behind it."""
        room, count = self._room, self._count + len(more)
        with room.lock:
            if room.used == self._count and count <= len(room.buffer):
                room.buffer[self._count : count] = more
                room.used = count
                return Growing(room, count)
        return Growing.of(self.array, more)


class GrowingTiles(Generic[Scalar]):
    """A matrix in tiles of `TILE` columns, that further columns can follow, as in `Growing`.

    A tile lies in one piece: a product with it reads memory from end to end, which takes half the
    time of one with as many columns of a wide matrix.
    """

    __slots__ = ("_count", "_room")

    def __init__(self, room: _Room[Scalar], count: int) -> None:
        """As `of` makes it."""
        self._room = room
        self._count = count

    @classmethod
    def of(cls, tiles: NDArray[Scalar], count: int, more: int = 0) -> GrowingTiles[Scalar]:
        """The first `count` columns of `tiles` (t, d, TILE), copied; room for `more` and some."""
        spare = -(-_with_spare(count + more) // TILE)
        buffer = np.zeros((spare, *tiles.shape[1:]), dtype=tiles.dtype)
        used = -(-count // TILE)
        buffer[:used] = tiles[:used]
        return cls(_Room(buffer, count), count)

    @property
    def tiles(self) -> NDArray[Scalar]:
        """(t, d, TILE), not copied; beyond the last column stands anything."""
        return self._room.buffer[: -(-self._count // TILE)]

    def followed_by(self, more: NDArray[Scalar]) -> GrowingTiles[Scalar]:
        """This matrix with the columns `more` (d, m) behind it."""
        room, count = self._room, self._count + more.shape[1]
        with room.lock:
            if room.used == self._count and count <= len(room.buffer) * TILE:
                column = np.arange(self._count, count)
                room.buffer[column // TILE, :, column % TILE] = more.T
                room.used = count
                return GrowingTiles(room, count)
        return GrowingTiles.of(self.tiles, self._count, more.shape[1]).followed_by(more)


def _with_spare(count: int) -> int:
    return count + count // _SPARE_SHARE + _SPARE
