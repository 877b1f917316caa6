"""Partnerships that exist: direct, or through a commune of the intercommunalité."""

import pytest

from matcher import shipped
from matcher.collectivity import Collectivity
from matcher.errors import DataFileError
from matcher.gazetteer.twins import COLUMNS, Link, Status, Twin, parse_partnerships

HEADER = ",".join(COLUMNS)


def authority(id_: str) -> Collectivity:
    found = shipped.gazetteer().by_id(id_)
    assert found is not None
    return found


def between(one: str, other: str) -> Twin | None:
    return shipped.twins().between(authority(one), authority(other))


def test_nancy_and_kanazawa_are_twins_in_either_order() -> None:
    twin = between("fr-commune-54395", "jp-municipality-17201")
    assert twin is not None
    assert (twin.link, twin.year, twin.status) == (Link.DIRECT, 1973, Status.ACTIVE)
    assert "universities" in twin.themes
    assert between("jp-municipality-17201", "fr-commune-54395") == twin


def test_a_communes_link_counts_for_its_intercommunality() -> None:
    twin = between("fr-epci-245400676", "jp-municipality-17201")
    assert twin is not None
    assert twin.link is Link.THROUGH_COMMUNE
    assert (twin.fr_name, twin.jp_name) == ("Nancy", "金沢市")


def test_the_link_of_an_intercommunality_is_not_that_of_its_communes() -> None:
    dijon = "fr-commune-21231"
    assert between("fr-epci-242100410", "jp-prefecture-43000") is not None
    assert between(dijon, "jp-prefecture-43000") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fr-commune-54395", "jp-municipality-37201"),
        ("jp-municipality-17201", "jp-municipality-37201"),
        ("fr-commune-54395", "fr-commune-54395"),
        ("fr-departement-54", "jp-municipality-17201"),
    ],
)
def test_what_is_not_listed_is_not_known(one: str, other: str) -> None:
    assert between(one, other) is None


def test_a_former_name_is_kept() -> None:
    occitanie = between("fr-region-76", "jp-prefecture-26000")
    assert occitanie is not None
    assert occitanie.signed_as == "Languedoc-Roussillon"


def test_the_ids_of_all_partnerships_are_in_the_registers() -> None:
    gazetteer, twins = shipped.gazetteer(), shipped.twins()
    assert len(twins) >= 64
    for fr_id, jp_id in twins.pairs:
        assert gazetteer.by_id(fr_id) is not None, fr_id
        assert gazetteer.by_id(jp_id) is not None, jp_id


def test_the_first_of_several_links_is_told() -> None:
    rows = [
        "commune,2,Later,1,municipality,17201,金沢市,1990,active,,",
        "commune,3,Earlier,1,municipality,17201,金沢市,1980,active,,",
        "epci,1,Together,,municipality,17201,金沢市,2000,unknown,,",
    ]
    twins = parse_partnerships("\n".join([HEADER, *rows]), "mine.csv")
    assert twins.by_ids("fr-epci-1", "jp-municipality-17201").link is Link.DIRECT  # type: ignore[union-attr]
    through = parse_partnerships("\n".join([HEADER, *rows[:2]]), "mine.csv")
    assert through.by_ids("fr-epci-1", "jp-municipality-17201").fr_name == "Earlier"  # type: ignore[union-attr]


def test_faults_are_collected_with_their_lines() -> None:
    rows = [
        "city,1,A,,municipality,17201,金沢市,19x,active,,",
        "commune,1,A",
        "commune,1,A,,municipality,17201,金沢市,1990,asleep,,",
    ]
    with pytest.raises(DataFileError) as raised:
        parse_partnerships("\n".join([HEADER, *rows]), "mine.csv")
    assert [(fault.line, fault.place) for fault in raised.value.faults] == [
        (2, "fr_level"),
        (2, "year"),
        (3, "columns"),
        (4, "status"),
    ]
