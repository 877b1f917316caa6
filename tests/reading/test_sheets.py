"""Workbooks, delimited text and structured text."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from matcher.reading.filled import Cell, Line
from tests.reading.builders import FILES, read_file, refusal, shown

ROWS = [
    "Nom | Population | Mis à jour | Points essentiels",
    "高松市 <https://www.city.takamatsu.kagawa.jp/> | 419429 | 2014-10-14 | • un / • deux",
    "Tours | 136463.5 | 2014-03 | Œuvre « d’art »",
    "fusion",
    "|  |  | après",
]


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.ods"])
def test_figures_dates_links_and_merged_cells(name: str) -> None:
    assert shown((FILES / name).read_bytes(), name) == ROWS


def test_an_old_workbook_says_the_same_without_links_and_with_whole_dates() -> None:
    rows = shown((FILES / "sheet.xls").read_bytes(), "sheet.xls")
    assert rows[1:3] == [
        "高松市 | 419429 | 2014-10-14 | • un / • deux",
        "Tours | 136463.5 | 2014-03-01 | Œuvre « d’art »",
    ]


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.ods", "sheet.xls"])
def test_a_document_a_sheet_and_hidden_sheets_left_out(name: str) -> None:
    places = [each.place for each in read_file((FILES / name).read_bytes(), name).documents]
    assert places == ["Villes", "Vide"]


def saved(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_stray_mark_in_the_last_cell_of_a_sheet_costs_nothing() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"], sheet["XFD1048576"] = "Nom", "."

    (document,) = read_file(saved(fill), "a.xlsx").documents
    assert len(document.blocks) == 3
    assert sum(len(row.cells) for row in document.blocks) < 3000  # type: ignore[union-attr]


def test_a_link_made_by_a_formula_is_kept() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"] = '=HYPERLINK("https://tours.fr/","site")'

    assert shown(saved(fill), "a.xlsx") == ["<https://tours.fr/>"]


@pytest.mark.parametrize(
    ("charset", "guessed"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_charsets_of_french_tables(charset: str, guessed: str | None) -> None:
    text = "Nom;Population\r\nOrléans « cœur »;114 000 €\r\n"
    (document,) = read_file(text.encode(charset), "a.csv").documents
    assert [cell[0].text for cell in document.blocks[1].cells] == [  # type: ignore[union-attr]
        "Orléans « cœur »",
        "114 000 €",
    ]
    assert [note.details["charset"] for note in document.notes] == ([guessed] if guessed else [])


@pytest.mark.parametrize(
    ("charset", "guessed"),
    [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"), ("utf-8", None)],
)
def test_charsets_of_japanese_tables(charset: str, guessed: str | None) -> None:
    text = "自治体名,人口\r\n高松市,約41万9千人\r\n"
    (document,) = read_file(text.encode(charset), "a.csv").documents
    assert document.blocks[1].cells[0][0].text == "高松市"  # type: ignore[union-attr]
    assert [note.details["charset"] for note in document.notes] == ([guessed] if guessed else [])


def test_one_damaged_byte_does_not_turn_a_table_to_gibberish() -> None:
    raw = "Nom;Région\r\nOrléans;été à l’œuvre, où naît le cœur économique\r\n".encode() + b"\xff"
    assert "Orléans | été à l’œuvre, où naît le cœur économique" in shown(raw, "a.csv")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["Nom", "Population", "Notes"], ["Tours", "136", "a, b; c"], ["Albi", "48", "x"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert shown(text.encode(), "a.csv")[1] == "Tours | 136 | a, b; c"


def test_quoted_line_breaks_and_the_hint_of_excel() -> None:
    text = 'sep=;\nNom;Points\nTours;"un\ndeux"\n'
    assert shown(text.encode(), "a.csv") == ["Nom | Points", "Tours | un / deux"]


def test_a_text_file_is_lines() -> None:
    assert shown(b"Nom : Tours\n\n\nPopulation : 136 000, environ\n", "a.txt") == [
        "Nom : Tours",
        "Population : 136 000, environ",
    ]


def cells(data: str, name: str) -> list[dict[str, list[str]]]:
    forms = read_file(data.encode(), name).forms
    return [
        {cell.label: [line.text for line in cell.lines] for cell in form.cells} for form in forms
    ]


def test_yaml_keys_are_labels_and_values_stay_as_typed() -> None:
    text = (
        "name: Tours\nupdated: 2013-12\npopulation: 136463\ncountry: FR\ncode: 037261\n"
        "location:\n  lat: 47.39\n  link: https://osm.org\ndomains:\n- Culture\n- Sport\n"
        "key_points:\n- 'Population : en hausse'\ncontact:\n"
    )
    assert cells(text, "a.yaml") == [
        {
            "name": ["Tours"],
            "updated": ["2013-12"],
            "population": ["136463"],
            "country": ["FR"],
            "code": ["037261"],
            "lat": ["47.39"],
            "link": ["https://osm.org"],
            "domains": ["Culture", "Sport"],
            "key_points": ["Population : en hausse"],
            "contact": [],
        }
    ]
    form = read_file(text.encode(), "a.yaml").forms[0]
    assert Cell("domains", (Line("Culture", bullet=True), Line("Sport", bullet=True))) in form.cells


def test_json_of_our_own_is_read_back_without_what_was_added() -> None:
    text = (
        '[{"source": "a.pdf", "fiches": [{"name": "Tours", "completed": {"code": "37261"},'
        ' "notes": ["x"]}, {"name": "Albi"}]}, {"source": "b.pdf", "error": "scan"}]'
    )
    assert cells(text, "a.json") == [{"name": ["Tours"]}, {"name": ["Albi"]}]


@pytest.mark.parametrize(("text", "line"), [("name: [Tours\nx: 1\n", 2), ("a: 1\n\tb: 2\n", 2)])
def test_broken_yaml_names_its_line(text: str, line: int) -> None:
    refused = refusal(text.encode(), "a.yaml")
    assert (refused.reason, refused.details["line"]) == ("invalid-structure", line)


def test_an_alias_bomb_is_refused() -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert refusal("\n".join(layers).encode(), "a.yaml").reason == "expands-too-much"


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_nesting_without_end_is_refused(name: str) -> None:
    assert refusal(b"[" * 100_000, name).reason == "invalid-structure"


def test_yaml_makes_no_objects() -> None:
    assert refusal(b"!!python/object/apply:os.system ['true']", "a.yaml").reason == (
        "invalid-structure"
    )


def test_a_letter_that_only_looks_like_yaml_is_text() -> None:
    raw = "name: Tours\n  « Fiche : bonne pratique\n\tPopulation : 136 000\n".encode()
    assert shown(raw, "fiche.txt")[0] == "name: Tours"
