"""The same fiche, written to every format, is read as the same fiche."""

# ruff: noqa: E501 -- documents stand here as they are, not folded to a line length

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.collectivity import Country, Language, Position
from matcher.fiche import Fiche, KeyPoint, PartialDate, Sourced, read
from matcher.reading.filled import ReadFile
from matcher.reading.form import fiche_of
from matcher.reading.segment import segment
from matcher.reading.source import read_bytes
from tests.reading.writers import WRITERS

NAMES = {
    Country.FR: [
        "Tours",
        "Aix-en-Provence",
        "Saint-Étienne",
        "Communauté d'agglomération du Pays Basque",
        "Haute-Vienne",
        "L'Haÿ-les-Roses",
        "Métropole de Lyon",
    ],
    Country.JP: ["高松市", "南アルプス市", "北海道", "江戸川区", "小布施町", "つくば市", "大分県"],
}
REGIONS = {Country.FR: "Nouvelle-Aquitaine", Country.JP: "香川県"}
KINDS = {
    Country.FR: ["commune", "département", "intercommunalité"],
    Country.JP: ["市", "町", "特別区"],
}
SENTENCES = {
    Language.FR: [
        "Réseau de chaleur : 12 km de conduites, bois local et géothermie.",
        "Retour du tramway en 1994 ; le centre a été rendu aux piétons.",
        "Population associée à chaque étape du projet, de l'étude aux travaux",
        "Œnotourisme, « maisons » de champagne et fêtes d'hiver…",
        "Contact avec les entreprises : pépinière, fablab et prêts d'honneur",
        "Plus de 600 km d'aménagements cyclables (2014-2020), vélos en location longue durée pour tous les habitants de l'agglomération.",
        "M. Dupont, maire de 1995 à 2008, avait lancé la ville sur la voie du zéro déchet.",
        "Tri à la source – la première fois en France – et compost de quartier.",
        "2 500 entreprises, 40 laboratoires, 3 écoles",
    ],
    Language.JA: [
        "区の約7割が海抜ゼロメートル。広域避難の手順を隣接4区と策定。",
        "公・民・学の連携拠点が主導し、街区間で電力を融通、停電時も供給を継続。",
        "「水と土の芸術祭」を開催し、市民プロジェクトで地域の記憶を掘り起こした。",
        "人口減少対策：空き家を移住者に紹介",
        "出力１万kWの木質バイオマス発電所を官民で運営",
        "平成18年に赤字のＪＲ線を次世代型路面電車に転換し、利用者は平日で約2倍となった。沿線への住み替えを補助し、沿線居住率を高めている。",
        "松盆栽の産地（国内シェア約８割）として欧州へ輸出",
        "高齢化率35％超の地区で見守り訓練",
    ],
    Language.EN: [
        "Special zone for personal mobility robots on public sidewalks since 2011; trials in care homes.",
        "Waste reduction by 30 percent achieved ahead of plan through ten-category sorting with citizens.",
        "Fields reused: rice paddies without pesticides, a refuge for the ibis",
        "Contact point for newcomers, vacant houses renovated",
        "3,000 smart meters, 40 electric cars and a virtual power plant in schools",
    ],
}
DOMAINS = {
    Language.FR: [
        "Culture",
        "Énergies renouvelables",
        "Prévention des risques",
        "Aménagement du territoire",
        "Transports",
    ],
    Language.JA: ["防災", "まちづくり", "再生可能エネルギー", "観光", "高齢化"],
    Language.EN: ["Renewable energy", "Urban development", "Culture", "Robotics"],
}
SEEKING = {
    Language.FR: "Une ville portuaire pour un échange sur le zéro déchet",
    Language.JA: "港町との環境分野の交流",
    Language.EN: "A port city to exchange on waste",
}


@st.composite
def fiches(draw: st.DrawFn) -> Fiche:
    country = draw(st.sampled_from(list(Country)))
    own = Language.FR if country is Country.FR else Language.JA
    language = draw(st.sampled_from([own, own, Language.EN])) if country is Country.JP else own
    # The hand-made PDF holds one alphabet: Japanese names go with Japanese text.
    names = NAMES[country] if language is not Language.EN else ["Kurashiki City", "Town of Obuse"]
    day = draw(st.dates())
    month, with_day = draw(st.booleans()), draw(st.booleans())
    year = 1990 + day.year % 60
    updated = PartialDate(
        year, day.month if month else None, min(day.day, 28) if month and with_day else None
    )
    france = country is Country.FR
    lat = draw(st.integers(4300, 5000) if france else st.integers(3100, 4500)) / 100
    lon = draw(st.integers(-100, 700) if france else st.integers(13000, 14500)) / 100
    population = draw(st.none() | st.integers(200, 14_000_000))
    return Fiche(
        source="",
        given_id=draw(
            st.text(string.ascii_lowercase + string.digits, min_size=2, max_size=8).map(
                lambda t: f"{country.lower()}-{t}"
            )
        ),
        name=read(draw(st.sampled_from(names))),
        country=read(country),
        language=read(language),
        kind=read(draw(st.none() | st.sampled_from(KINDS[country])))
        if language is own
        else Sourced(),
        region=read(REGIONS[country]) if language is own else Sourced(),
        position=read(draw(st.none() | st.just(Position(lat, lon)))),
        domains=tuple(draw(st.lists(st.sampled_from(DOMAINS[language]), unique=True, max_size=4))),
        population=read(population),
        population_year=read(draw(st.none() | st.integers(2000, 2030)))
        if population
        else Sourced(),
        updated=read(draw(st.none() | st.just(updated))),
        key_points=tuple(
            KeyPoint(t)
            for t in draw(
                st.lists(st.sampled_from(SENTENCES[language]), unique=True, min_size=1, max_size=5)
            )
        ),
        seeking=read(draw(st.none() | st.just(SEEKING[language]))),
    )


def what_is_read(fiche: Fiche, ending: str) -> Fiche:
    outcomes = read_bytes(WRITERS[ending](fiche), f"fiche.{ending}")
    assert len(outcomes) == 1
    outcome = outcomes[0]
    assert isinstance(outcome, ReadFile), outcome
    forms = outcome.forms + tuple(
        form for document in outcome.documents for form in segment(document)
    )
    assert len(forms) == 1
    return fiche_of(
        forms[0], is_known=lambda label: any(label in known for known in DOMAINS.values())
    )


def compared(fiche: Fiche) -> dict[str, object]:
    return {
        name: getattr(fiche, name)
        for name in (
            *(
                "given_id",
                "name",
                "country",
                "language",
                "kind",
                "region",
                "position",
                "domains",
                "population",
            ),
            *("population_year", "updated", "key_points", "seeking"),
        )
    }


@pytest.mark.parametrize("ending", list(WRITERS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fiche=fiches())
def test_a_fiche_survives(ending: str, fiche: Fiche) -> None:
    assert compared(what_is_read(fiche, ending)) == compared(fiche)
