"""A small world for the matching tests: topics as directions, texts as noisy unit vectors.

A text "energy#3" points along the axis of its topic with a little noise drawn from its own
words, so that texts of one topic are near each other and the same text always embeds alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Collectivity, Country, Language, Level
from matcher.domains import Domain
from matcher.fiche import Fiche, KeyPoint, read
from matcher.gathering import Participant
from matcher.matching.hubs import LanguageMeans
from matcher.matching.line_up import embed, fields_of, line_up, list_texts
from matcher.matching.side import Side
from matcher.profile import Meeting, Profile, Weight, WorkingGroup

TOPICS = ("energy", "tram", "floods", "ceramics", "spa", "wine", "robots", "islands")
VOCABULARY = (
    Domain("renewable-energy", {}, stressed=True),
    Domain("transport", {}),
    Domain("disaster-risk", {}, tohoku=True),
    Domain("culture", {}),
    Domain("tourism", {}, companies=True),
)
DOMAINS = tuple(domain.id for domain in VOCABULARY)

_PARAMETERS = {
    "key-points-temperature": 0.1,
    "labels-temperature": 0.1,
    "key-points-hub-prior": 0.1,
    "labels-hub-prior": 0.1,
    "hub-prior-count": 5.0,
    "labels-share": 0.5,
    "stressed-emphasis": 1.2,
    "rarity-prior-count": 20.0,
    "rarity-prior-share": 0.12,
    "specific-threshold": 0.5,
    "specific-spread": 0.05,
    "commune-offset": 0.3,
    "grouping-offset": 0.1,
    "size-spread": 0.6,
    "rank-share": 0.25,
    "comparable-ratio": 5.0,
}
_WEIGHTS = {
    "constant": -3.0,
    "key-points": 10.0,
    "specific-policy": 1.0,
    "domains": 1.0,
    "stressed-field": 0.2,
    "companies": 0.1,
    "tohoku": 0.3,
    "population": 1.0,
    "comparable-scale": 0.3,
}
GROUP = WorkingGroup({Language.EN: "Energy and transport"}, ("renewable-energy", "transport"))


def profile(**weights: float) -> Profile:
    """The test profile, single weights or parameters replaced (underscores for hyphens)."""
    changed = {name.replace("_", "-"): value for name, value in weights.items()}

    def table(values: dict[str, float]) -> dict[str, Weight]:
        return {name: Weight(changed.get(name, value), "test") for name, value in values.items()}

    return Profile(
        name="test",
        meeting=Meeting({Language.EN: "Test"}, "2014", {Language.EN: "Takamatsu"}, (GROUP,)),
        meetings_each=3,
        floor=0.0,
        floor_reason="test",
        weights=table(_WEIGHTS),
        parameters=table(_PARAMETERS),
        fingerprint="test",
    )


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts → float32 (n, 40): the topic's axis plus noise from the text; blank → zeros."""
    rows = np.zeros((len(texts), 40), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        if text.strip():
            generator = np.random.default_rng(zlib.crc32(text.encode()))
            row[8:] = generator.normal(scale=0.12, size=32)
            topic = text.split("#")[0]
            if topic in TOPICS:
                row[TOPICS.index(topic)] = 1.0
            row[:] = row / np.linalg.norm(row)
    return rows


def participant(
    id_: str,
    key_points: Sequence[str],
    *,
    population: int | None = 100_000,
    domains: Sequence[str] = ("transport",),
    code: str | None = None,
    level: Level | None = None,
) -> Participant:
    """A participant whose country is told by its id (`fr-…`, `jp-…`)."""
    country = Country.FR if id_.startswith("fr-") else Country.JP
    usual = Level.EPCI if country is Country.FR else Level.MUNICIPALITY
    language = Language.FR if country is Country.FR else Language.JA
    place = Collectivity(
        country=country, level=level or usual, kind="", code=code or "99000", names={language: id_}
    )
    fiche = Fiche(
        source=f"{id_}.yaml",
        name=read(id_),
        country=read(country),
        language=read(language),
        domains=tuple(domains),
        domain_ids=tuple(label for label in domains if label in DOMAINS),
        population=read(population),
        key_points=tuple(KeyPoint(text) for text in key_points),
        collectivity=place,
    )
    return Participant(id=id_, collectivity=place, country=country, name=id_, fiches=(fiche,))


def rank(country: Country, population: int) -> float:
    """A simple rank: one million inhabitants and more is the top."""
    return min(population / 1_000_000, 1.0)


def sides(participants: Sequence[Participant], with_profile: Profile) -> tuple[Side, Side]:
    """Both sides, lined up with each other; no language means are taken out."""
    none = LanguageMeans({})
    fr, jp = (embed(list_texts(participants, country), encode, none, none) for country in Country)
    fields = fields_of(VOCABULARY, participants, with_profile)
    return line_up(fr, jp, fields, rank, with_profile)


def meeting() -> list[Participant]:
    """Four of each country; every topic has one natural pair."""
    return [
        participant("fr-a", ["energy#1", "tram#1"], domains=["renewable-energy", "transport"]),
        participant("fr-b", ["floods#1", "islands#1"], domains=["disaster-risk"]),
        participant("fr-c", ["ceramics#1", "wine#1"], domains=["culture"], population=20_000),
        participant("fr-d", ["spa#1"], domains=["tourism"], population=9_000),
        participant("jp-a", ["energy#2", "tram#2"], domains=["renewable-energy"]),
        participant("jp-b", ["floods#2", "islands#2"], domains=["disaster-risk"], code="04202"),
        participant("jp-c", ["ceramics#2", "wine#2"], domains=["culture"], population=35_000),
        participant("jp-d", ["spa#2", "robots#2"], domains=["tourism"], population=12_000),
    ]
