"""Degrees → a plane in kilometres, and outlines that ship with the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import cos, log, pi, radians, sin, tan
from typing import Any

from matcher.collectivity import Country, Language, Position

#: Mean radius of the Earth (IUGG), in kilometres.
EARTH_RADIUS = 6371.0

Ring = tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the plane: kilometres (x east, y north) or drawing units (y down)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Conic:
    """Lambert's conformal conic projection of the sphere with two standard parallels (degrees).

    Snyder, Map Projections – A Working Manual (USGS Professional Paper 1395, 1987), formulas
    15-1 to 15-3.
    """

    south: float
    north: float
    meridian: float

    def project(self, position: Position) -> Point:
        """Kilometres from where the central meridian crosses the southern parallel."""
        n = self._cone
        lat = min(max(position.lat, -89.0), 89.0)
        theta = n * radians(position.lon - self.meridian)
        radius, origin = self._radius(lat), self._radius(self.south)
        return Point(radius * sin(theta), origin - radius * cos(theta))

    @property
    def _cone(self) -> float:
        south, north = radians(self.south), radians(self.north)
        return log(cos(south) / cos(north)) / log(tan(pi / 4 + north / 2) / tan(pi / 4 + south / 2))

    def _radius(self, lat: float) -> float:
        n, south = self._cone, radians(self.south)
        scale = cos(south) * tan(pi / 4 + south / 2) ** n / n
        return float(EARTH_RADIUS * scale / tan(pi / 4 + radians(lat) / 2) ** n)


@dataclass(frozen=True, slots=True)
class Window:
    """A box of degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, position: Position) -> bool:
        """Whether the position lies inside, borders included."""
        return self.west <= position.lon <= self.east and self.south <= position.lat <= self.north

    @property
    def conic(self) -> Conic:
        """A projection that suits the box: parallels at a sixth from its edges."""
        margin = (self.north - self.south) / 6
        return Conic(self.south + margin, self.north - margin, (self.west + self.east) / 2)


@dataclass(frozen=True, slots=True)
class Territory:
    """A part of a country that is drawn in a window of its own.

    `code` is a département or a collectivité d'outre-mer, "main" or an area of Japan.
    """

    code: str
    country: Country
    names: Mapping[Language, str]
    window: Window
    rings: tuple[Ring, ...]


#: Metropolitan France and the four main islands of Japan (with what lies near them).
MAINLAND: Mapping[Country, Window] = {
    Country.FR: Window(-5.3, 41.2, 9.7, 51.2),
    Country.JP: Window(128.4, 30.0, 146.0, 45.7),
}

#: Islands of Japan far from the four main ones.
REMOTE_JAPAN: Mapping[str, tuple[Window, Mapping[Language, str]]] = {
    "okinawa": (
        Window(122.7, 24.0, 130.4, 28.6),
        {Language.FR: "Okinawa, Amami", Language.JA: "沖縄・奄美", Language.EN: "Okinawa, Amami"},
    ),
    "ogasawara": (
        Window(140.7, 24.1, 142.9, 27.9),
        {Language.FR: "Ogasawara", Language.JA: "小笠原", Language.EN: "Ogasawara"},
    ),
}


@cache
def territories() -> tuple[Territory, ...]:
    """All that can be drawn: the two mainlands first, then the insets of each country."""
    outlines = _shipped("outlines.json")
    rings = {
        country: tuple(_ring(ring) for ring in outlines[country]["rings"]) for country in Country
    }
    found = [
        Territory("main", country, {}, window, _inside(rings[country], window))
        for country, window in MAINLAND.items()
    ]
    for inset in _shipped("overseas.json")["insets"]:
        called = {Language(code): name for code, name in inset["names"].items()}
        outer = tuple(_ring(ring) for ring in inset["rings"])
        found.append(Territory(inset["code"], Country.FR, called, Window(*inset["bbox"]), outer))
    for code, (window, names) in REMOTE_JAPAN.items():
        inside = _inside(rings[Country.JP], window)
        found.append(Territory(code, Country.JP, names, window, inside))
    return tuple(found)


def territory_of(country: Country, position: Position) -> Territory | None:
    """Where a position is drawn; None where it lies outside every window of the country."""
    for territory in territories():
        if territory.country is country and territory.window.holds(position):
            return territory
    return None


def _shipped(name: str) -> Any:
    return json.loads(resources.files("matcher").joinpath("data", name).read_text(encoding="utf-8"))


def _ring(points: list[list[float]]) -> Ring:
    return tuple(Position(lat, lon) for lon, lat in points)


def _inside(rings: tuple[Ring, ...], window: Window) -> tuple[Ring, ...]:
    return tuple(ring for ring in rings if all(window.holds(point) for point in ring))
