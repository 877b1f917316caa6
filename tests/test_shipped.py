"""What ships in `data/` can be opened and is whole."""

import json

import pytest

from matcher import shipped


def test_tables_are_read_once() -> None:
    assert shipped.gazetteer() is shipped.gazetteer()
    assert shipped.vocabulary() is shipped.vocabulary()
    assert shipped.twins() is shipped.twins()


def test_the_outlines_are_closed_rings_of_both_countries() -> None:
    outlines = json.loads(shipped.shipped_text("outlines.json"))
    for country in ("FR", "JP"):
        rings = outlines[country]["rings"]
        assert rings
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)


def test_the_source_and_licence_of_every_table_is_told() -> None:
    readme = shipped.shipped_text("README.md")
    for name in ("authorities.csv", "partnerships.csv", "outlines.json", "domains.toml"):
        assert name in readme


def test_a_file_that_does_not_ship_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        shipped.shipped_text("nothing.csv")
