"""A written name stands for exactly one authority, or it is said that it does not."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import shipped
from matcher.collectivity import Country, Language, Level, Position
from matcher.gazetteer.hints import Hints, distance_km
from matcher.gazetteer.resolve import Ambiguous, Resolution, Resolved, Unresolved, resolve
from matcher.gazetteer.search import Found


def ask(name: str, **facts: object) -> Resolution:
    return resolve(name, shipped.gazetteer(), Hints(**facts))  # type: ignore[arg-type]


def one(name: str, **facts: object) -> str:
    found = ask(name, **facts)
    assert isinstance(found, Resolved), found
    return found.collectivity.id


def options(name: str, **facts: object) -> set[str]:
    found = ask(name, **facts)
    assert isinstance(found, Ambiguous), found
    return {option.id for option in found.options}


TAKAMATSU = "jp-municipality-37201"


@pytest.mark.parametrize(
    "name",
    [
        "高松市", "高松", "香川県高松市", "香川県 高松市", "高松市（香川県）", "高松市役所",
        "たかまつし", "タカマツ", "Takamatsu", "TAKAMATSU", "Takamatsu-shi", "Takamatsu City",
        "City of Takamatsu", "Ville de Takamatsu", "Takamatsu (Kagawa)", "Takamatsu, Kagawa",
        "Takamatsu, Japan", "Kagawa / Takamatsu", "Takamatsu / 高松市", "Ｔａｋａｍａｔｓｕ",
    ],
)  # fmt: skip
def test_all_writings_of_takamatsu_meet(name: str) -> None:
    assert one(name) == TAKAMATSU


@pytest.mark.parametrize(
    ("name", "authority"),
    [
        ("Ville de Nancy", "fr-commune-54395"),
        ("Ville du Mans", "fr-commune-72181"),
        ("Mairie du Havre", "fr-commune-76351"),
        ("Boulogne s/Mer", "fr-commune-62160"),
        ("ナンシー市", "fr-commune-54395"),
        ("Grand Nancy", "fr-epci-245400676"),
        ("Métropole du Grand Nancy", "fr-epci-245400676"),
        ("Brest métropole", "fr-epci-242900314"),
        ("Métropole de Nantes", "fr-epci-244400404"),
        ("Eurométropole de Strasbourg", "fr-epci-246700488"),
        ("Communauté urbaine de Strasbourg", "fr-epci-246700488"),
        ("CU Grand Poitiers", "fr-epci-200069854"),
        ("Métropole de Lyon", "fr-epci-200046977"),
        ("Grand Lyon", "fr-epci-200046977"),
        ("Lille Métropole", "fr-epci-200093201"),
        ("CARENE", "fr-epci-244400644"),
        ("Conseil départemental du Gard", "fr-departement-30"),
        ("Conseil général du Gard", "fr-departement-30"),
        ("ガール県", "fr-departement-30"),
        ("la Manche", "fr-departement-50"),
        ("Région Bretagne", "fr-region-53"),
        ("Région PACA", "fr-region-93"),
        ("ブルターニュ", "fr-region-53"),
        ("Martinique", "fr-region-02"),
        ("Paris", "fr-commune-75056"),
        ("Préfecture de Kagawa", "jp-prefecture-37000"),
        ("Kagawa Prefecture", "jp-prefecture-37000"),
        ("Métropole de Tokyo", "jp-prefecture-13000"),
        ("Ville de Tokyo", "jp-prefecture-13000"),
        ("東京", "jp-prefecture-13000"),
        ("京都市", "jp-municipality-26100"),
        ("京都府", "jp-prefecture-26000"),
        ("Arrondissement d'Edogawa", "jp-municipality-13123"),
        ("Edogawa City", "jp-municipality-13123"),
        ("香川県香川郡直島町", "jp-municipality-37364"),
        ("龍ヶ崎市", "jp-municipality-08208"),
        ("Ōta City, Tokyo", "jp-municipality-13111"),
        ("Niigata (Niigata)", "jp-municipality-15100"),
        ("Ville de Sendai - Préfecture de Miyagi", "jp-municipality-04100"),
        ("Saint-Denis (93)", "fr-commune-93066"),
        ("Saint-Denis, La Réunion", "fr-commune-97411"),
        ("府中市（東京都）", "jp-municipality-13206"),
        ("東京都府中市", "jp-municipality-13206"),
        ("Fuchū City, Hiroshima Prefecture", "jp-municipality-34208"),
    ],
)
def test_a_name_as_people_write_it(name: str, authority: str) -> None:
    assert one(name) == authority


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("府中市", 2), ("伊達市", 2), ("池田町", 4), ("Saint-Denis", 4), ("Bretagne", 3),
        ("Vienne", 2), ("La Rochelle", 2), ("La Réunion", 3), ("Kyoto", 2), ("京都", 2),
        ("Niigata", 2), ("Anan", 3), ("Communauté de communes des Quatre Rivières", 2),
    ],
)  # fmt: skip
def test_what_several_bear_is_never_guessed(name: str, count: int) -> None:
    assert len(options(name)) == count


@pytest.mark.parametrize(
    "name",
    ["横浜市港北区", "Plaine Commune", "Collectivité européenne d'Alsace", "Région Alsace",
     "Atlantis", "", "…", "93", "(", "Nantes Agglomération Sud Atlantique"],
)  # fmt: skip
def test_what_is_in_no_register_is_nobody(name: str) -> None:
    assert isinstance(ask(name), Unresolved)


def test_a_metropole_is_never_reduced_to_its_town() -> None:
    assert one("Nantes Métropole") == "fr-epci-244400404"
    assert one("Nantes") == "fr-commune-44109"
    assert isinstance(ask("Marseille Métropole"), Unresolved)


@pytest.mark.parametrize(
    ("facts", "authority"),
    [
        ({"region": "Gard, Occitanie"}, "fr-commune-30247"),
        ({"region": "Seine-Saint-Denis, Île-de-France"}, "fr-commune-93066"),
        ({"region": "Région parisienne"}, "fr-commune-93066"),
        ({"population": 150_000, "position": Position(-20.9, 55.45)}, "fr-commune-97411"),
        ({"postcodes": ("93200",)}, "fr-commune-93066"),
        ({"code": "97411"}, "fr-commune-97411"),
    ],
)
def test_a_clear_hint_decides(facts: dict[str, object], authority: str) -> None:
    assert one("Saint-Denis", **facts) == authority


@pytest.mark.parametrize(
    "facts",
    [
        {"population": 20_000},
        {"position": Position(46.0, 2.5)},
        {"postcodes": ("75008",)},
        {"postcodes": ("93200",), "position": Position(-20.9, 55.45)},
        {"region": "Sud de la France"},
        {"website": "https://www.example.org"},
    ],
)
def test_a_hint_that_is_not_clear_or_contradicted_decides_nothing(facts: dict[str, object]) -> None:
    assert len(options("Saint-Denis", **facts)) == 4


def test_a_decision_says_what_it_rests_on() -> None:
    found = ask("府中市", population=42_000)
    assert isinstance(found, Resolved)
    assert found.collectivity.id == "jp-municipality-34208"
    assert found.found is Found.HINTS
    assert found.by == ("population",)
    assert len(found.among) == 2
    assert found.guessed


def test_the_official_website_decides() -> None:
    official = shipped.gazetteer().by_id("jp-municipality-13206")
    assert official is not None
    assert one("府中市", website=f"{official.website}/english/index.html") == official.id


@pytest.mark.parametrize(
    ("kind", "authority"),
    [
        ("commune", "fr-commune-33063"),
        ("Ville", "fr-commune-33063"),
        ("intercommunalité", "fr-epci-243300316"),
        ("Métropole", "fr-epci-243300316"),
    ],
)
def test_the_kind_decides_the_level(kind: str, authority: str) -> None:
    assert one("Bordeaux", kind=kind) == authority


def test_the_country_is_certain_where_the_fiche_says_it() -> None:
    assert options("Ota", country=Country.JP) == {"jp-municipality-10205", "jp-municipality-13111"}
    assert one("Ota", country=Country.FR) == "fr-commune-2a198"
    assert one("Sai", likely_country=Country.FR).startswith("fr-")


def test_a_name_elsewhere_is_not_taken() -> None:
    found = ask("Issy-les-Moulineaux", region="Bretagne")
    assert isinstance(found, Unresolved)
    assert [each.id for each in found.elsewhere] == ["fr-commune-92040"]


def test_a_name_that_only_begins_so_is_not_that_name_elsewhere() -> None:
    found = ask("Vallauris Golfe-Juan", region="Bretagne")
    assert isinstance(found, Unresolved)
    assert found.elsewhere == ()


def test_a_lengthened_name_is_taken_only_when_confirmed() -> None:
    assert isinstance(ask("Vallauris Golfe-Juan"), Unresolved)
    found = ask("Vallauris Golfe-Juan", population=27_000, position=Position(43.58, 7.05))
    assert isinstance(found, Resolved)
    assert found.collectivity.id == "fr-commune-06155"
    assert found.found is Found.PART
    assert set(found.by) == {"population", "position"}


def test_a_lengthened_name_of_another_size_is_not_taken() -> None:
    """The intercommunalité of Pau was called so; today it has another name."""
    place = {"position": Position(43.3, -0.37), "region": "Nouvelle-Aquitaine"}
    assert isinstance(ask("Pau-Pyrénées", **place), Unresolved)
    assert isinstance(ask("Pau-Pyrénées", population=160_000, **place), Unresolved)


@pytest.mark.parametrize("name", ["Chamonix", "Ville de Chamonix"])
def test_a_shortened_name_is_taken_only_when_confirmed(name: str) -> None:
    assert one(name, population=8_600, region="Auvergne-Rhône-Alpes") == "fr-commune-74056"
    found = ask(name)
    assert isinstance(found, Unresolved)
    assert [near.id for near in found.near] == ["fr-commune-74056"]


def test_a_tiny_namesake_does_not_take_the_place_of_a_shortened_name() -> None:
    """There is a commune Aix of 370 inhabitants in Corrèze."""
    assert one("Aix") == "fr-commune-19002"
    aix = {"population": 147_000, "position": Position(43.53, 5.45)}
    assert one("Aix", **aix) == "fr-commune-13001"


def test_a_code_settles_a_misspelt_name() -> None:
    assert one("Takamatu", code="372013") == TAKAMATSU
    assert isinstance(ask("Takamatu", code="37364"), Unresolved)


def test_similar_names_are_offered() -> None:
    found = ask("Issy les Moulinaux")
    assert isinstance(found, Unresolved)
    assert [near.id for near in found.near] == ["fr-commune-92040"]


ROWS = json.loads((Path(__file__).parent / "fiche_names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_the_names_of_the_example_fiches(row: dict[str, object]) -> None:
    """`fiche_names.json`: name, kind, region and figures of the 60 example fiches (CC0), with the
    authority each was checked by hand to be."""
    facts = {
        "country": Country(str(row["country"])),
        "kind": row["kind"],
        "region": row["region"],
        "population": row["population"],
        "position": Position(float(str(row["lat"])), float(str(row["lon"]))),
    }
    assert one(str(row["name"]), **facts) == row["authority"]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_without_any_hint_they_are_right_or_open(row: dict[str, object]) -> None:
    found = ask(str(row["name"]))
    if isinstance(found, Resolved):
        assert found.collectivity.id == row["authority"]


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=len(shipped.gazetteer()) - 1))
def test_an_official_name_is_never_taken_for_another(row: int) -> None:
    authority = shipped.gazetteer().at(row)
    for name in authority.names.values():
        found = ask(name)
        if isinstance(found, Resolved):
            # Paris, Martinique and Guyane are in the registers twice and one body.
            same_place = found.collectivity.names.get(Language.FR) == authority.own_name
            assert found.collectivity == authority or same_place
        elif isinstance(found, Ambiguous):
            assert authority in found.options or authority.level is Level.DEPARTEMENT
        else:
            pytest.fail(f"{name} not found")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gets_an_answer(name: str) -> None:
    ask(name, region=name, kind=name, code=name[:6])


def test_distance() -> None:
    paris, takamatsu = Position(48.857, 2.352), Position(34.343, 134.047)
    assert distance_km(paris, takamatsu) == pytest.approx(9_600, rel=0.01)
    assert distance_km(paris, paris) == 0
