"""Coordinates and map links as people paste them → a position in degrees WGS84."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from matcher.collectivity import Country, Position

_URL = re.compile(r"(?:https?://|www\.|geo:)[^\s<>\"'「」『』（）、。，]+", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:fr|jp|com|org|eu|net|info|city|paris|bzh|alsace|corsica|re|nc|pf|tokyo|osaka|kyoto|nagoya|gl|app)"
    r"(?:/[^\s<>\"'「」『』（）、。，]*)?(?![\w@-])",
    re.IGNORECASE,
)
_MAP_HOSTS = re.compile(
    r"(?:^|[/.])(?:google\.[a-z.]+/maps|maps\.google\.|maps\.app\.goo\.gl|goo\.gl/maps|g\.co/|openstreetmap\.|osm\.org|umap\."
    r"|maps\.gsi\.go\.jp|geoportail\.|bing\.com/maps|maps\.apple\.com|map\.yahoo|maps\.yahoo|mapion|mapfan|navitime|mappy\."
    r"|viamichelin|here\.com|wego\.here|geohack|mapcarta|yandex\.[a-z]+/maps)|^geo:|^https?://maps?\.",
    re.IGNORECASE,
)
_D = r"(-?\d{1,3}(?:\.\d+)?)"
#: In the order of trust: the pin of a place before the middle of the view.
_IN_LINK: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(rf"!3d{_D}!4d{_D}"), False),
    (re.compile(rf"[?&#]mlat={_D}&(?:amp;)?mlon={_D}"), False),
    (
        re.compile(
            rf"[?&](?:q|query|ll|sll|daddr|destination|center|coordinate|near)=(?:loc:|[A-Za-z+]*@)?{_D},\+?\s*{_D}"
        ),
        False,
    ),
    (re.compile(rf"[?&]cp={_D}~{_D}"), False),
    (re.compile(rf"[?&](?:sp|rtp)=point\.{_D}_{_D}"), False),
    (re.compile(rf"/maps/(?:place|search|dir)/(?:[^/@]*/)*{_D},\+?{_D}"), False),
    (re.compile(rf"/@{_D},{_D}"), False),
    (re.compile(rf"#(?:map=)?\d{{1,2}}(?:\.\d+)?/{_D}/{_D}"), False),
    (re.compile(rf"[?&]lat=({_D[1:-1]})&(?:amp;)?(?:lon|lng|long)=({_D[1:-1]})"), False),
    (re.compile(rf"[?&](?:lon|lng|long)=({_D[1:-1]})&(?:amp;)?lat=({_D[1:-1]})"), True),
    (re.compile(rf"[?&]c={_D},{_D}"), True),
    (re.compile(rf"[?&]map={_D},{_D}"), False),
    (re.compile(rf"geo:{_D},{_D}"), False),
    (re.compile(rf"params={_D}[_;]{_D}"), False),
)
#: A tenth of a metre; more would only be the noise of minutes and seconds.
_DECIMALS = 6
_SOUTH_OR_WEST = re.compile(r"[SWO]|南|西|ouest|sud|south|west", re.IGNORECASE)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_DEGREES = (
    rf"{_NUMBER}\s*(?:°|º|˚|度|deg\b|d\b)?\s*"
    rf"(?:{_NUMBER}\s*(?:['’′ʹ´]|分|min\b|m\b)\s*)?"
    rf"(?:{_NUMBER}\s*(?:[\"”″ʺ]|\'\'|’’|′′|秒|sec\b|s\b)\s*)?"
)
_LAT_NAME = r"北緯|南緯|緯度|lat(?:itude)?\.?"
_LON_NAME = r"東経|西経|経度|lon(?:gitude)?\.?|long\.?|lng"
_LAT_SIDE = r"(?:nord|north|sud|south|[NS])(?![a-z])"
_LON_SIDE = r"(?:est|east|ouest|west|[EWO])(?![a-z])"
_LAT_NAMED = re.compile(
    rf"(?P<name>{_LAT_NAME})\s*[:：=]?\s*(?P<sign>[-+]?)\s*(?P<value>{_DEGREES})(?P<side>{_LAT_SIDE})?",
    re.IGNORECASE,
)
_LON_NAMED = re.compile(
    rf"(?P<name>{_LON_NAME})\s*[:：=]?\s*(?P<sign>[-+]?)\s*(?P<value>{_DEGREES})(?P<side>{_LON_SIDE})?",
    re.IGNORECASE,
)
#: « 48.57 N, 7.75 E », then « N 48.57 E 7.75 ».
_SIDED = (
    re.compile(rf"(?P<value>{_DEGREES})(?P<side>{_LAT_SIDE}|{_LON_SIDE})", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?P<side>[NSEWO])\s*(?P<value>{_DEGREES})", re.IGNORECASE),
)
_PAIR = re.compile(
    r"(?<![\d.,])([-−+]?\d{1,3}[.]\d{1,12})°?\s*[,;/ ]\s*([-−+]?\d{1,3}[.]\d{1,12})(?![\d])"
    r"|(?<![\d.,])([-−+]?\d{1,3}[,]\d{1,12})°?\s*[;/ ]\s*([-−+]?\d{1,3}[,]\d{1,12})(?![\d])"
)


@dataclass(frozen=True, slots=True)
class _Box:
    """South, north, west, east in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


