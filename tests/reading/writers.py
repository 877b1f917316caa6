"""A fiche → small files of every format, for round trips; the readers' formats, another's hand.

Word, workbook, CSV come from the script that builds the examples; ODT and PDF are written here
by hand, so that no outside program is needed.
"""

# ruff: noqa: E501 -- documents stand here as they are, not folded to a line length

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import yaml

from matcher.collectivity import Language
from matcher.fiche import Fiche
from scripts.build_examples import (
    WORDS,
    comma_separated,
    filled_form,
    running_text,
    saved,
    values_of,
    workbook,
)

_ROWS = (
    "name",
    "position",
    "domains",
    "population",
    "key_points",
    "seeking",
    "updated",
    "id",
    "country",
    "region",
    "kind",
    "language",
)


def _language(fiche: Fiche) -> Language:
    return fiche.language.value or Language.FR


def as_yaml(fiche: Fiche) -> bytes:
    position, updated = fiche.position.value, fiche.updated.value
    fields: dict[str, object] = {
        "id": fiche.given_id,
        "country": str(fiche.country.value),
        "language": str(fiche.language.value),
        "name": fiche.name.value,
        "kind": fiche.kind.value,
        "location": {
            "region": fiche.region.value,
            "lat": position.lat if position else None,
            "lon": position.lon if position else None,
        },
        "domains": list(fiche.domains),
        "population": fiche.population.value,
        "population_year": fiche.population_year.value,
        "updated": str(updated) if updated else None,
        "key_points": [point.text for point in fiche.key_points],
        "seeking": fiche.seeking.value,
    }
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False).encode()


def as_docx(fiche: Fiche) -> bytes:
    return saved(filled_form(fiche))


def as_running_text(fiche: Fiche) -> bytes:
    return saved(running_text([fiche]))


def as_xlsx(fiche: Fiche) -> bytes:
    return saved(workbook([fiche], _language(fiche)))


def as_csv(fiche: Fiche) -> bytes:
    return comma_separated([fiche], _language(fiche), ";").encode("utf-8-sig")


def as_odt(fiche: Fiche) -> bytes:
    """A two-column table in an OpenDocument text (OASIS ODF 1.3, the fewest parts allowed)."""
    words, values = WORDS[_language(fiche)], values_of(fiche)
    rows = []
    for key in _ROWS:
        cells = [
            [words[key]],
            [f"– {line}" if key == "key_points" else line for line in values[key]],
        ]
        made = ("".join(f"<text:p>{escape(line)}</text:p>" for line in lines) for lines in cells)
        rows.append(
            "<table:table-row>"
            + "".join(f"<table:table-cell>{m}</table:table-cell>" for m in made)
            + "</table:table-row>"
        )
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "text", "table")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.3"><office:body><office:text>'
        f"<table:table>{''.join(rows)}</table:table></office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        ' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return packed.getvalue()


def as_pdf(fiche: Fiche) -> bytes:
    """Running text on one page: Courier for French and English, a Japanese CID font for Japanese."""
    words, values = WORDS[_language(fiche)], values_of(fiche)
    japanese = _language(fiche) is Language.JA
    colon = "：" if japanese else " : "
    lines = [f"{words['title']} – {values['name'][0]}"]
    for key in (
        "name",
        "position",
        "domains",
        "population",
        "id",
        "country",
        "region",
        "kind",
        "language",
    ):
        if values[key]:
            lines += _wrapped(words[key] + colon + " ; ".join(values[key]))
    lines.append(words["key_points"] + colon.rstrip())
    for line in values["key_points"]:
        lines += _wrapped(f"• {line}")
    if values["seeking"]:
        lines += _wrapped(words["seeking"] + colon + values["seeking"][0])
    if values["updated"]:
        lines += _wrapped(f"({words['updated']} {values['updated'][0]})")
    return _pdf(lines, japanese=japanese)


_COLUMNS = 88


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _wrapped(text: str) -> list[str]:
    """Lines of at most 88 half-width columns, broken at spaces or between wide characters."""
    lines, line, used = [], "", 0
    pieces = _pieces(text)
    for piece in pieces:
        width = sum(map(_width, piece))
        if used and used + width > _COLUMNS:
            lines.append(line.rstrip())
            line, used = "", 0
        kept = piece if used else piece.lstrip()
        line, used = line + kept, used + sum(map(_width, kept))
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        if not pieces or _width(character) == 2 or character == " " or _width(pieces[-1][-1]) == 2:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _pdf(lines: Sequence[str], *, japanese: bool) -> bytes:
    size, leading = 9, 13
    shown = []
    for number, line in enumerate(lines):
        if japanese:
            text = f"<{line.encode('utf-16-be').hex()}>"
        else:
            text = f"<{line.encode('cp1252').hex()}>"
        shown.append(f"BT /F1 {size} Tf 1 0 0 1 50 {800 - number * leading} Tm {text} Tj ET")
    stream = "\n".join(shown).encode()
    if japanese:
        font = "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>"
        descendant = (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /DW 1000 /W [1 [500] 2 632 500]"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> /FontDescriptor 7 0 R >>"
        )
    else:
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
        descendant = "<< >>"
    descriptor = (
        "<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752"
        " /Descent -221 /CapHeight 737 /StemV 114 >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font.encode(),
        descendant.encode(),
        descriptor.encode(),
    ]
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


#: File ending → writer.
WRITERS: dict[str, Callable[[Fiche], bytes]] = {
    "yaml": as_yaml,
    "docx": as_docx,
    "text.docx": as_running_text,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "odt": as_odt,
    "pdf": as_pdf,
}
