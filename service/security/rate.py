"""How often somebody may ask: a sliding window, counted in this process.

What one window counted weighs the less in the next one, the longer that lasts: nobody gets twice
the rate around the change of windows, and two numbers a visitor are all that is kept. Libraries
for it keep their counts in order by a thread or task for every request, which costs more than most
answers here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

WINDOW_S = 60.0


class Rate:
    """At most `most` in any `window_s` seconds, for each name apart; 0: any number.

    Names are forgotten after two windows. For one thread; `clock` tells seconds.
    """

    def __init__(
        self,
        most: int,
        window_s: float = WINDOW_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._window_s = window_s
        self._clock = clock
        self._window = 0
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def wait(self, who: str) -> int:
        """After how many whole seconds `who` may come again; 0: now. Counts nothing."""
        if not self._most:
            return 0
        passed = self._turn()
        now, before = self._now.get(who, 0), self._before.get(who, 0)
        if now + before * (1 - passed) + 1 <= self._most:
            return 0
        return max(1, math.ceil(self._window_s * (_share(now, before, self._most) - passed)))

    def count(self, who: str) -> None:
        """Note that `who` came."""
        if self._most:
            self._turn()
            self._now[who] = self._now.get(who, 0) + 1

    def taken(self, who: str) -> int:
        """As `wait`; who may come now is counted as having come."""
        wait = self.wait(who)
        if not wait:
            self.count(who)
        return wait

    def _turn(self) -> float:
        """Go on to the window of this moment; the share of it that is over, in [0, 1)."""
        at = self._clock() / self._window_s
        window = math.floor(at)
        if window != self._window:
            self._before = self._now if window == self._window + 1 else {}
            self._now = {}
            self._window = window
        return at - window


def _share(now: int, before: int, most: int) -> float:
    """When the next one fits, in windows from the beginning of this one."""
    if now + 1 <= most:
        return 1 - (most - now - 1) / before
    return 2 - (most - 1) / now
