"""The map of both countries as the pages show it, and the same links as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.collectivity import Country, Position
from matcher.domains import Vocabulary
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.writing.map import Drawing, Frame, Place, draw_pairings, frames_of
from matcher.writing.names import name_for
from matcher.writing.projection import Point, Territory, territory_of
from matcher.writing.told import PairingTold, tell

#: With more authorities than this the map shows points alone, all as one path.
CROWD = 400
#: Links that are drawn and listed; more would be a grey web.
MOST_LINKS = 120
#: Names of authorities without a position that are told one by one.
MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map shows. `links` are the pairings of the arcs, told, in their order.

    `crowd` is the path of all points where there are too many for one each; then `places` is
    empty. `off_map` names those without a place, `more_off_map` counts those not named.
    """

    drawing: Drawing
    places: tuple[Place, ...]
    crowd: str
    links: tuple[PairingTold, ...]
    off_map: str
    more_off_map: int


def map_view(
    people: Sequence[Participant],
    pairings: Sequence[Pairing],
    profile: Profile,
    vocabulary: Vocabulary,
    speaker: Speaker,
) -> MapView:
    """The map of `people` with the best of `pairings`, which come best first."""
    shown = pairings[:MOST_LINKS]
    if len(people) > CROWD:
        spots, off_map = _spots(people)
        territories = list({id(each.territory): each.territory for each in spots}.values())
        joined = list({each.id: each for p in shown for each in (p.fr, p.jp)}.values())
        drawing = draw_pairings(joined, shown, speaker, also=territories)
        crowd = _points(spots, frames_of(territories))
        names = [name_for(each, speaker.language).text for each in off_map[:MOST_NAMES]]
        more = len(off_map) - MOST_NAMES
    else:
        drawing, crowd = draw_pairings(people, shown, speaker), ""
        names, more = list(drawing.off_map[:MOST_NAMES]), len(drawing.off_map) - MOST_NAMES
    return MapView(
        drawing=drawing,
        places=() if crowd else drawing.places,
        crowd=crowd,
        links=tuple(
            tell(pairing, number, profile, vocabulary, speaker)
            for number, pairing in enumerate(shown, start=1)
        ),
        off_map=speaker.listing(names),
        more_off_map=max(more, 0),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """Where a position lies: kilometres in the plane of its territory."""

    territory: Territory
    at: Point


def _spots(people: Sequence[Participant]) -> tuple[list[_Spot], list[Participant]]:
    """Where those are drawn who can be, and who cannot."""
    spots, off_map = [], []
    for each in people:
        position = each.position.value
        spot = None if position is None else _spot(each.country, position)
        if spot is None:
            off_map.append(each)
        else:
            spots.append(spot)
    return spots, off_map


@lru_cache(maxsize=1 << 17)
def _spot(country: Country, position: Position) -> _Spot | None:
    territory = territory_of(country, position)
    if territory is None:
        return None
    return _Spot(territory, territory.window.conic.project(position))


def _points(spots: Iterable[_Spot], frames: Mapping[tuple[str, Country], Frame]) -> str:
    """Points as SVG path data, those at the same spot once; drawn by round ends of lines."""
    found: dict[tuple[int, int], None] = {}
    for spot in spots:
        point = frames[spot.territory.code, spot.territory.country].at(spot.at)
        found[round(point.x), round(point.y)] = None
    return "".join(f"M{x} {y}h0" for x, y in found)
