"""Glyphs → printed lines, cut where a wide gap parts two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.reading.labels import recognise
from matcher.reading.pdf_glyphs import Glyph, is_wide

#: Gaps are in units of the glyph's size. Latin words stand 0.25 apart; Japanese sets a quarter
#: between kanji and figures that is no space; columns stand further than a justified space.
_WORD_GAP = 0.2
_WIDE_GAP = 0.3
_JAPANESE_GAP = 0.18
COLUMN_GAP = 1.6
_EDGE_GAP = 0.3
_TAB_GAP = 0.5
#: Rows are looked up by bands of the page of this height, in points.
_BAND = 6.0

#: What a list item begins with.
_SIGN = re.compile("[•‣◦●○■□◆◇▪▫▶►➢➤✓✔→⇒※☐☑☒・*\uf000-\uf0ff–—-]|\\d{1,2}[.)]|[①-⑳]|o(?=[A-ZÀ-Ý])")
_SIGN_AND_TAB = re.compile(f"^({_SIGN.pattern})\\t")
#: What Japanese never sets at the beginning of a line.
_NEVER_FIRST = "、。，．・：；！？」』）】〕〉》ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ％"
_KANA = re.compile("[\u3041-\u30ffー]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of text on one baseline, without a column gap in it.

    `first_word` is the width of its first word; `hangs` how far its text stands from the list
    sign that it begins with, 0 without one.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    first_word: float
    links: tuple[str, ...] = ()
    hangs: float = 0.0

    @property
    def top(self) -> float:
        """Where tall letters begin."""
        return self.baseline - self.size * 0.8

    @property
    def bottom(self) -> float:
        """Where letters such as g end."""
        return self.baseline + self.size * 0.2

    @property
    def middle(self) -> float:
        """Half the height of small letters."""
        return self.baseline - self.size * 0.3


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the boxes (x0, top, x1, bottom) of the words it lies on."""

    address: str
    box: tuple[float, float, float, float]


def printed_lines(glyphs: Iterable[Glyph], links: Sequence[Link] = ()) -> list[Printed]:
    """The lines of a region without columns (a table cell), from top to bottom."""
    return [
        merged([_printed(part, links) for part in parts])
        for row in _clean_rows(glyphs)
        if (parts := _stretches(row, ()))
    ]


def column_lines(glyphs: Iterable[Glyph], links: Sequence[Link] = ()) -> list[list[Printed]]:
    """The lines of a region from top to bottom, each its stretches from left to right.

    Where columns begin is seen on the lines that leave a wide gap; the others are cut there too.
    """
    rows = _clean_rows(glyphs)
    cut = [_stretches(row, ()) for row in rows]
    edges = _edges(cut)
    if edges:
        cut = [_stretches(row, edges) for row in rows]
    return [[_printed(part, links) for part in parts] for parts in cut if parts]


def _clean_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    return _without_ruby([_without_doubles(row) for row in _rows(glyphs)])


