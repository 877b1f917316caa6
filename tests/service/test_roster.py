"""Looking somebody up who is not there."""

from __future__ import annotations

import pytest

from matcher.errors import UnknownCollectivity
from service.live.roster import Roster
from tests.service.world import participant


@pytest.fixture(scope="module")
def roster() -> Roster:
    return Roster(
        [
            participant("fr-commune-44109", ["tram"], name="Nantes"),
            participant("fr-commune-44143", ["tram"], name="Rezé"),
            participant("jp-municipality-37201", ["tram"], name="高松市"),
        ]
    )


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("fr-commune-44110", "fr-commune-44109"),
        ("FR-COMMUNE-44109", "fr-commune-44109"),
        ("Nantes", "fr-commune-44109"),
        ("reze", "fr-commune-44143"),
        ("高松", "jp-municipality-37201"),
    ],
)
def test_the_one_meant_is_offered_first(roster: Roster, asked: str, near: str) -> None:
    with pytest.raises(UnknownCollectivity) as raised:
        roster[asked]
    assert raised.value.near[0] == near


@pytest.mark.parametrize("asked", ["", "-", "zz", "☃"])
def test_nobody_is_offered_where_nobody_is_near(roster: Roster, asked: str) -> None:
    with pytest.raises(UnknownCollectivity) as raised:
        roster[asked]
    assert raised.value.near == ()