#: Metropolitan France with Corsica; overseas authorities (Antilles and Guyane, Saint-Pierre,
#: La Réunion and Mayotte, New Caledonia with Wallis, Polynesia); Japan with its outer islands.
_FRANCE = (
    _Box(41.0, 51.3, -5.6, 9.8),
    _Box(2.0, 18.4, -63.3, -51.0),
    _Box(46.6, 47.3, -56.6, -56.0),
    _Box(-21.6, -12.4, 44.8, 56.0),
    _Box(-23.0, -13.0, 158.0, 180.0),
    _Box(-14.6, -13.1, -178.4, -176.0),
    _Box(-28.0, -7.5, -155.0, -134.0),
)
_JAPAN = (_Box(20.2, 45.8, 122.7, 154.2),)


def country_of(position: Position) -> Country | None:
    """The country a position lies in, by bounding boxes; None where it is neither."""
    if any(box.holds(position.lat, position.lon) for box in _FRANCE):
        return Country.FR
    if any(box.holds(position.lat, position.lon) for box in _JAPAN):
        return Country.JP
    return None


def links_in(text: str) -> tuple[str, ...]:
    """The addresses written in `text`, with or without « http:// », as typed."""
    found = [(m.start(), m[0].rstrip(".,;:!?)]」")) for m in _URL.finditer(text)]
    covered = _URL.sub(lambda m: " " * len(m[0]), text)
    found += [(m.start(), m[0].rstrip(".,;:!?)]」")) for m in _BARE_HOST.finditer(covered)]
    return tuple(link for _, link in sorted(found))


def is_map_link(link: str) -> bool:
    """Whether an address shows a map."""
    return _MAP_HOSTS.search(link) is not None


def position_in_link(link: str) -> Position | None:
    """The position inside a map link; None where it holds none (short links)."""
    plain = unquote(link)
    for pattern, lon_first in _IN_LINK:
        match = pattern.search(plain)
        if match:
            a, b = float(match[1]), float(match[2])
            position = _checked(b, a) if lon_first else _checked(a, b)
            if position:
                return position
    return None


def position_in(text: str) -> Position | None:
    """The position written in `text`: decimal, degrees-minutes-seconds, 北緯…東経…"""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    lat, lon = _LAT_NAMED.search(plain), _LON_NAMED.search(plain)
    if lat and lon:
        return _checked(_named(lat), _named(lon))
    for style in _SIDED:
        sided = [(match["side"].upper(), _of_sided(match)) for match in style.finditer(plain)]
        north = [value for side, value in sided if side[0] in "NS"]
        east = [value for side, value in sided if side[0] not in "NS"]
        if north and east:
            return _checked(north[0], east[0])
    pair = _PAIR.search(plain)
    if pair:
        a, b = (pair[1], pair[2]) if pair[1] else (pair[3], pair[4])
        return _checked(_decimal(a), _decimal(b))
    return None


def degrees_in(text: str) -> float | None:
    """One coordinate alone, as in a column of latitudes; signs and sides respected."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    match = re.search(rf"(?P<sign>[-+]?)\s*(?P<value>{_DEGREES})", plain)
    if not match or not re.search(r"\d", match["value"]):
        return None
    value = _degrees(match["value"])
    rest = plain[: match.start()] + " " + plain[match.end() :]
    negative = (
        match["sign"] == "-" or _SOUTH_OR_WEST.search(re.sub(_LAT_NAME, "", rest)) is not None
    )
    return -value if negative else value


def _named(match: re.Match[str]) -> float:
    value = _degrees(match["value"])
    turned = match["sign"] == "-" or (match["side"] or "")[:1].upper() in ("S", "W", "O")
    return -value if turned or match["name"][0] in "南西" else value


def _of_sided(match: re.Match[str]) -> float:
    value = _degrees(match["value"])
    return -value if match["side"][0].upper() in "SWO" else value


def _degrees(text: str) -> float:
    """Degrees, minutes, seconds → degrees."""
    parts = [_decimal(number) for number in re.findall(_NUMBER, text)][:3]
    return sum((part / 60.0**place for place, part in enumerate(parts)), 0.0)


def _decimal(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-").replace("+", ""))


def _checked(lat: float, lon: float) -> Position | None:
    """A position on the globe; latitude and longitude change places where only that makes sense."""
    lat, lon = round(lat, _DECIMALS), round(lon, _DECIMALS)
    fits = abs(lat) <= 90 and abs(lon) <= 180
    if fits and country_of(Position(lat, lon)) is not None:
        return Position(lat, lon)
    swapped = abs(lon) <= 90 and abs(lat) <= 180
    if swapped and country_of(Position(lon, lat)) is not None:
        return Position(lon, lat)
    return Position(lat, lon) if fits else None
