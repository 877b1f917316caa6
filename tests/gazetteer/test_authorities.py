"""The registers: found by code and id, related to each other, refused by line when faulty."""

import pytest

from matcher import shipped
from matcher.collectivity import Collectivity, Country, Language, Level
from matcher.errors import DataFileError
from matcher.gazetteer.authorities import COLUMNS, Gazetteer, host_of, parse_authorities

HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped.gazetteer()


def authority(gazetteer: Gazetteer, id_: str) -> Collectivity:
    found = gazetteer.by_id(id_)
    assert found is not None, id_
    return found


def test_every_row_can_be_read_and_found_again(gazetteer: Gazetteer) -> None:
    ids = [each.id for each in gazetteer]
    assert len(ids) == len(set(ids)) == len(gazetteer) == 38_122
    for each in gazetteer:
        assert gazetteer.get(each.country, each.level, each.code) == each
        assert each.own_name


def test_takamatsu_is_complete(gazetteer: Gazetteer) -> None:
    city = authority(gazetteer, "jp-municipality-37201")
    assert city.names == {Language.JA: "高松市", Language.EN: "Takamatsu"}
    assert city.population == 417_496
    assert city.population_year == 2020
    assert city.parent_names == {
        Language.JA: "香川県",
        Language.FR: "Préfecture de Kagawa",
        Language.EN: "Kagawa",
    }
    assert city.coastal is True


def test_a_name_that_is_not_known_is_absent_not_invented(gazetteer: Gazetteer) -> None:
    village = authority(gazetteer, "fr-commune-01001")
    assert village.names == {Language.FR: "L'Abergement-Clémenciat"}
    assert village.website is None


def test_a_code_means_nothing_without_its_level(gazetteer: Gazetteer) -> None:
    departement = gazetteer.get(Country.FR, Level.DEPARTEMENT, "76")
    region = gazetteer.get(Country.FR, Level.REGION, "76")
    assert departement is not None
    assert region is not None
    assert (departement.own_name, region.own_name) == ("Seine-Maritime", "Occitanie")


@pytest.mark.parametrize("id_", ["fr-commune-99999", "", "takamatsu", "jp-municipality-37201-x"])
def test_an_unknown_id_is_nobody(gazetteer: Gazetteer, id_: str) -> None:
    assert gazetteer.by_id(id_) is None


def test_corsican_codes_keep_their_letter(gazetteer: Gazetteer) -> None:
    ajaccio = authority(gazetteer, "fr-commune-2a004")
    assert ajaccio.own_name == "Ajaccio"
    assert ajaccio.code == "2A004"


def test_parents_children_and_intercommunality(gazetteer: Gazetteer) -> None:
    nancy = authority(gazetteer, "fr-commune-54395")
    above = gazetteer.parent(nancy)
    assert above is not None
    assert above.own_name == "Meurthe-et-Moselle"
    region = gazetteer.parent(above)
    assert region is not None
    assert region.own_name == "Grand Est"
    assert gazetteer.parent(region) is None
    together = gazetteer.intercommunality(nancy)
    assert together is not None
    assert together.own_name == "Métropole du Grand Nancy"
    assert nancy in gazetteer.members(together)
    assert sum(member.population or 0 for member in gazetteer.members(together)) == 257_066
    assert above in gazetteer.children(region)
    assert all(child.level is Level.DEPARTEMENT for child in gazetteer.children(region))


def test_an_intercommunality_may_lie_in_several_departements(gazetteer: Gazetteer) -> None:
    redon = authority(gazetteer, "fr-epci-243500741")
    assert gazetteer.areas(redon) == {"35", "44", "56"}


def test_expanded_names_of_intercommunalities(gazetteer: Gazetteer) -> None:
    names = {each.own_name for each in gazetteer if each.level is Level.EPCI}
    assert not any(name.startswith(("CC ", "CA ", "CU ")) or '"' in name for name in names)
    assert "Communauté de communes du Clunisois" in names
    assert "Grand Besançon Métropole" in names


@pytest.mark.parametrize("country", list(Country))
def test_rank_grows_with_population(gazetteer: Gazetteer, country: Country) -> None:
    ranks = [gazetteer.size_rank(country, size) for size in (0, 5_000, 50_000, 500_000, 10**9)]
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    assert ranks[-1] == 1
    assert len(set(ranks)) == len(ranks)


def test_faults_are_collected_with_their_lines() -> None:
    row = "JP,municipality,市,37201,高松市,,,,,,37000,,1,2020,34.3,134.0,1,"
    text = "\n".join([HEADER, row, row, "XX" + row[2:], "JP,too,few", ""])
    with pytest.raises(DataFileError) as raised:
        parse_authorities(text, "mine.csv")
    assert raised.value.source == "mine.csv"
    assert [(fault.line, fault.place) for fault in raised.value.faults] == [
        (3, "code"),
        (4, "level"),
        (5, "columns"),
    ]


def test_a_foreign_header_is_refused() -> None:
    with pytest.raises(DataFileError) as raised:
        parse_authorities("a,b\n1,2\n", "mine.csv")
    assert raised.value.faults[0].line == 1


def test_a_number_that_is_none_names_its_line() -> None:
    row = "JP,municipality,市,37201,高松市,,,,,,37000,,many,2020,34.3,134.0,1,"
    gazetteer = parse_authorities(f"{HEADER}\n{row}\n", "mine.csv")
    with pytest.raises(DataFileError) as raised:
        gazetteer.at(0)
    (fault,) = raised.value.faults
    assert (fault.line, fault.place, fault.found) == (2, "population", "many")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.city.takamatsu.kagawa.jp/en/",
        "city.takamatsu.kagawa.jp",
        "HTTP://CITY.takamatsu.kagawa.jp:80?x",
    ],
)
def test_the_host_of_an_address(address: str) -> None:
    assert host_of(address) == "city.takamatsu.kagawa.jp"