def _edges(rows: Sequence[list[list[Glyph]]]) -> list[float]:
    """Where at least two lines begin again after a wide gap."""
    begins = sorted(part[0].x0 for row in rows for part in row[1:])
    return [x for x, following in pairwise(begins) if following - x < 1.5]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline; raised and lowered ones (1er, km2) go with their neighbours."""
    rows: list[list[Glyph]] = []
    by_height: dict[int, list[list[Glyph]]] = {}
    for glyph in sorted(glyphs, key=lambda g: (-g.size, g.baseline)):
        reach = 0.5 * glyph.size / 0.4 + _BAND  # rows of larger type reach further
        low, high = glyph.baseline - reach, glyph.baseline + reach
        around = [
            row
            for band in range(int(low // _BAND), int(high // _BAND) + 1)
            for row in by_height.get(band, ())
        ]
        near = min(around, key=lambda row: abs(row[0].baseline - glyph.baseline), default=None)
        if near is not None and _same_row(near, glyph):
            near.append(glyph)
        else:
            row = [glyph]
            rows.append(row)
            by_height.setdefault(int(glyph.baseline // _BAND), []).append(row)
    for row in rows:
        row.sort(key=lambda g: g.x0)
    return sorted(rows, key=lambda row: row[0].baseline)


def _same_row(row: list[Glyph], glyph: Glyph) -> bool:
    base = row[0]
    distance = abs(base.baseline - glyph.baseline)
    if distance <= 0.15 * base.size:
        return True
    # A raised or lowered sign touches a glyph of the row; ruby lies above one instead.
    if glyph.size > 0.85 * base.size or distance > 0.5 * base.size or _KANA.match(glyph.text):
        return False
    return any(
        -0.3 * base.size <= glyph.x0 - other.x1 <= 0.3 * base.size
        or -0.3 * base.size <= other.x0 - glyph.x1 <= 0.3 * base.size
        for other in row
    )


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    """Bold made by printing twice is read once; the letters of a ligature are no doubles."""
    kept: list[Glyph] = []
    for glyph in row:
        if any(
            other.text == glyph.text
            and abs(other.x0 - glyph.x0) < 0.12 * glyph.size
            and abs(other.order - glyph.order) > 1
            for other in kept[-3:]
        ):
            continue
        kept.append(glyph)
    return kept


def _without_ruby(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Small kana just above a line are the reading of its kanji, not text."""
    kept: list[list[Glyph]] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else None
        if below and _is_ruby(row, below):
            continue
        kept.append(row)
    return kept


def _is_ruby(row: list[Glyph], below: list[Glyph]) -> bool:
    size = max(glyph.size for glyph in below)
    if max(glyph.size for glyph in row) > 0.65 * size:
        return False
    if below[0].baseline - row[0].baseline > 1.4 * size:
        return False
    if not all(_KANA.fullmatch(glyph.text) for glyph in row):
        return False
    left, right = below[0].x0 - size, below[-1].x1 + size
    return all(left <= glyph.x0 and glyph.x1 <= right for glyph in row)


def merged(stretches: Sequence[Printed]) -> Printed:
    """The stretches of one line as one; tabs where the gap is wider than a space can be."""
    first, last = stretches[0], stretches[-1]
    if first is last:
        return first
    gaps = [(part.x0 - before.x1) / part.size for before, part in pairwise(stretches)]
    # Equal gaps are the spaces of a justified line with few words.
    even = len(gaps) > 1 and max(gaps) < 1.3 * min(gaps)
    text = first.text
    for gap, part in zip(gaps, stretches[1:], strict=True):
        text += ("\t" if gap > COLUMN_GAP and not even else " ") + part.text
    text = _SIGN_AND_TAB.sub(r"\1 ", text)
    return Printed(
        text,
        first.x0,
        last.x1,
        first.baseline,
        first.size,
        first.first_word,
        tuple(dict.fromkeys(link for part in stretches for link in part.links)),
        first.hangs or (last.x0 - first.x0 if _SIGN.fullmatch(first.text) else 0.0),
    )


def _stretches(row: list[Glyph], edges: Sequence[float]) -> list[list[Glyph]]:
    parts: list[list[Glyph]] = []
    for glyph in row:
        if glyph.text == "\u3000":
            continue
        if parts and not _is_cut(parts[-1][-1], glyph, edges):
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return parts


def _is_cut(before: Glyph, glyph: Glyph, edges: Sequence[float]) -> bool:
    gap = _gap(before, glyph)
    if gap > COLUMN_GAP:
        return True
    return gap > _EDGE_GAP and any(abs(glyph.x0 - edge) < 1.5 for edge in edges)


