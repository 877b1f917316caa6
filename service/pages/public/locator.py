"""Where one authority lies: a small map of its part of the country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.writing.map import Frame
from matcher.writing.projection import Point, Territory, territories, territory_of

WIDTH, HEIGHT, MARGIN = 300.0, 300.0, 10.0
#: Points nearer to each other than this are one, and islands of so few points are none.
_FINEST, _LEAST_POINTS = 1.2, 3


@dataclass(frozen=True, slots=True)
class Locator:
    """An outline and a point in it, in drawing units; `name` is that of what is outlined."""

    width: float
    height: float
    path: str
    at: Point
    name: str


def locate(participant: Participant, speaker: Speaker) -> Locator | None:
    """The small map; None where the position is not known or lies outside what can be drawn."""
    position = participant.position.value
    territory = None if position is None else territory_of(participant.country, position)
    if position is None or territory is None:
        return None
    outline = _drawn(territory.code, territory.country)
    frame = outline.frame
    return Locator(
        width=outline.width,
        height=outline.height,
        path=outline.path,
        at=frame.at(frame.conic.project(position)),
        name=_name(territory, participant.country, speaker),
    )


@dataclass(frozen=True, slots=True)
class _Outline:
    """A territory as drawn."""

    frame: Frame
    width: float
    height: float
    path: str


@lru_cache(maxsize=32)
def _drawn(code: str, country: Country) -> _Outline:
    territory = next(
        each for each in territories() if each.code == code and each.country is country
    )
    frame, width, height = _framed(territory)
    rings = (
        _thinned([frame.at(frame.conic.project(position)) for position in ring])
        for ring in territory.rings
    )
    path = "".join(
        "M" + "L".join(f"{point.x:.1f} {point.y:.1f}" for point in ring) + "Z"
        for ring in rings
        if len(ring) > _LEAST_POINTS
    )
    return _Outline(frame, width, height, path)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """The points of an outline without those that a small picture does not tell apart."""
    kept: list[Point] = []
    for point in points:
        if not kept or hypot(point.x - kept[-1].x, point.y - kept[-1].y) >= _FINEST:
            kept.append(point)
    return kept


def _framed(territory: Territory) -> tuple[Frame, float, float]:
    conic = territory.window.conic
    points = [conic.project(position) for ring in territory.rings for position in ring]
    xs, ys = [each.x for each in points], [each.y for each in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    width, height = wide * scale + 2 * MARGIN, high * scale + 2 * MARGIN
    middle = Point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    frame = Frame(territory, conic, middle, Point(width / 2, height / 2), scale)
    return frame, round(width, 1), round(height, 1)


def _name(territory: Territory, country: Country, speaker: Speaker) -> str:
    return territory.names.get(speaker.language) or speaker.country(country)
