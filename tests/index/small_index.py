"""An index of the small world of the matching tests, with every kind of value in its fiches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.collectivity import Collectivity, Country, Language, Position
from matcher.fiche import Fiche, KeyPoint, Note, PartialDate, guessed, read
from matcher.gathering import Participant, TranslatedPoint
from matcher.index.content import Content, EncoderMark, ProfileMark
from matcher.matching.hubs import LanguageMeans
from tests.matching.small_world import meeting, profile, sides

CONTACT = "Mme Sentinelle, +33 1 00 00 00 00"
ENCODER = EncoderMark("small", "f" * 64, 40)


def full_participant() -> Participant:
    """One participant in which no field has its default."""
    plain = meeting()[0]
    place = Collectivity(
        country=Country.FR,
        level=plain.collectivity.level,  # type: ignore[union-attr]
        kind="commune",
        code="2A004",
        names={Language.FR: "Ajaccio « l'île »", Language.JA: "アジャクシオ"},
        population=70_000,
        population_year=2020,
        position=Position(41.92, 8.73),
        parent_code="2A",
        parent_names={Language.FR: "Corse-du-Sud"},
        intercommunality="242010056",
        coastal=True,
        website="https://ville.example",
    )
    fiche = Fiche(
        source="フォルダ/fiche 1.docx",
        place="page 2",
        given_id="fr-a",
        name=read("Ajaccio"),
        country=guessed(Country.FR),
        language=read(Language.FR),
        kind=read("commune"),
        code=read("2A004"),
        region=guessed("Corse"),
        position=read(Position(41.9, 8.7)),
        map_link=read("https://maps.example/?q=41.9,8.7"),
        domains=("renewable-energy", "transport"),
        population=read(70_123),
        population_year=read(2013),
        website=read("https://ville.example/en"),
        contact=read(CONTACT),
        updated=read(PartialDate(2014, 3)),
        key_points=(KeyPoint("energy#1"), KeyPoint("tram#1\nsecond line")),
        seeking=read("un port"),
        notes=(
            Note(
                "of-every-kind",
                "population",
                {
                    "count": 3,
                    "share": 0.5,
                    "sure": True,
                    "nothing": None,
                    "others": (1, 2),
                    "language": Language.JA,
                    "country": Country.JP,
                    "date": PartialDate(2014),
                    "position": Position(1.0, 2.0),
                    "inner": {"a": ("b",)},
                },
            ),
            Note("contact-odd", "contact", {"found": CONTACT}),
        ),
        collectivity=place,
        domain_ids=("renewable-energy", "transport"),
    )
    translation = replace(fiche, language=read(Language.EN), key_points=(KeyPoint("tram#9"),))
    return Participant(
        id="fr-a",
        collectivity=place,
        country=Country.FR,
        name="Ajaccio",
        fiches=(fiche,),
        translations=(translation,),
        superseded=(replace(fiche, updated=read(PartialDate(2013, 1, 2))),),
        translated_points=(TranslatedPoint(1, Language.EN, KeyPoint("tram#9")),),
    )


def content() -> Content:
    """Both sides of the small world; its first participant has every field."""
    people = [full_participant(), *meeting()[1:]]
    fr, jp = sides(people, profile())
    generator = np.random.default_rng(1)
    means = LanguageMeans(
        {
            language: generator.normal(size=40).astype(np.float32)
            for language in (Language.FR, Language.JA)
        }
    )
    return Content(
        fr=fr,
        jp=jp,
        passage_means=means,
        label_means=LanguageMeans({}),
        encoder=ENCODER,
        profile=ProfileMark("test", "test"),
    )
