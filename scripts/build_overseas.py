"""Cut the outlines of the French overseas territories for the map's insets.

Source: Natural Earth 1:10m Admin 0 countries (public domain), as packaged by the npm package
world-atlas 2.0.2 (ISC), file countries-10m.json. Usage:

    python scripts/build_overseas.py countries-10m.json src/matcher/data/overseas.json
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NamedTuple

Ring = list[tuple[float, float]]


class Territory(NamedTuple):
    """An inset: INSEE code, the country of Natural Earth it is part of, names, its window."""

    code: str
    country: str
    fr: str
    ja: str
    en: str
    bbox: tuple[float, float, float, float]


TERRITORIES = (
    Territory("971", "France", "Guadeloupe", "グアドループ", "Guadeloupe",
              (-61.9, 15.8, -60.95, 16.55)),
    Territory("972", "France", "Martinique", "マルティニーク", "Martinique",
              (-61.3, 14.35, -60.75, 14.95)),
    Territory("973", "France", "Guyane", "仏領ギアナ", "French Guiana", (-54.7, 2.0, -51.5, 5.9)),
    Territory("974", "France", "La Réunion", "レユニオン", "Réunion", (55.15, -21.45, 55.9, -20.8)),
    Territory("976", "France", "Mayotte", "マヨット", "Mayotte", (44.95, -13.05, 45.35, -12.6)),
    Territory("975", "St. Pierre and Miquelon", "Saint-Pierre-et-Miquelon",
              "サンピエール・ミクロン", "Saint Pierre and Miquelon", (-56.5, 46.7, -56.05, 47.2)),
    Territory("977", "St-Barthélemy", "Saint-Barthélemy", "サン・バルテルミー",
              "Saint Barthélemy", (-62.93, 17.85, -62.75, 17.97)),
    Territory("978", "St-Martin", "Saint-Martin", "サン・マルタン", "Saint Martin",
              (-63.2, 18.0, -62.95, 18.15)),
    Territory("986", "Wallis and Futuna Is.", "Wallis-et-Futuna", "ウォリス・フツナ",
              "Wallis and Futuna", (-178.4, -14.5, -175.9, -13.0)),
    Territory("987", "Fr. Polynesia", "Polynésie française", "仏領ポリネシア",
              "French Polynesia", (-152.6, -18.2, -148.9, -16.0)),
    Territory("988", "New Caledonia", "Nouvelle-Calédonie", "ニューカレドニア",
              "New Caledonia", (163.4, -22.9, 168.3, -19.4)),
)  # fmt: skip


def rings(topology: dict[str, Any], country: str) -> list[Ring]:
    """Outer rings of a country, decoded from TopoJSON (delta-coded, quantised arcs)."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * kx + tx, y * ky + ty))
        arcs.append(arc)
    found: list[Ring] = []
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["properties"]["name"] == country:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            for outer, *_holes in polygons:
                ring: Ring = []
                for number in outer:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ring += arc if not ring else arc[1:]
                found.append(ring)
    return found


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Douglas–Peucker (1973) on a closed ring, in degrees with longitudes shortened."""
    shrink = cos(radians(ring[0][1]))

    def distance(
        point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]
    ) -> float:
        ax, ay, bx, by = a[0] * shrink, a[1], b[0] * shrink, b[1]
        px, py = point[0] * shrink, point[1]
        length = hypot(bx - ax, by - ay)
        if length == 0:
            return hypot(px - ax, py - ay)
        return abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length

    def reduce(points: Ring) -> Ring:
        if len(points) < 3:
            return points
        far = max(
            range(1, len(points) - 1), key=lambda i: distance(points[i], points[0], points[-1])
        )
        if distance(points[far], points[0], points[-1]) <= tolerance:
            return [points[0], points[-1]]
        return reduce(points[: far + 1])[:-1] + reduce(points[far:])

    middle = max(
        range(len(ring)), key=lambda i: hypot(ring[i][0] - ring[0][0], ring[i][1] - ring[0][1])
    )
    return reduce(ring[: middle + 1])[:-1] + reduce(ring[middle:])


def main(source: Path, target: Path) -> None:
    """Write the insets, each with its rings inside its window, largest ring first."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    insets = []
    for territory in TERRITORIES:
        west, south, east, north = territory.bbox
        inside = [
            simplified(ring, (north - south) / 120)
            for ring in rings(topology, territory.country)
            if all(west <= x <= east and south <= y <= north for x, y in ring)
        ]
        kept = sorted((r for r in inside if len(r) > 3), key=extent, reverse=True)
        insets.append(
            {
                "code": territory.code,
                "names": {"fr": territory.fr, "ja": territory.ja, "en": territory.en},
                "bbox": territory.bbox,
                "rings": [[[round(x, 3), round(y, 3)] for x, y in ring] for ring in kept],
            }
        )
    document = {
        "crs": "WGS84 longitude,latitude",
        "source": "Natural Earth 1:10m Admin 0 countries (public domain), simplified",
        "insets": insets,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text.replace('{"code"', '\n{"code"') + "\n", encoding="utf-8")


def extent(ring: Ring) -> float:
    """Area of a ring (shoelace formula), in square degrees."""
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))) / 2


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
