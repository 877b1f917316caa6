"""Numbers rounded for the eye that still add up."""

from __future__ import annotations

from collections.abc import Mapping
from math import copysign, floor


def shown_parts(parts: Mapping[str, float], decimals: int = 2) -> dict[str, float]:
    """Each part rounded to `decimals`, so that they add up to their rounded sum.

    Largest remainder (Hamilton's method of apportionment): all parts are rounded down, and the
    units still owed to the sum go to those that lost most; equal ones in the order given.
    No part moves by a full unit. The sum rounds halves away from zero, as spreadsheets show it.
    """
    unit = 10**decimals
    exact = {name: round(value * unit, 6) for name, value in parts.items()}
    down = {name: floor(value) for name, value in exact.items()}
    owed = _half_away(sum(exact.values())) - sum(down.values())
    by_loss = sorted(exact, key=lambda name: down[name] - exact[name])
    for name in by_loss[: max(owed, 0)]:
        down[name] += 1
    return {name: count / unit + 0.0 for name, count in down.items()}


def _half_away(value: float) -> int:
    return int(copysign(floor(abs(round(value, 6)) + 0.5), value))