def _printed(part: list[Glyph], links: Sequence[Link]) -> Printed:
    pieces = [part[0].text]
    first_word = 0.0
    stretched, usual = _stretch(part), _usual_space(part)
    spaced = any(glyph.after_space for glyph in part)
    for before, glyph in pairwise(part):
        space = _space_between(before, glyph, stretched, usual)
        if space != "\t" and _is_odd(before, glyph, usual, spaced) and recognise("".join(pieces)):
            space = "\t"  # a label, then a gap that is no space: a tab that came out short
        pieces += [space, glyph.text]
        # French never begins a line with « : » or the like: they count with the word before.
        breakable = (space and glyph.text not in ":;!?»%€") or is_wide(glyph.text)
        breakable = breakable and glyph.text not in _NEVER_FIRST and not glyph.glued
        if not first_word and breakable and before.text != "«":
            first_word = before.x1 - part[0].x0
    sizes = sorted(glyph.size for glyph in part)
    x0, x1 = part[0].x0, max(glyph.x1 for glyph in part)
    return Printed(
        _SIGN_AND_TAB.sub(r"\1 ", "".join(pieces)),
        x0,
        x1,
        part[len(part) // 2].baseline,
        sizes[len(sizes) // 2],
        first_word or x1 - x0,
        tuple(dict.fromkeys(link.address for link in links if lies_on(link, part))),
        _hangs(part),
    )


def _hangs(part: Sequence[Glyph]) -> float:
    sign = _SIGN.match("".join(glyph.text for glyph in part[:4]))
    if sign is None or len(part) <= sign.end():
        return 0.0
    return part[sign.end()].x0 - part[0].x0


def _stretch(part: Sequence[Glyph]) -> float:
    """How far justification has set the Japanese characters of a line apart, in sizes."""
    gaps = sorted(
        _gap(before, glyph)
        for before, glyph in pairwise(part)
        if is_wide(before.text) and is_wide(glyph.text)
    )
    return max(gaps[len(gaps) // 2], 0.0) if gaps else 0.0


def _gap(before: Glyph, glyph: Glyph) -> float:
    return (glyph.x0 - before.x1) / min(glyph.size, before.size)


def _usual_space(part: Sequence[Glyph]) -> float:
    """The usual space between Latin words of a line, in sizes; justified lines have more."""
    gaps = sorted(
        gap
        for before, glyph in pairwise(part)
        if (gap := _gap(before, glyph)) > _WORD_GAP and not is_wide(glyph.text)
    )
    return gaps[len(gaps) // 2] if len(gaps) > 2 else 0.25


def _is_odd(before: Glyph, glyph: Glyph, usual: float, spaced: bool) -> bool:
    """Whether a gap differs from the spaces of its line: too wide, or no space in the file."""
    gap = _gap(before, glyph)
    if glyph.after_space or glyph.text in "-–—:：":
        return False
    return gap > 1.15 * usual or (gap > 0.04 and spaced)


def _space_between(before: Glyph, glyph: Glyph, stretched: float, usual: float) -> str:
    """What stands between two glyphs: nothing, a space, or a tab where the gap is out of line."""
    gap = _gap(before, glyph)
    if is_wide(before.text) and is_wide(glyph.text):
        gap -= stretched
        least, tab = (0.1 if glyph.after_space else _JAPANESE_GAP), 1.3
    elif is_wide(before.text) or is_wide(glyph.text):
        # Typesetters part kanji from figures by a quarter; only a space of the file is meant.
        gap -= stretched
        latin = glyph.text if is_wide(before.text) else before.text
        # The quarter stands before letters and figures only, not before signs such as « / ».
        invented = _WIDE_GAP + 2 * stretched if latin.isalnum() else _JAPANESE_GAP
        least, tab = (0.1 if glyph.after_space else invented), 1.3
    else:
        least = 0.02 if glyph.after_space else 0.12 if glyph.after_gap else _WORD_GAP
        tab = max(_TAB_GAP, 2 * usual)
    if gap > tab:
        return "\t"
    return " " if gap > least else ""


def lies_on(link: Link, part: Iterable[Glyph]) -> bool:
    """Whether the link covers the middle of any of these glyphs."""
    x0, top, x1, bottom = link.box
    return any(
        x0 - 0.5 <= (glyph.x0 + glyph.x1) / 2 <= x1 + 0.5
        and top - 0.5 <= glyph.baseline - glyph.size * 0.3 <= bottom + 0.5
        for glyph in part
    )
