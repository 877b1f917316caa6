"""The script that makes the shipped tables from the compiled registers."""

import csv
import json
from pathlib import Path

import pytest

from scripts.build_gazetteer import AUTHORITY_COLUMNS, PARTNERSHIP_COLUMNS, epci_name, main

AUTHORITIES = """\
country,level,kind,code,name,name_kana,name_romaji,name_fr,name_ja,name_en,parent_code,epci_code,population,population_year,area_km2,lat,lon,coastal,website,wikidata
FR,commune,commune,54395,Nancy,,,,ナンシー,,54,245400676,104387,2023,15,48.69,6.18,0,http://www.nancy.fr,Q40898
FR,epci,métropole,245400676,Métropole du Grand Nancy,,,,,,54,,257066,2023,142,48.69,6.18,0,,
JP,municipality,市,17201,金沢市,かなざわし,Kanazawa-shi,,,Kanazawa,17000,,463254,2020,468,36.56,136.65,1,,
"""
PARTNERSHIPS = """\
fr_name,fr_kind,fr_insee,fr_population,jp_name_ja,jp_code,year_signed,status,themes,jp_signed_as
Nancy,commune,54395,1,金沢市,17201,1973,active,universities,
Paris 15e arrondissement,commune,75115,1,港区,13103,2025,active,,
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    for folder in ("gazetteer", "partnerships"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gazetteer/authorities.csv").write_text(AUTHORITIES, encoding="utf-8")
    (tmp_path / "gazetteer/outlines.json").write_text('{"FR": {"rings": []}}', encoding="utf-8")
    (tmp_path / "partnerships/partnerships.csv").write_text(PARTNERSHIPS, encoding="utf-8")
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_written_and_the_same_each_time(shared: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        main([str(shared), "-o", str(tmp_path / name)])
    written = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert written == ["authorities.csv", "outlines.json", "partnerships.csv"]
    for name in written:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    authorities = rows(tmp_path / "one/authorities.csv")
    assert tuple(authorities[0]) == AUTHORITY_COLUMNS
    assert len(authorities) == 3
    (partnership,) = rows(tmp_path / "one/partnerships.csv")
    assert tuple(partnership) == PARTNERSHIP_COLUMNS
    assert partnership["fr_epci"] == "245400676"
    assert partnership["jp_level"] == "municipality"
    assert json.loads((tmp_path / "one/outlines.json").read_text(encoding="utf-8"))


def test_a_partnership_of_an_unknown_authority_stops_the_script(shared: Path) -> None:
    path = shared / "partnerships/partnerships.csv"
    path.write_text(PARTNERSHIPS.replace("17201", "17999"), encoding="utf-8")
    with pytest.raises(SystemExit, match="17999"):
        main([str(shared), "-o", str(shared / "out")])


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("CC du Clunisois", "Communauté de communes du Clunisois"),
        ("CA de Lens - Liévin", "Communauté d'agglomération de Lens - Liévin"),
        ("CU d'Arras", "Communauté urbaine d'Arras"),
        ("CU Grand Besançon Métropole", "Grand Besançon Métropole"),
        ("CA de Nîmes Métropole", "Nîmes Métropole"),
        ("CA de Blois ''Agglopolys''", "Blois Agglopolys"),
        ("CA Agglomération d'Agen", "Agglomération d'Agen"),
        ("CC de la Vallée du Garon (CCVG)", "Communauté de communes de la Vallée du Garon (CCVG)"),
        ("Brest Métropole", "Brest Métropole"),
    ],
)
def test_names_of_intercommunalities_are_written_out(listed: str, name: str) -> None:
    assert epci_name(listed) == name
