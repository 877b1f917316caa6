"""What every format hands over: the text of a file as lines and cells, and the forms found in it.

A format module turns a file into a `Document`; `segment` turns a `Document` into `FilledForm`s;
`form` turns a `FilledForm` into a `Fiche`. No format knows the form, no form knows a format.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.fiche import Note


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line of text.

    `bullet` is true where the source marks it as a list item (the sign itself is not in `text`
    then). `links` are the addresses of hyperlinks on its words.
    """

    text: str
    bullet: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells from left to right, each a tuple of lines."""

    cells: tuple[tuple[Line, ...], ...]


Block = Line | Row


@dataclass(frozen=True, slots=True)
class Document:
    """The readable content of one file, or of one part of it, in reading order.

    `source` is the file name as given; `place` says which part (member of an archive, sheet).
    `notes` are facts about the whole text (a guessed charset) that every fiche in it inherits.
    """

    source: str
    blocks: tuple[Block, ...]
    place: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines written under one label of the form."""

    label: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All lines, joined by line breaks."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form: its title and its labelled cells in the order of the document."""

    source: str
    title: str | None
    cells: tuple[Cell, ...]
    place: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave, in its own order: running text to be cut into forms, and forms where
    the file names its fields (YAML, JSON). Empty for a file without any text."""

    source: str
    parts: tuple[Document | FilledForm, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The parts that are running text."""
        return tuple(part for part in self.parts if isinstance(part, Document))

    @property
    def forms(self) -> tuple[FilledForm, ...]:
        """The parts that name their fields."""
        return tuple(part for part in self.parts if isinstance(part, FilledForm))
