"""Small files made in memory for the tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from matcher.errors import FileRefused
from matcher.reading.filled import Block, Line, ReadFile, Row
from matcher.reading.source import read_bytes

FILES = Path(__file__).parents[1] / "files" / "reading"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }.items()
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()


def word(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A .docx with this body; `links` by relation id, further parts by file name (styles …)."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    listed = [
        f'<Relationship Id="{key}" Type="{kind}hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in (links or {}).items()
    ]
    members: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES}
    for number, (name, content) in enumerate(parts.items()):
        role = name.rstrip("0123456789")
        listed.append(f'<Relationship Id="p{number}" Type="{kind}{role}" Target="{name}.xml"/>')
        members[f"word/{name}.xml"] = content
    members["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    members["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(listed)
        + "</Relationships>"
    )
    return archive(members)


def part(tag: str, content: str) -> str:
    """A part of a .docx beside the body."""
    return f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells are given as XML of paragraphs."""
    lines = ("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def pdf(content: bytes, fields: tuple[bytes, ...] = (), extra: bytes = b"") -> bytes:
    """A one-page PDF in Helvetica with this content stream and these form fields."""
    numbers = b" ".join(b"%d 0 R" % (6 + index) for index in range(len(fields)))
    form = b"/AcroForm << /Fields [%s] /DA (/F1 11 Tf) >>" % numbers if fields else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % form,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [%s]"
        b" /Resources << /Font << /F1 5 0 R >> >> %s >>" % (numbers, extra),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *fields,
    ]
    out = b"%PDF-1.7\n"
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF" % start


def printed(x: int, y: int, text: str, size: int = 11) -> bytes:
    """Text at a place of a PDF page, from the bottom left."""
    raw = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, raw)


def ruled(*lines: tuple[int, int, int, int]) -> bytes:
    """Straight lines on a PDF page."""
    return b"".join(b"%d %d m %d %d l S\n" % line for line in lines)


def read_file(data: bytes, name: str) -> ReadFile:
    """The one file in `data`; fails where it was refused."""
    outcomes = read_bytes(data, name)
    assert len(outcomes) == 1, outcomes
    assert isinstance(outcomes[0], ReadFile), outcomes[0]
    return outcomes[0]


def refusal(data: bytes, name: str) -> FileRefused:
    """Why `data` was refused; fails where it was read."""
    outcomes = read_bytes(data, name)
    assert len(outcomes) == 1, outcomes
    assert isinstance(outcomes[0], FileRefused), outcomes[0]
    return outcomes[0]


def shown(data: bytes, name: str) -> list[str]:
    """What a file says, a string a block: cells with « | », lines in a cell with « / », list
    items with « * », an address in < >; empty lines left out."""
    return [
        text
        for document in read_file(data, name).documents
        for block in document.blocks
        if (text := _block(block).strip())
    ]


def _block(block: Block) -> str:
    if isinstance(block, Row):
        return " | ".join(" / ".join(_lines(cell)) for cell in block.cells)
    return _line(block)


def _lines(cell: tuple[Line, ...]) -> Iterator[str]:
    return (_line(line) for line in cell)


def _line(line: Line) -> str:
    star = "* " if line.bullet else ""
    return " ".join([star + line.text, *(f"<{link}>" for link in line.links)]).strip()
