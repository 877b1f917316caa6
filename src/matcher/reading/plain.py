"""Plain text → lines; blank lines are kept as one, for they part paragraphs."""

from __future__ import annotations

from matcher.reading.charset import Decoded
from matcher.reading.filled import Document, Line


def documents(decoded: Decoded, source: str) -> tuple[Document, ...]:
    """The text as one document of lines."""
    blocks: list[Line] = []
    for text in decoded.text.splitlines():
        line = Line(text.strip())
        if line.text or (blocks and blocks[-1].text):
            blocks.append(line)
    return (Document(source, tuple(blocks), notes=decoded.notes),)
