"""What ships in `data/` can be opened and is whole."""

import json
import re
from importlib.resources import files
from pathlib import Path

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


def test_what_every_file_is_and_where_it_comes_from_is_told() -> None:
    data = Path(str(files("matcher") / "data"))
    names = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert {"authorities.csv", "profiles/takamatsu.toml"} < names
    told = re.findall(r"^## (.+)$", shipped.shipped_text("README.md"), re.MULTILINE)
    assert sorted(names - {"README.md"}) == sorted(told)


def test_the_insets_are_closed_rings_in_their_boxes() -> None:
    for inset in json.loads(shipped.shipped_text("overseas.json"))["insets"]:
        west, south, east, north = inset["bbox"]
        assert set(inset["names"]) == {"fr", "ja", "en"}
        for ring in inset["rings"]:
            assert ring[0] == ring[-1]
            assert all(west <= x <= east and south <= y <= north for x, y in ring)


def test_a_file_that_does_not_ship_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        shipped.shipped_text("nothing.csv")
