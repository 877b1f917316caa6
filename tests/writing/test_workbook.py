"""The workbook: numbers that add up, text that stays text, sheets with safe names."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from matcher.collectivity import Language
from matcher.shipped import vocabulary
from matcher.writing.cells import SheetNames
from matcher.writing.contacts import NO_CONTACTS, Contacts, contacts_of
from matcher.writing.workbook import write_workbook
from tests import samples


def book(
    language: Language = Language.FR, contacts: Contacts = NO_CONTACTS, **changes: object
) -> Workbook:
    fr = samples.participant(**changes)  # type: ignore[arg-type]
    made = samples.shortlist(samples.pairing(fr=fr))
    return load_workbook(io.BytesIO(write_workbook(made, vocabulary(), language, contacts)))


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def everything(read: Workbook) -> str:
    return "\n".join(
        str(cell.value) for sheet in read for row in sheet.iter_rows() for cell in row if cell.value
    )


def test_the_parts_of_a_row_add_up_to_its_score() -> None:
    sheet = book()["Rapprochements"]
    score = sheet.cell(2, column(sheet, "Score")).value
    first = column(sheet, "Point de départ")
    end = column(sheet, "Probabilité d’être jugé bon")
    parts = [sheet.cell(2, number).value for number in range(first, end)]
    assert len(parts) == 4
    assert sum(parts) == pytest.approx(score, abs=1e-9)
    assert score == samples.pairing().score
    assert end == sheet.max_column


def test_the_sheet_of_pairings_is_ready_to_work_with() -> None:
    sheet = book()["Rapprochements"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:")
    (drop_down,) = sheet.data_validations.dataValidation
    assert drop_down.formula1 == '"à retenir,à discuter,écarté"'
    assert sheet.cell(1, column(sheet, "Décision")).column_letter in str(drop_down.sqref)
    assert len(sheet.conditional_formatting) == 1


@pytest.mark.parametrize(
    ("language", "first"),
    [
        (Language.FR, ["Rapprochements", "Participants", "Sans entretien", "Méthode"]),
        (Language.JA, ["組合せ", "参加自治体", "面談のない自治体", "作成方法"]),
        (Language.EN, ["Pairings", "Participants", "Without a meeting", "How it was made"]),
    ],
)
def test_every_collectivity_has_a_sheet(language: Language, first: list[str]) -> None:
    names = book(language).sheetnames
    assert names[:4] == first
    assert len(names) == 4 + 3


def test_key_points_stand_side_by_side_with_own_ones_left() -> None:
    read = book()
    for name, own in (("Nancy", samples.NANCY_POINT), ("Toyama", samples.TOYAMA_POINT)):
        lefts = [str(cell.value or "") for cell in read[name]["B"]]
        assert any(text.startswith(own) for text in lefts)


def test_a_long_name_stands_in_one_line() -> None:
    name = "Communauté de communes du Pays des Trois Rivières"
    read = book(name=name)
    for sheet in (read["Rapprochements"], read["Participants"]):
        (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == name]
        assert sheet.column_dimensions[cell.column_letter].width > len(name)


def test_paper_carries_the_columns_up_to_the_similarity() -> None:
    sheet = book()["Rapprochements"]
    last = sheet.cell(1, column(sheet, "Similarité")).column_letter
    assert sheet.print_area == f"'Rapprochements'!$A$1:${last}$2"


def test_the_look_of_a_cell_is_its_own() -> None:
    sheet = book(name="=1+1")["Rapprochements"]
    name, partner = sheet["B2"], sheet["C2"]
    assert name.quotePrefix
    assert not partner.quotePrefix
    assert name.font.underline == partner.font.underline == "single"
    score, group = sheet.cell(2, column(sheet, "Score")), sheet["E2"]
    assert (score.number_format, score.font.bold, score.font.underline) == ("0.00", True, None)
    assert (score.alignment.horizontal, group.alignment.horizontal) == ("right", "left")
    assert not group.font.bold
    assert {cell.border.top.style for cell in sheet[2]} == {"thin"}
    filled = [cell.column_letter for cell in sheet[2] if cell.fill.patternType == "solid"]
    assert filled == ["F", "G"]


def test_japanese_has_its_font_in_a_french_workbook() -> None:
    sheet = book()["Rapprochements"]
    fr, jp = (column(sheet, f"Point essentiel, {country}") for country in ("France", "Japon"))
    assert sheet.cell(2, fr).font.name == "Calibri"
    assert sheet.cell(2, jp).font.name == "Yu Gothic"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "=cmd|' /C calc'!A0 ="])
def test_a_name_is_never_a_formula(start: str) -> None:
    read = book(name=f"{start}1+1", points=(f"{start}SUM(A1)",))
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    named = [cell for cell in cells if str(cell.value).startswith(f"{start}1+1")]
    assert named
    assert all(cell.quotePrefix for cell in named)


def test_characters_that_no_workbook_may_hold_are_dropped() -> None:
    assert "Na\x00ncy" not in everything(book(name="Na\x00n\x0bcy"))
    assert "Nancy" in everything(book(name="Na\x00n\x0bcy"))


def test_contacts_stand_only_where_they_are_handed_over() -> None:
    assert "untel@" not in everything(book())
    made = samples.shortlist()
    assert "untel@" in everything(book(contacts=contacts_of(made.participants)))


@given(st.lists(st.text(max_size=50), max_size=30))
def test_sheet_names_are_accepted_and_unique(wished: list[str]) -> None:
    names = SheetNames()
    taken = [names.take(each) for each in wished]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"
        Workbook().create_sheet(name)
