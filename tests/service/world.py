"""A small world behind the service: topics as directions, an index in memory, no file, no model.

Two hundred and thirty participants, so that lists have several pages; the encoder is that of the
matching tests, so that « energy#1 » and « energy#2 » answer each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from fastapi import FastAPI
from numpy.typing import NDArray

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, KeyPoint, Sourced, read
from matcher.gathering import Participant
from matcher.index.directory import open_index, write_index
from matcher.profile import Profile
from matcher.settings import Settings
from matcher.workflow.line_up_fiches import lined_up
from matcher.workflow.opening import open_knowledge, open_profile
from service.app import create_app
from service.opened import Opened
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from tests.matching.small_world import TOPICS, encode

CONTACT = "Mme Sentinelle, sentinelle@ville.example, +33 1 00 00 00 00"
SCRIPT = "<script>alert('Ajaccio')</script>"
SETTINGS = Settings(index=Path("unused"), rate=0)
CURATING = replace(SETTINGS, anonymous="curate")

DOMAINS = {
    "energy": ("Énergies renouvelables", "renewable-energy"),
    "tram": ("Transports", "transport"),
    "floods": ("Prévention des risques", "disaster-risk"),
    "ceramics": ("Culture", "culture"),
    "spa": ("Tourisme", "tourism"),
    "wine": ("Agriculture", "agriculture-food"),
    "robots": ("Numérique", "digital"),
    "islands": ("Aménagement du territoire", "spatial-planning"),
}


class SmallEncoder:
    """The encoder of the matching tests, as the port wants it."""

    name = "small"
    fingerprint = "f" * 64
    dimension = 40

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return encode(texts)


def participant(
    id_: str, topics: Sequence[str], population: int | None = 50_000, name: str | None = None
) -> Participant:
    """A participant with a key point a topic; its contact must never be seen again."""
    country = Country.FR if id_.startswith("fr-") else Country.JP
    called = name or id_
    fiche = Fiche(
        source=f"{id_}.yaml",
        name=read(called),
        country=read(country),
        language=read(Language.FR if country is Country.FR else Language.JA),
        domains=tuple(DOMAINS[topic][0] for topic in topics),
        domain_ids=tuple(DOMAINS[topic][1] for topic in topics),
        population=Sourced() if population is None else read(population),
        contact=read(CONTACT),
        key_points=tuple(KeyPoint(f"{topic}#{id_}") for topic in topics),
    )
    return Participant(id=id_, collectivity=None, country=country, name=called, fiches=(fiche,))


def participants() -> list[Participant]:
    """115 of each country; the first few are told apart by name, the others by number."""
    named = [
        participant("fr-elan", ["energy", "tram"], 120_000, "Élan-sur-Mer"),
        participant("fr-script", ["spa"], 9_000, SCRIPT),
        participant("fr-unknown-size", ["floods"], None, "Crue"),
        participant("jp-kaze", ["energy", "islands"], 90_000, "風ヶ島市"),
        participant("jp-yu", ["spa", "ceramics"], 12_000, "ユノ町"),
    ]
    rest = [
        participant(
            f"{country}-{number:03}",
            [TOPICS[number % 8], TOPICS[(number * 3 + 1) % 8]],
            1000 * (number + 1),
        )
        for country, count in (("fr", 112), ("jp", 113))
        for number in range(count)
    ]
    return [*named, *rest]


def opened(folder: Path, people: Sequence[Participant], profile: Profile | None = None) -> Opened:
    """What the service opens: a catalogue in `folder` that an index of `people` has seeded."""
    knowledge = open_knowledge()
    encoder = SmallEncoder()
    used = profile or open_profile(knowledge)
    write_index(lined_up(people, encoder, used, knowledge), folder / "index")
    content = open_index(folder / "index").content
    catalogue = open_catalogue(str(folder / "catalogue.db"))
    return Opened.over(catalogue, encoder, used, knowledge, content=content)


def follow(folder: Path) -> Opened:
    """A further process over the catalogue in `folder`, which may be empty."""
    knowledge = open_knowledge()
    catalogue = open_catalogue(str(folder / "catalogue.db"))
    return Opened.over(catalogue, SmallEncoder(), open_profile(knowledge), knowledge)


class _Lent(Catalogue):
    """A catalogue that outlives the application it is lent to."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue.database)

    def close(self) -> None:
        """Nothing: who lent it closes it."""


def application(opened: Opened, settings: Settings = SETTINGS) -> FastAPI:
    """An application over what was opened, which stays open when the application ends."""
    lent = replace(opened, catalogue=_Lent(opened.catalogue))
    return create_app(settings, opening=lambda _: lent)
