"""Coordinates and map links as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Country, Position
from matcher.reading.positions import (
    country_of,
    degrees_in,
    is_map_link,
    links_in,
    position_in,
    position_in_link,
)

TYPED = [
    ("48.5734, 7.7521", 48.5734, 7.7521),
    ("48.5734 7.7521", 48.5734, 7.7521),
    ("48,5734 ; 7,7521", 48.5734, 7.7521),
    ("48,5734 / 7,7521", 48.5734, 7.7521),
    ("(34.3401, 134.0434)", 34.3401, 134.0434),
    ("48.5734° N, 7.7521° E", 48.5734, 7.7521),
    ("N 48.5734 E 7.7521", 48.5734, 7.7521),
    ("48,5734 N 7,7521 E", 48.5734, 7.7521),
    ("47°13′05″ N, 1°33′10″ O", 47.21806, -1.55278),
    ("47°13'05\" N 1°33'10\" W", 47.21806, -1.55278),
    ("47° 13’ 05’’ Nord, 1° 33’ 10’’ Ouest", 47.21806, -1.55278),
    ("Latitude : 48.5734 ; longitude : 7.7521", 48.5734, 7.7521),
    ("Lat. 48,5734 – Long. 7,7521", 48.5734, 7.7521),
    ("lat=48.5734 lon=7.7521", 48.5734, 7.7521),
    ("Longitude 7.7521, latitude 48.5734", 48.5734, 7.7521),
    ("Latitude : 47.2181 N\nLongitude : -1.5528", 47.2181, -1.5528),
    ("北緯34度20分24秒、東経134度2分36秒", 34.34, 134.04333),
    ("北緯34.3401度 東経134.0434度", 34.3401, 134.0434),
    ("北緯３４度２０分　東経１３４度２分", 34.33333, 134.03333),
    ("東経134度2分36秒 北緯34度20分24秒", 34.34, 134.04333),
    ("緯度：34.3401　経度：134.0434", 34.3401, 134.0434),
    ("35°41′22″N 139°41′30″E", 35.68944, 139.69167),
    ("134.0434, 34.3401", 34.3401, 134.0434),
    ("7.7521, 48.5734", 48.5734, 7.7521),
    ("-21.1151, 55.5364", -21.1151, 55.5364),
    ("21°06′54″ S, 55°32′11″ E", -21.115, 55.53639),
]


@pytest.mark.parametrize(("typed", "lat", "lon"), TYPED)
def test_what_people_type_is_read(typed: str, lat: float, lon: float) -> None:
    position = position_in(typed)
    assert position is not None
    assert [position.lat, position.lon] == pytest.approx([lat, lon], abs=1e-4)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Bord de mer",
        "à 30 km de Lyon",
        "2014-03-12",
        "67000 Strasbourg",
        "Nord (59)",
        "12,3 km, 14,5 km",
    ],
)
def test_what_is_no_position_is_none(typed: str) -> None:
    assert position_in(typed) is None


LINKS = [
    ("https://www.google.com/maps/@48.5734,7.7521,12z", 48.5734, 7.7521),
    (
        "https://www.google.fr/maps/place/Strasbourg/@48.5691,7.6920,12z/data=!3m1!4b1!4m5!3m4!1s0x4796c8495e18b2c1:0x971a483118e7241f!8m2!3d48.5734053!4d7.7521113",
        48.5734053,
        7.7521113,
    ),
    ("https://maps.google.com/?q=48.5734,7.7521", 48.5734, 7.7521),
    ("https://maps.google.co.jp/maps?ll=34.3401,134.0434&z=13", 34.3401, 134.0434),
    ("https://www.google.com/maps?q=loc:48.5734,7.7521", 48.5734, 7.7521),
    ("https://www.google.com/maps/search/?api=1&query=48.5734%2C7.7521", 48.5734, 7.7521),
    ("https://www.google.com/maps/search/48.5734,+7.7521", 48.5734, 7.7521),
    ("https://www.openstreetmap.org/#map=12/48.5734/7.7521", 48.5734, 7.7521),
    ("https://www.openstreetmap.org/?mlat=48.5734&mlon=7.7521#map=12/48.6/7.8", 48.5734, 7.7521),
    ("https://www.openstreetmap.org/relation/71033#map=13/48.5734/7.7521", 48.5734, 7.7521),
    ("https://maps.gsi.go.jp/#13/34.340100/134.043400/&base=std", 34.3401, 134.0434),
    ("https://www.bing.com/maps?cp=48.5734~7.7521&lvl=12", 48.5734, 7.7521),
    ("https://maps.apple.com/?ll=48.5734,7.7521&q=Strasbourg", 48.5734, 7.7521),
    ("geo:48.5734,7.7521", 48.5734, 7.7521),
    ("https://www.geoportail.gouv.fr/carte?c=7.7521,48.5734&z=12", 48.5734, 7.7521),
    ("https://map.yahoo.co.jp/?lat=34.3401&lon=134.0434&zoom=15", 34.3401, 134.0434),
    (
        "https://www.google.com/maps/place/34%C2%B020'24.0%22N+134%C2%B002'36.0%22E/@34.34,134.0412,17z",
        34.34,
        134.0412,
    ),
]


@pytest.mark.parametrize(("link", "lat", "lon"), LINKS)
def test_a_position_inside_a_map_link_is_read(link: str, lat: float, lon: float) -> None:
    position = position_in_link(link)
    assert position is not None
    assert [position.lat, position.lon] == pytest.approx([lat, lon])
    assert is_map_link(link)


@pytest.mark.parametrize("link", ["https://maps.app.goo.gl/AbCdEf123", "https://goo.gl/maps/xyz"])
def test_a_short_link_is_a_map_without_position(link: str) -> None:
    assert is_map_link(link)
    assert position_in_link(link) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Voir http://www.ville.fr/en.", ("http://www.ville.fr/en",)),
        ("www.city.takamatsu.kagawa.jp（英語）", ("www.city.takamatsu.kagawa.jp",)),
        ("ville-dunkerque.fr", ("ville-dunkerque.fr",)),
        ("Site : https://a.fr ; https://b.jp/en/", ("https://a.fr", "https://b.jp/en/")),
        ("contact@ville.fr", ()),
        ("Rien", ()),
        ("M. Dupont, tél. 03.88.00.00.00", ()),
    ],
)
def test_addresses_are_found_as_typed(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("position", "country"),
    [
        (Position(48.57, 7.75), Country.FR),
        (Position(42.7, 9.45), Country.FR),
        (Position(-21.1, 55.5), Country.FR),
        (Position(16.2, -61.5), Country.FR),
        (Position(34.34, 134.04), Country.JP),
        (Position(26.2, 127.7), Country.JP),
        (Position(40.7, -74.0), None),
        (Position(0.0, 0.0), None),
    ],
)
def test_the_country_of_a_position(position: Position, country: Country | None) -> None:
    assert country_of(position) is country


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48.57", 48.57),
        ("48,57", 48.57),
        ("-4.49", -4.49),
        ("1°33′10″ O", -1.55278),
        ("48.57 N", 48.57),
        ("北緯34度20分", 34.3333),
        ("n.c.", None),
    ],
)
def test_one_coordinate_alone(text: str, value: float | None) -> None:
    assert degrees_in(text) == (None if value is None else pytest.approx(value, abs=1e-4))


@given(st.floats(41.5, 51, allow_nan=False), st.floats(-4.5, 8.0, allow_nan=False))
def test_every_decimal_position_in_france_survives(lat: float, lon: float) -> None:
    lat, lon = round(lat, 4), round(lon, 4)
    position = position_in(f"{lat:.4f}, {lon:.4f}")
    assert position == Position(lat, lon)
    assert (
        position_in_link(f"https://www.openstreetmap.org/#map=12/{lat:.4f}/{lon:.4f}") == position
    )
