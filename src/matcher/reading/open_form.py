"""A form while it is being read, and what becomes of it when it is closed.

What stands without a label finds its place here: a name above the first label, key points below
the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from matcher.fiche import Note
from matcher.reading.filled import Cell, Document, FilledForm, Line
from matcher.reading.folding import has_cjk
from matcher.reading.labels import Field, Label
from matcher.reading.lists import without_bullet
from matcher.reading.wording import is_empty

#: A form has at least one of these.
_TELLING = frozenset({Field.NAME, Field.KEY_POINTS, Field.DOMAINS, Field.POPULATION})
_NAME_WITH_KIND = re.compile(
    r"^(?:(?:la|le)\s+)?(?:ville|commune|d[ée]partement|r[ée]gion|pr[ée]fecture|m[ée]tropole|communaut[ée]|agglom[ée]ration"
    r"|ville nouvelle|arrondissement|bourg|village)\b[\w\s'’.()-]{0,60}$"
    r"|^[\w\s'’.-]{2,40}\b(?:city|town|prefecture|village|ward|m[ée]tropole|agglom[ée]ration)$"
    r"|^(?:city|town|prefecture|village|region) of [\w\s'’.-]{2,40}$"
    r"|^[\u3005\u3040-\u30ff\u3400-\u9fff]{1,12}[市区町村都道府県](?:[(（].*[)）])?$",
    re.IGNORECASE,
)
#: A heading with one of these, a figure or an end mark names no authority.
_NO_NAME = re.compile(
    r"\d|[.:;!?。：；]$|\b(?:fiches?|formulaire|form|rencontres?|annexe|questionnaire|participants?|programme"
    r"|candidature|inscription|sheet|meeting|application|registration|good|bonnes?|best|template)\b"
    r"|様式|別紙|調書|シート|会議|一覧|申込|フォーム|事例|プラクティス|資料",
    re.IGNORECASE,
)
_ADDRESS_LIKE = re.compile(r"@|https?://|www\.|\+?\d[\d\s.()-]{8,}\d")
_SENTENCE_LENGTH = 60
_SENTENCE_LENGTH_JA = 25


@dataclass
class OpenCell:
    """A label and the lines read under it so far."""

    label: Label
    text: str
    lines: list[Line] = field(default_factory=list)

    def has_content(self) -> bool:
        """Whether anything stands under the label."""
        return any(line.text.strip() or line.links for line in self.lines)


@dataclass
class OpenForm:
    """The cells of one fiche so far, with the lines before its first label and after its last.

    `titled` is true once a title line was met, even one without a name (then `title` is None).
    """

    title: str | None = None
    titled: bool = False
    number: int | None = None
    cells: list[OpenCell] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    def cell(self, wanted: Field) -> OpenCell | None:
        """The first cell of a field."""
        return next((cell for cell in self.cells if cell.label.field is wanted), None)

    def has(self, wanted: Field) -> bool:
        """Whether a label of that field was met."""
        return self.cell(wanted) is not None


def is_form(form: OpenForm) -> bool:
    """Whether enough was met to call it a fiche: a title, or two labels, one a main one."""
    fields = {cell.label.field for cell in form.cells}
    if form.titled and (form.title or fields):
        return True
    return len(fields) >= 2 and bool(fields & _TELLING)


def _place(place: str | None, number: int | None) -> str | None:
    parts = [part for part in (place, None if number is None else str(number)) if part]
    return " · ".join(parts) or None


def filled_form(form: OpenForm, document: Document, number: int | None) -> FilledForm:
    """The closed form; `number` counts the fiches of a document that holds several."""
    cells = [Cell(cell.text, tuple(cell.lines)) for cell in form.cells]
    notes = list(document.notes)
    title = form.title
    if not _answered(form, Field.NAME):
        implied = _implied_name(form)
        if implied:
            cells.insert(0, Cell(Field.NAME, (Line(implied),)))
        elif title is None:
            title = _heading(form)
    points = form.cell(Field.KEY_POINTS)
    loose = _loose_points(form)
    if loose and points is not None:
        at = form.cells.index(points) + len(cells) - len(form.cells)
        cells[at] = Cell(points.text, (*points.lines, *loose))
    elif loose:
        cells.append(Cell(Field.KEY_POINTS, tuple(loose)))
        notes.append(Note("key-points-without-label", Field.KEY_POINTS))
    return FilledForm(
        document.source, title, tuple(cells), _place(document.place, number), tuple(notes)
    )


def _answered(form: OpenForm, wanted: Field) -> bool:
    return any(
        cell.label.field is wanted and any(not is_empty(line.text) for line in cell.lines)
        for cell in form.cells
    )


def _implied_name(form: OpenForm) -> str | None:
    for line in form.before:
        text = line.text.strip()
        if _NAME_WITH_KIND.match(text):
            return text
    return None


def _heading(form: OpenForm) -> str | None:
    """A heading of a few words before the first label, which may be the name: « TOURS »."""
    for line in form.before[:3]:
        text = line.text.strip()
        if 1 < len(text) <= 40 and len(text.split()) <= 4 and not _NO_NAME.search(text):
            return text
    return None


def _loose_points(form: OpenForm) -> list[Line]:
    """Lines after the last label that are too much of a text to be a footer."""
    points = form.cell(Field.KEY_POINTS)
    wanted = [line for line in form.after if not _ADDRESS_LIKE.search(line.text)]
    if points is None or not points.has_content():
        return [line for line in wanted if _is_text(line) or line.bullet]
    return [line for line in wanted if _is_text(line)]


def _is_text(line: Line) -> bool:
    text = line.text.strip()
    listed = line.bullet or without_bullet(text) != text
    return listed or len(text) >= (_SENTENCE_LENGTH_JA if has_cjk(text) else _SENTENCE_LENGTH)
