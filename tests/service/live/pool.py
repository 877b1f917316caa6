"""Fiches that have to do with each other in every way that fiches can."""

from __future__ import annotations

import json
from functools import cache

from matcher.fiche import Fiche
from matcher.workflow.opening import open_knowledge
from service.live.newcomer import fiche_in

_TRAM = ["tram#1", "wine#1"]

BODIES: tuple[dict[str, object], ...] = (
    {"name": "Tours", "country": "FR", "key_points": _TRAM},
    {"name": "Tours", "country": "FR", "key_points": _TRAM, "updated": "2014-02"},
    {"name": "Ville de Tours", "country": "FR", "key_points": ["spa#1"], "updated": "2013"},
    {"name": "Tours", "country": "FR", "language": "ja", "key_points": _TRAM},
    {"name": "Tours", "country": "FR", "id": "one", "key_points": ["robots#1"]},
    {"name": "Rennes", "country": "FR", "id": "one", "key_points": ["robots#2"]},
    {"name": "Rennes", "country": "FR", "key_points": ["robots#2", "spa#3"]},
    {"name": "Rennes", "country": "FR", "id": "two", "key_points": ["islands#2"]},
    {"name": "Saint-Denis", "country": "FR", "key_points": ["floods#1"]},
    {"name": "Saint-Denis", "country": "FR", "key_points": ["floods#2"]},
    {"name": "Saint-Denis", "country": "FR", "key_points": ["ceramics#1"]},
    {"name": "Saint-Denis 2", "country": "FR", "key_points": ["energy#4"]},
    {"name": "Saint-Denis", "country": "FR", "id": "fr-saint-denis", "key_points": ["spa#5"]},
    {"name": "Autre", "country": "FR", "id": "fr-saint-denis-3", "key_points": ["spa#6"]},
    {"name": "Autre lieu", "country": "FR", "id": "three", "key_points": ["spa#6"]},
    {"name": "Autre lieu", "country": "FR", "key_points": ["energy#6"], "population": 5000},
    {"name": "Autre lieu", "country": "FR", "key_points": ["tram#6"], "population": 900000},
    {"name": "府中市", "country": "JP", "key_points": ["islands#1"]},
    {"name": "府中市", "country": "JP", "key_points": ["islands#2", "energy#9"]},
    {"name": "府中市", "country": "JP", "region": "東京都", "key_points": ["islands#2"]},
    {"name": "高松市", "country": "JP", "key_points": ["tram#7"]},
    {"name": "高松市", "country": "JP", "language": "fr", "key_points": ["tram#7"]},
    {"name": "高松市", "country": "JP", "key_points": ["tram#7"], "updated": "2012-01"},
    {"name": "Takamatsu", "country": "JP", "id": "one", "key_points": ["wine#7"]},
    {"name": "どこか村", "country": "JP", "key_points": ["spa#8"]},
    {"name": "Sans point", "country": "FR"},
    {"country": "FR", "key_points": ["spa#9"]},
)


@cache
def fiches() -> tuple[Fiche, ...]:
    """Each read and completed, from a file of its own."""
    knowledge = open_knowledge()
    return tuple(
        fiche_in(json.dumps(body), knowledge, f"{number:02}.json")
        for number, body in enumerate(BODIES)
    )
