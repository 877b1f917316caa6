"""Makes examples/fiches from a folder of fiches in YAML: each once, in formats of real life.

    python scripts/build_examples.py FICHES_DIR

Most stay YAML; some become the Word form filled in, running text in Word, PDF (one fiche, and
several one after the other), ODT, a workbook and CSV files with a row a fiche. Which one becomes
what follows from the order of their ids. PDF and ODT are made by LibreOffice, which is needed
here and nowhere else.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml
from openpyxl.styles import Alignment, Font, PatternFill

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, PartialDate
from matcher.reading.filled import ReadFile
from matcher.reading.form import fiche_of
from matcher.reading.source import read_path
from matcher.reading.template import blank_docx

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "examples" / "fiches"
#: What must be read from them, for the test: straight from the YAML, not through the readers.
EXPECTED = ROOT / "tests" / "files" / "examples.json"

#: What the labels beside those of the blank form are called.
WORDS: dict[Language, dict[str, str]] = {
    Language.FR: {
        "title": "Fiche « Bonne pratique »",
        "name": "Nom de la collectivité",
        "domains": "Domaine(s) concerné(s)",
        "population": "Population",
        "position": "Localisation (sur carte)",
        "key_points": "Points essentiels de la politique novatrice déployée",
        "updated": "Mis à jour le",
        "id": "Identifiant",
        "country": "Pays",
        "region": "Région",
        "kind": "Type de collectivité",
        "language": "Langue de la fiche",
        "seeking": "Partenaire recherché",
    },
    Language.JA: {
        "title": "「グッドプラクティス」シート",
        "name": "自治体名",
        "domains": "分野",
        "population": "人口",
        "position": "位置（地図）",
        "key_points": "先進的な取組の要点",
        "updated": "更新日",
        "id": "識別子",
        "country": "国",
        "region": "都道府県",
        "kind": "自治体の種別",
        "language": "言語",
        "seeking": "希望する交流相手",
    },
    Language.EN: {
        "title": "“Good practice” sheet",
        "name": "Name of the local authority",
        "domains": "Field(s) concerned",
        "population": "Population",
        "position": "Location (map)",
        "key_points": "Key points of the innovative policy",
        "updated": "Updated on",
        "id": "Identifier",
        "country": "Country",
        "region": "Region or prefecture",
        "kind": "Type of local authority",
        "language": "Language of the form",
        "seeking": "Partner sought",
    },
}
COUNTRIES = {
    Language.FR: {Country.FR: "France", Country.JP: "Japon"},
    Language.JA: {Country.FR: "フランス", Country.JP: "日本"},
    Language.EN: {Country.FR: "France", Country.JP: "Japan"},
}
LANGUAGES = {Language.FR: "français", Language.JA: "日本語", Language.EN: "English"}
MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_SECRETARIAT = ("id", "country", "region", "kind", "language")
_STAMP = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


# How people write values


def written_date(date: PartialDate, language: Language) -> str:
    """« 20 novembre 2013 », « 2013年11月 », “November 2013”: at the precision given."""
    if language is Language.JA:
        parts = [
            f"{date.year}年",
            f"{date.month}月" if date.month else "",
            f"{date.day}日" if date.day else "",
        ]
        return "".join(parts)
    months = MONTHS_FR if language is Language.FR else MONTHS_EN
    parts = [
        str(date.day) if date.day else "",
        months[date.month - 1] if date.month else "",
        str(date.year),
    ]
    return " ".join(part for part in parts if part)


def written_population(fiche: Fiche, language: Language) -> str:
    """« 511 000 habitants (2020) », « 697,000人（2020年） », “34,400 inhabitants (2020)”."""
    value, year = fiche.population.value, fiche.population_year.value
    if value is None:
        return ""
    grouped = f"{value:,}"
    if language is Language.JA:
        return f"{grouped}人" + (f"（{year}年）" if year else "")
    if language is Language.EN:
        return f"{grouped} inhabitants" + (f" ({year})" if year else "")
    return f"{grouped.replace(',', ' ')} habitants" + (f" ({year})" if year else "")


def values_of(fiche: Fiche) -> dict[str, list[str]]:
    """What stands under each label, line by line, in the language of the fiche."""
    language = fiche.language.value or Language.FR
    position = fiche.position.value
    updated = fiche.updated.value
    country = fiche.country.value
    lines = {
        "name": [fiche.name.value or ""],
        "position": [f"{position.lat}, {position.lon}"] if position else [],
        "domains": list(fiche.domains),
        "population": [written_population(fiche, language)],
        "key_points": [point.text for point in fiche.key_points],
        "seeking": [fiche.seeking.value or ""],
        "updated": [written_date(updated, language)] if updated else [],
        "id": [fiche.given_id or ""],
        "country": [COUNTRIES[language][country]] if country else [],
        "region": [fiche.region.value or ""],
        "kind": [fiche.kind.value or ""],
        "language": [LANGUAGES[language]],
    }
    return {key: [line for line in value if line] for key, value in lines.items()}


# Word


def filled_form(fiche: Fiche) -> Any:
    """The blank form, filled in; the secretariat's details in a small table below."""
    language = fiche.language.value or Language.FR
    values, words = values_of(fiche), WORDS[language]
    document: Any = docx.Document(io.BytesIO(blank_docx(language)))
    order = (
        "name",
        "position",
        "domains",
        "population",
        "",
        "",
        "key_points",
        "seeking",
        "updated",
    )
    for row, key in zip(document.tables[0].rows, order, strict=True):
        for at, line in enumerate(values.get(key, [])):
            cell = row.cells[1]
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.add_run(f"• {line}" if key == "key_points" else line)
    document.add_paragraph()
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    keys = [key for key in _SECRETARIAT if values[key]]
    for at in range(0, len(keys), 2):
        cells = table.add_row().cells
        for place, key in enumerate(keys[at : at + 2]):
            cells[2 * place].text = words[key]
            cells[2 * place + 1].text = values[key][0]
    return document


