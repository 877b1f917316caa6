"""Text as it should have been typed: repairs what PDF printing and pasting do to characters.

Applied once to everything a format hands over, so that no later step meets a Kangxi radical
instead of a kanji or an invisible character inside a name.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from matcher.reading.filled import Block, Cell, Document, FilledForm, Line, Row

# CJK Radicals Supplement → the ideograph it stands for (Unicode, EquivalentUnifiedIdeograph);
# unlike the Kangxi Radicals block these have no compatibility mapping.
_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀"
        "⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒羊羊羋耂肀聿肉臼艹艹艹"
        "虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_KANGXI = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}

# Zero-width marks, soft hyphen, direction marks, byte-order mark, variation selectors, controls.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x09),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x2070),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0xFFF9, 0xFFFD),
        *range(0xE0100, 0xE01F0),
        *range(0xD800, 0xE000),
    ]
)
_TABLE = str.maketrans({**_RADICALS, **_KANGXI}) | _INVISIBLE

_WIDE = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HYPHENATION_POINT = re.compile(f"(?<=[{_WIDE}])\u2027(?=[{_WIDE}])")


def cleaned(text: str) -> str:
    """`text` in NFC with radicals repaired and invisible characters dropped.

    Spaces of every width, tabs and private-use bullets are kept: they carry meaning for lists
    and columns.
    """
    text = unicodedata.normalize("NFC", text.translate(_TABLE))
    # Chrome prints the katakana middle dot as a hyphenation point.
    return _HYPHENATION_POINT.sub("・", text) if "\u2027" in text else text


def cleaned_document(document: Document) -> Document:
    """`document` with every line cleaned."""
    return dataclasses.replace(document, blocks=tuple(_block(block) for block in document.blocks))


def cleaned_form(form: FilledForm) -> FilledForm:
    """`form` with title, labels and lines cleaned."""
    cells = tuple(Cell(cleaned(cell.label), _lines(cell.lines)) for cell in form.cells)
    title = None if form.title is None else cleaned(form.title)
    return dataclasses.replace(form, title=title, cells=cells)


def _block(block: Block) -> Block:
    if isinstance(block, Row):
        return Row(tuple(_lines(cell) for cell in block.cells))
    return _line(block)


def _lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(_line(line) for line in lines)


def _line(line: Line) -> Line:
    return Line(cleaned(line.text), line.bullet, tuple(cleaned(link) for link in line.links))
