"""Where participants stand on the map."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Country, Language, Position
from matcher.i18n.sentences import Speaker
from matcher.writing.map import HEIGHT, WIDTH, draw
from matcher.writing.projection import MAINLAND, Conic, territories, territory_of
from tests import samples


@pytest.mark.parametrize(
    ("country", "lat", "lon", "code"),
    [
        (Country.FR, 48.86, 2.35, "main"),
        (Country.FR, 41.93, 8.74, "main"),
        (Country.FR, -20.88, 55.45, "974"),
        (Country.FR, 4.92, -52.31, "973"),
        (Country.FR, 14.6, -61.07, "972"),
        (Country.FR, 16.24, -61.53, "971"),
        (Country.FR, -12.78, 45.23, "976"),
        (Country.FR, -17.53, -149.57, "987"),
        (Country.FR, -22.27, 166.46, "988"),
        (Country.JP, 43.06, 141.35, "main"),
        (Country.JP, 26.21, 127.68, "okinawa"),
        (Country.JP, 24.34, 124.16, "okinawa"),
        (Country.JP, 27.09, 142.19, "ogasawara"),
    ],
)
def test_every_part_of_both_countries_has_its_place(
    country: Country, lat: float, lon: float, code: str
) -> None:
    found = territory_of(country, Position(lat, lon))
    assert found is not None
    assert found.code == code


def test_a_position_in_the_other_country_is_nowhere() -> None:
    assert territory_of(Country.FR, Position(35.68, 139.69)) is None


def test_every_territory_has_outlines_and_names() -> None:
    for territory in territories():
        assert territory.rings
        assert territory.code == "main" or set(territory.names) == set(Language)


@given(st.floats(42, 51), st.floats(-5, 8))
def test_north_is_up_and_east_is_right(lat: float, lon: float) -> None:
    conic = MAINLAND[Country.FR].conic
    here = conic.project(Position(lat, lon))
    assert conic.project(Position(lat + 0.1, lon)).y > here.y
    assert conic.project(Position(lat, lon + 0.1)).x > here.x


def test_the_projection_keeps_lengths_on_its_standard_parallels() -> None:
    # One degree of latitude is 111.19 km on a sphere of 6371 km; scale is true on the parallels.
    conic = Conic(44.0, 49.0, 3.0)
    south, north = (conic.project(Position(44.0 + d, 3.0)).y for d in (-0.005, 0.005))
    assert (north - south) * 100 == pytest.approx(111.19, rel=1e-3)


def test_who_has_no_position_is_listed_instead() -> None:
    drawing = draw(samples.shortlist(), Speaker(Language.FR))
    assert drawing.off_map == ("Seule-sur-Loire",)
    assert [place.id for place in drawing.places] == ["fr-nancy", "jp-toyama"]
    assert [(arc.fr_id, arc.jp_id) for arc in drawing.arcs] == [("fr-nancy", "jp-toyama")]


def test_insets_appear_when_someone_stands_in_them() -> None:
    names = {land.name for land in draw(samples.shortlist(), Speaker(Language.JA)).lands}
    assert "レユニオン" not in names
    island = samples.participant("fr-saint-denis", position=Position(-20.88, 55.45))
    made = samples.shortlist(samples.pairing(fr=island))
    drawing = draw(made, Speaker(Language.JA))
    assert "レユニオン" in {land.name for land in drawing.lands}


@given(st.lists(st.tuples(st.floats(42, 51), st.floats(-5, 8)), min_size=1, max_size=60))
def test_names_neither_overlap_nor_leave_the_map(places: list[tuple[float, float]]) -> None:
    crowd = tuple(
        samples.participant(f"fr-{number}", position=Position(lat, lon))
        for number, (lat, lon) in enumerate(places)
    )
    drawing = draw(samples.shortlist(participants=crowd), Speaker(Language.FR))
    rows = [p.label_y for p in drawing.places if p.country is Country.FR and p.label_y is not None]
    assert all(0 < row <= HEIGHT for row in rows)
    assert all(below - above >= 10.9 for above, below in pairwise(rows))
    assert all(0 <= p.at.x <= WIDTH and 0 <= p.at.y <= HEIGHT for p in drawing.places)
    assert bool(rows) == (len(crowd) + 1 <= 48)
