"""Arrays that more can be put behind without copying what is there."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)

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


def _with_spare(count: int) -> int:
    return count + count // _SPARE_SHARE + _SPARE
