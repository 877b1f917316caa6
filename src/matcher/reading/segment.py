"""Document → the filled forms in it: labels with their lines, one fiche after the other.

Reading order decides: a label opens a cell, lines go into the open cell, a title or the name
label of another fiche closes the form. What stands in a table was sorted by its layout before
(`tables`); what stands in running text is a label only where it can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.reading.filled import Document, FilledForm, Line, Row
from matcher.reading.folding import folded, has_cjk
from matcher.reading.hints import is_update, is_update_without_label, label_starts, plausible
from matcher.reading.labels import Field, Label, recognise, recognise_inline
from matcher.reading.lists import without_bullet
from matcher.reading.open_form import OpenCell, OpenForm, filled_form, is_form
from matcher.reading.tables import Labelled, NextFiche, Unlabelled, pieces
from matcher.reading.wording import is_empty, is_prompt, title_in

#: Fields of one short value: what stands on the lines after it belongs to something else.
_SHORT = frozenset(
    {
        Field.NAME,
        Field.LAT,
        Field.LON,
        Field.MAP_LINK,
        Field.REGION,
        Field.COUNTRY,
        Field.LANGUAGE,
        Field.KIND,
        Field.CODE,
        Field.ID,
        Field.POPULATION,
        Field.POPULATION_YEAR,
        Field.UPDATED,
    }
)
#: Fields of running text, where a colon is no sign of a label.
_PROSE = frozenset({Field.KEY_POINTS, Field.SEEKING})
_NO_CONTENT = frozenset({Field.HEADING, Field.GUIDANCE})

_UPDATED_ASIDE = re.compile(
    r"[(（\[［〔]\s*([^()（）\[\]［］〔〕]*?\d[^()（）\[\]［］〔〕]*?)\s*[)）\]］〕]\s*[.。]?"
)
_MAP_WORD = re.compile(
    r"\s*[-–—|/／(（\[]?\s*\b(?:carte|map|地図)\s*[(（\[]?\s*(?:lien|link|リンク)?\s*[)）\]]?\s*$",
    re.IGNORECASE,
)
_MAP_WORD_JA = re.compile(
    r"[\s　]*[(（\[／/|]?\s*地図\s*(?:リンク)?\s*[(（]?(?:リンク)?[)）\]]?\s*$"
)
_LONGEST_LABEL_END = 60
#: « B. Bonne pratique » in a row of its own heads a part of the form.
_PART_HEADING = re.compile(r"^(?:[A-Z]|[IVX]{1,4})\s?[.)–-]\s*\w[^.:;!?]{0,40}$")
_PAGE_NUMBER = re.compile(
    r"^(?:page|p\.)?\s*[-–—]?\s*\d{1,3}\s*(?:(?:/|sur|of)\s*\d{1,3})?\s*[-–—]?(?:\s*頁|ページ)?$",
    re.IGNORECASE,
)


def segment(document: Document) -> tuple[FilledForm, ...]:
    """The forms filled in `document`, in its order; empty where there is none."""
    reading = _Reading()
    for block in _tables_and_lines(document):
        if isinstance(block, list):
            reading.table(block)
        else:
            reading.line(*block)
    return reading.forms(document)


_LineWithNext = tuple[Line, Line | None]


def _tables_and_lines(document: Document) -> Iterator[list[Row] | _LineWithNext]:
    rows: list[Row] = []
    lines = list(document.blocks)
    for at, block in enumerate(lines):
        if isinstance(block, Row):
            rows.append(block)
            continue
        if rows:
            yield rows
            rows = []
        following = next((b for b in lines[at + 1 : at + 3] if _says_something(b)), None)
        yield block, following if isinstance(following, Line) else None
    if rows:
        yield rows


def _says_something(block: Line | Row) -> bool:
    return isinstance(block, Row) or bool(block.text.strip())


class _Reading:
    """Where the reader stands: the forms done, the one open, the cell open in it."""

    def __init__(self) -> None:
        self._done: list[OpenForm] = []
        self._form = OpenForm()
        self._open: OpenCell | None = None
        self._title_waits: bool = False
        self._taken: Line | None = None

    # Tables

    def table(self, rows: Sequence[Row]) -> None:
        """Takes in one table."""
        self._name_beside_map(rows)
        found = pieces(rows)
        for at, piece in enumerate(found):
            if isinstance(piece, NextFiche):
                self._close_form()
                self._form.number = piece.number
            elif isinstance(piece, Labelled):
                self._labelled(piece.label, piece.text, piece.lines)
            elif isinstance(piece, Unlabelled):
                self._unlabelled(piece.line)
            else:
                following = found[at + 1] if at + 1 < len(found) else None
                self.line(piece, following if isinstance(following, Line) else None)

    def _unlabelled(self, line: Line) -> None:
        """A row without label: below an unanswered label its value, else a heading."""
        current = self._open
        answered = current is not None and current.has_content()
        in_prose = current is not None and current.label.field in _PROSE
        if answered and in_prose and _PART_HEADING.match(line.text.strip()):
            return
        if answered and not in_prose:
            self._open = None
        self.line(line, None)
        if answered and self._open is None:
            self._open = current

    def _name_beside_map(self, rows: Sequence[Row]) -> None:
        """« Ville de Dunkerque | CARTE(lien) »: a row that names without a label."""
        first = next((row for row in rows if any(row.cells)), None)
        if first is None or len(first.cells) < 2 or self._form.has(Field.NAME):
            return
        texts = [" ".join(line.text for line in cell).strip() for cell in first.cells]
        labels = [recognise(text) if text else None for text in texts]
        maps = any(label and label.field in (Field.MAP_LINK, Field.LOCATION) for label in labels)
        if maps and texts[0] and labels[0] is None and len(texts[0]) <= 80:
            self._form.before.append(Line(texts[0]))

    # Lines

    def line(self, line: Line, following: Line | None) -> None:
        """Takes in one line of running text; `following` is the next one that says something."""
        if line is self._taken:
            self._taken = None
            return
        text = line.text.strip()
        if not text and not line.links:
            return
        if text and (is_prompt(text) or self._title(text) or self._page_number(text)):
            return
        line = self._without_update(line)
        if not line.text.strip() and not line.links:
            return
        parts = self._side_by_side(line)
        if len(parts) > 1:
            for part in parts:
                self.line(part, None)
            return
        if self._inline(line) or self._alone(line, following) or self._name_and_map(line):
            return
        self._append(line)

    def _title(self, text: str) -> bool:
        title = title_in(text)
        if title is None or not (title.sure or not (self._form.cells or self._form.before)):
            return False
        if title.name is None:
            # A page header repeats it within one fiche: only a new name begins another.
            self._title_waits = bool(self._form.cells)
        elif not (self._form.title and folded(self._form.title) == folded(title.name)):
            if self._form.cells or self._form.title:
                self._close_form()
            self._form.title = title.name
        self._form.titled = True
        return True

    def _side_by_side(self, line: Line) -> list[Line]:
        """« Population : 12 000   Domaine : Culture » on one line, outside running text."""
        if self._open is not None and self._open.label.field in (*_PROSE, Field.CONTACT):
            return [line]
        inline = recognise_inline(without_bullet(line.text))
        if inline is not None and inline.label.field in (*_PROSE, Field.CONTACT):
            return [line]
        cut = next((at for at in label_starts(line.text) if at > 0), None)
        if cut is None or inline is None:
            return [line]
        before, after = line.text[:cut].rstrip(" \t;,|–—-　"), line.text[cut:]
        return [replace(line, text=before), *self._side_by_side(replace(line, text=after))]

    def _page_number(self, text: str) -> bool:
        in_prose = self._open is not None and self._open.label.field in _PROSE
        return in_prose and _PAGE_NUMBER.match(text) is not None

    def _without_update(self, line: Line) -> Line:
        """Takes « (Mis à jour le …) » out of a line, wherever it stands."""
        for aside in _UPDATED_ASIDE.finditer(line.text):
            if is_update(aside[1]):
                self._add_update(aside[1])
                rest = (line.text[: aside.start()] + line.text[aside.end() :]).strip()
                return replace(line, text=rest)
        if is_update_without_label(line.text):
            self._add_update(line.text)
            return replace(line, text="")
        return line

    def _add_update(self, text: str) -> None:
        label = Label(Field.UPDATED, frozenset(), weak=False)
        self._form.cells.append(OpenCell(label, Field.UPDATED, [Line(text)]))

    def _inline(self, line: Line) -> bool:
        text = without_bullet(line.text)
        inline = recognise_inline(text)
        if inline is None or inline.label.field in _NO_CONTENT:
            return False
        listed = line.bullet or text != line.text.strip()
        if not self._may_open(inline.label, inline.text, inline.rest, listed=listed):
            return False
        rest = Line(inline.rest, links=line.links)
        lines = (rest,) if inline.rest or line.links else ()
        return self._labelled(inline.label, inline.text, lines)

    def _alone(self, line: Line, following: Line | None) -> bool:
        """A label on a line of its own, or wrapped over two."""
        text = without_bullet(line.text)
        label = recognise(text)
        ahead = following.text.strip() if following else ""
        if following and len(text) >= 10 and ahead and len(ahead) < _LONGEST_LABEL_END:
            wrapped = recognise(f"{text} {ahead}")
            if (
                wrapped
                and (label is None or ahead[0].islower())
                and not wrapped.weak
                and self._may_open(wrapped, text, "", alone=True)
            ):
                self._taken = following
                return self._labelled(wrapped, f"{text} {ahead}", ())
        if label is None or label.field in _NO_CONTENT:
            return False
        listed = line.bullet or text != line.text.strip()
        colon = text.rstrip().endswith((":", "："))
        if not colon and label.weak and not self._weak_label_stands(label, ahead):
            return False
        if not self._may_open(label, text, ahead, listed=listed, alone=True):
            return False
        lines = (Line("", links=line.links),) if line.links else ()
        return self._labelled(label, text, lines)

    def _weak_label_stands(self, label: Label, ahead: str) -> bool:
        if plausible(label.field, ahead):
            return True
        in_prose = self._open is not None and self._open.label.field in _PROSE
        return not in_prose and not self._form.has(label.field) and label.field is not Field.OTHER

    def _may_open(
        self, label: Label, text: str, value: str, *, listed: bool = False, alone: bool = False
    ) -> bool:
        """Whether a line that looks like a label is one where the reader stands."""
        current = self._open
        if current is None or current.label.field not in _PROSE:
            return True
        if not current.has_content():
            return not label.weak or alone or plausible(label.field, value)
        if label.field is Field.NAME:
            return (not label.weak or self._same_name_label(text)) and len(value) <= 80
        if self._form.has(label.field) or label.field in (Field.OTHER, Field.CONTACT_PART):
            return False
        if label.field is Field.UPDATED or label.weak or (listed and label.field not in _PROSE):
            return plausible(label.field, value)
        return not listed

    def _same_name_label(self, text: str) -> bool:
        name = self._form.cell(Field.NAME)
        return name is not None and folded(name.text) == folded(text)

    def _name_and_map(self, line: Line) -> bool:
        """« Ville de Kitakyushu    CARTE(lien) » before the first label."""
        if self._form.has(Field.NAME) or self._form.has(Field.KEY_POINTS):
            return False
        text = line.text.strip()
        shorter = _MAP_WORD_JA.sub("", _MAP_WORD.sub("", text)).strip()
        if not shorter or shorter == text or len(shorter) > 80:
            return False
        self._form.before.append(Line(shorter))
        if line.links:
            label = Label(Field.MAP_LINK, frozenset(), weak=False)
            cell = OpenCell(label, text[len(shorter) :].strip(), [Line("", links=line.links)])
            self._form.cells.append(cell)
        return True

    def _append(self, line: Line) -> None:
        current = self._open
        if current is None:
            (self._form.after if self._form.cells else self._form.before).append(line)
        elif current.label.field in _SHORT and current.has_content():
            self._form.after.append(line)
        else:
            current.lines.append(line)

    # Labels

    def _labelled(self, label: Label, text: str, lines: Sequence[Line]) -> bool:
        """Opens the cell of a label; always true, for the callers' convenience of one line."""
        if label.field in _NO_CONTENT:
            return True
        in_contact = self._open is not None and self._open.label.field is Field.CONTACT
        if label.field is Field.CONTACT_PART or (
            in_contact and label.field is Field.NAME and label.weak and self._form.has(Field.NAME)
        ):
            return self._contact_part(text, lines)
        if label.field is Field.NAME and self._form.has(Field.NAME):
            if self._begins_another(label, text):
                self._close_form()
            else:
                label = replace(label, field=Field.OTHER)
        elif label.field is Field.NAME and self._title_waits:
            self._close_form()
        if label.field is Field.UPDATED and lines and self._open is not None:
            # The date may stand anywhere; what follows belongs where the lines before belong.
            self._form.cells.append(OpenCell(label, text, list(lines)))
            return True
        self._open = OpenCell(label, text)
        self._form.cells.append(self._open)
        for line in lines:
            if not is_prompt(line.text.strip()):
                kept = self._without_update(line) if label.field is Field.KEY_POINTS else line
                self._open.lines.append(kept)
        return True

    def _begins_another(self, label: Label, text: str) -> bool:
        enough = len({cell.label.field for cell in self._form.cells}) >= 2
        return (not label.weak or self._same_name_label(text)) and enough

    def _contact_part(self, text: str, lines: Sequence[Line]) -> bool:
        contact = self._form.cell(Field.CONTACT)
        if contact is None:
            label = Label(Field.CONTACT, frozenset(), weak=True)
            contact = OpenCell(label, "contact")
            self._form.cells.append(contact)
        said = " ".join(line.text.strip() for line in lines if not is_empty(line.text))
        if said:
            sign = "：" if has_cjk(text) else " : "
            contact.lines.append(Line(f"{text.strip(' :：')}{sign}{said}"))
        self._open = contact
        return True

    # Forms

    def _close_form(self) -> None:
        self._done.append(self._form)
        self._form = OpenForm()
        self._open = None
        self._title_waits = False

    def forms(self, document: Document) -> tuple[FilledForm, ...]:
        """All forms that hold something, closed."""
        self._close_form()
        kept = [form for form in self._done if is_form(form)]
        several = len(kept) > 1
        return tuple(
            filled_form(form, document, at if several else None)
            for at, form in enumerate(kept, start=1)
        )