def running_text(fiches: Sequence[Fiche]) -> Any:
    """Title, « label : value » lines and bullets, one fiche after the other."""
    document: Any = docx.Document(io.BytesIO(blank_docx(fiches[0].language.value or Language.FR)))
    table = document.tables[0]
    table._element.getparent().remove(table._element)
    for paragraph in list(document.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    for number, fiche in enumerate(fiches):
        language = fiche.language.value or Language.FR
        values, words = values_of(fiche), WORDS[language]
        colon = "：" if language is Language.JA else " : " if language is Language.FR else ": "
        title = document.add_paragraph()
        title.add_run(f"{words['title']} – {values['name'][0]}").bold = True
        title.paragraph_format.page_break_before = number > 0
        for key in ("name", "position", "domains", "population", *_SECRETARIAT):
            if values[key]:
                document.add_paragraph(words[key] + colon + " / ".join(values[key]))
        document.add_paragraph(words["key_points"] + colon.rstrip())
        for line in values["key_points"]:
            document.add_paragraph(f"• {line}")
        if values["seeking"]:
            document.add_paragraph(words["seeking"] + colon + values["seeking"][0])
        if values["updated"]:
            open_, close = ("（", "）") if language is Language.JA else ("(", ")")
            document.add_paragraph(f"{open_}{words['updated']} {values['updated'][0]}{close}")
    return document


def saved(document: Any) -> bytes:
    """A Word document or workbook as bytes that do not change from run to run."""
    packed, steady = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = _TIME.sub(b"1980-01-01T00:00:00Z", old.read(entry))
            new.writestr(zipfile.ZipInfo(entry.filename, _STAMP), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


# Sheets

_COLUMNS = (
    "id",
    "name",
    "country",
    "region",
    "kind",
    "position",
    "domains",
    "population",
    "key_points",
    "seeking",
    "updated",
    "language",
)


def sheet_rows(fiches: Sequence[Fiche], language: Language) -> list[list[str]]:
    """A header row and a row a fiche; several lines of a cell are separated by line breaks."""
    rows = [[WORDS[language][key] for key in _COLUMNS]]
    for fiche in fiches:
        values = values_of(fiche)
        rows.append(
            [
                "\n".join(f"- {line}" if key == "key_points" else line for line in values[key])
                for key in _COLUMNS
            ]
        )
    return rows


def workbook(fiches: Sequence[Fiche], language: Language) -> Any:
    """One sheet, frozen bold header, wrapped cells."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Fiches"
    for row in sheet_rows(fiches, language):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEF2F7")
    for column, width in zip(
        "ABCDEFGHIJKL", (22, 26, 10, 20, 16, 16, 28, 26, 90, 30, 18, 12), strict=True
    ):
        sheet.column_dimensions[column].width = width
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    return book


def comma_separated(fiches: Sequence[Fiche], language: Language, delimiter: str) -> str:
    """The same rows as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(
        sheet_rows(fiches, language)
    )
    return text.getvalue()


# LibreOffice


def converted(sources: Sequence[Path], kind: str, target: Path) -> None:
    """Lets LibreOffice write `sources` as `kind` ("pdf", "odt") into `target`."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("LibreOffice (soffice) is needed to build the examples")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--convert-to", kind, "--outdir", str(target)),
                *(str(source) for source in sources),
            ],
            check=True,
            capture_output=True,
        )


# The folder


def read_fiches(folder: Path) -> dict[Path, Fiche]:
    """The fiches of a folder of YAML files, in the order of their names."""
    found = {}
    for path in sorted(folder.rglob("*.yaml"), key=lambda p: p.name):
        for outcome in read_path(path):
            if not isinstance(outcome, ReadFile):
                raise SystemExit(str(outcome))
            found[path] = fiche_of(outcome.forms[0], is_known=lambda label: True)
    return found


@dataclass(frozen=True)
class Formats:
    """Which fiche becomes what; every fiche has one format."""

    form: list[Path]
    text: list[Path]
    pdf: list[Path]
    pdf_of_several: list[Path]
    odt: list[Path]
    workbook: list[Path]
    csv: list[Path]
    csv_japanese: list[Path]
    yaml: list[Path]


def shared_out(paths: Sequence[Path]) -> Formats:
    """By the order of the ids, so that the same fiches give the same files."""
    fr = [path for path in paths if path.name.startswith("fr-")]
    jp = [path for path in paths if path.name.startswith("jp-")]
    left = dict.fromkeys([*fr, *jp])

    def take(french: Sequence[int], japanese: Sequence[int]) -> list[Path]:
        taken = [fr[at] for at in french] + [jp[at] for at in japanese]
        for path in taken:
            del left[path]
        return taken

    return Formats(
        form=take(range(0, 30, 6), range(0, 30, 6)),
        text=take([1, 11, 21], [1, 11, 21]),
        pdf=take([2, 14], [2, 14]),
        pdf_of_several=take([3, 9, 22], []),
        odt=take([4, 16], [4, 16]),
        workbook=take([5, 17, 26], [5, 17, 27]),
        csv=take([8, 20], []),
        csv_japanese=take([], [8, 26]),
        yaml=list(left),
    )


def build(source: Path, target: Path) -> None:
    """Empties `target` and writes each fiche of `source` into it exactly once."""
    fiches = read_fiches(source)
    shared = shared_out(list(fiches))
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    for path in shared.form:
        (target / f"{path.stem}.docx").write_bytes(saved(filled_form(fiches[path])))
    for path in shared.text:
        (target / f"{path.stem}.docx").write_bytes(saved(running_text([fiches[path]])))
    with tempfile.TemporaryDirectory() as scratch:
        made = {}
        for kind, paths in (("pdf", shared.pdf), ("odt", shared.odt)):
            made[kind] = [Path(scratch, f"{path.stem}.docx") for path in paths]
            for path, file in zip(paths, made[kind], strict=True):
                file.write_bytes(saved(filled_form(fiches[path])))
        several = Path(scratch, "bonnes-pratiques.docx")
        several.write_bytes(saved(running_text([fiches[path] for path in shared.pdf_of_several])))
        converted([*made["pdf"], several], "pdf", target)
        converted(made["odt"], "odt", target)
    book = workbook([fiches[path] for path in shared.workbook], Language.FR)
    (target / "participants.xlsx").write_bytes(saved(book))
    text = comma_separated([fiches[path] for path in shared.csv], Language.FR, ";")
    (target / "collectivites.csv").write_bytes(text.encode("utf-8-sig"))
    text = comma_separated([fiches[path] for path in shared.csv_japanese], Language.JA, ",")
    (target / "自治体一覧.csv").write_bytes(text.encode("cp932"))
    for path in shared.yaml:
        shutil.copyfile(path, target / path.name)


def write_expected(source: Path, target: Path) -> None:
    """Writes the fields of every fiche of `source` as one JSON list, sorted by id."""
    loaded = [yaml.safe_load(path.read_text("utf-8")) for path in source.rglob("*.yaml")]
    loaded.sort(key=lambda fields: str(fields["id"]))
    text = json.dumps(loaded, ensure_ascii=False, indent=1, default=str)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    build(Path(sys.argv[1]), TARGET)
    write_expected(Path(sys.argv[1]), EXPECTED)
