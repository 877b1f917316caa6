"""Arrays that more can be put behind without copying what is there."""

from __future__ import annotations

from threading import Lock
from typing import Any, Generic, TypeVar

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
    """An array that never changes and can be followed by another one.

    Both then share one buffer: the longer one sees more of it. A place once written is never
    written again, so that whoever still reads the shorter one is not disturbed; where two
    successors are asked for, the second gets a copy. Growth is along the `axis`.
    """

    __slots__ = ("_axis", "_count", "_room")

    def __init__(self, room: _Room[Scalar], count: int, axis: int) -> None:
        """As `of` makes it."""
        self._room = room
        self._count = count
        self._axis = axis

    @classmethod
    def of(cls, *parts: NDArray[Scalar], axis: int = 0) -> Growing[Scalar]:
        """The `parts` one behind the other, copied; there is at least one."""
        count = sum(part.shape[axis] for part in parts)
        shape = list(parts[0].shape)
        shape[axis] = count + count // _SPARE_SHARE + _SPARE
        buffer = np.empty(shape, dtype=parts[0].dtype)
        np.concatenate(parts, axis=axis, out=_first(buffer, count, axis))
        return cls(_Room(buffer, count), count, axis)

    @property
    def array(self) -> NDArray[Scalar]:
        """The array, not copied; whoever writes into it breaks it for all."""
        return _first(self._room.buffer, self._count, self._axis)

    def __len__(self) -> int:
        return self._count

    def followed_by(self, more: NDArray[Scalar]) -> Growing[Scalar]:
        """This array with `more` behind it."""
        room, axis = self._room, self._axis
        count = self._count + more.shape[axis]
        with room.lock:
            if room.used == self._count and count <= room.buffer.shape[axis]:
                place: list[Any] = [slice(None)] * room.buffer.ndim
                place[axis] = slice(self._count, count)
                room.buffer[tuple(place)] = more
                room.used = count
                return Growing(room, count, axis)
        return Growing.of(self.array, more, axis=axis)


def _first(buffer: NDArray[Scalar], count: int, axis: int) -> NDArray[Scalar]:
    return buffer[:count] if axis == 0 else buffer[:, :count]
