"""The pages of a PDF put together: page numbers and running heads left out, what a page break
cut in two joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.reading.filled import Block, Line, Row
from matcher.reading.pdf_layout import Placed
from matcher.reading.pdf_paragraphs import Typesetting, join, runs_over_page

#: Running heads and feet stand within this share of the page's height at its edges.
_EDGE = 0.1
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|第)?\s*\d{1,3}\s*(?:(?:/|／|sur|of|de|-|–)\s*\d{1,3})?\s*(?:頁|ページ)?\W*$",
    re.I,
)
#: « … – page 2 », at the end of a running line.
_NUMBERED = re.compile(r"(?:page|p\.)\s*\d{1,3}(?:\s*(?:/|sur|of)\s*\d{1,3})?\W*$", re.I)
#: What browsers print around a page: date and time, address.
_BROWSER = re.compile(
    r"^(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d{2}|(?:https?|file)://\S+\s+\d+/\d+$)", re.I
)
_TITLE = re.compile(
    "bonnes? pratiques?|good practice|グッド・?プラクティス|優良事例|先進事例", re.I
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as laid out."""

    height: float
    placed: list[Placed]


def stitched(pages: Sequence[Laid], setting: Typesetting) -> list[Block]:
    """All blocks of the document in reading order."""
    repeated = _repeated(pages)
    found: list[Placed] = []
    for page in pages:
        kept = [each for each in page.placed if not _is_running(each, page, repeated)]
        _append(found, kept, setting)
    return [each.block for each in found]


def _repeated(pages: Sequence[Laid]) -> set[str]:
    """Lines at the edge of most pages, the same but for figures."""
    counted = Counter(
        key
        for page in pages
        for key in {_key(each.block) for each in page.placed if _at_edge(each, page)}
        if key
    )
    return {key for key, count in counted.items() if count >= 2 and count > 0.6 * len(pages)}


def _is_running(each: Placed, page: Laid, repeated: set[str]) -> bool:
    if not _at_edge(each, page) or not isinstance(each.block, Line):
        return False
    text = each.block.text
    if _PAGE_NUMBER.match(text) or _BROWSER.match(text):
        return True
    # A title may stand only there, and tells where a fiche begins.
    is_title = bool(_TITLE.search(text)) and not _NUMBERED.search(text)
    return _key(each.block) in repeated and not is_title


def _at_edge(each: Placed, page: Laid) -> bool:
    return each.bottom < _EDGE * page.height or each.top > (1 - _EDGE) * page.height


def _key(block: Block) -> str:
    return re.sub(r"\d+", "#", "".join(block.text.split())) if isinstance(block, Line) else ""


def _append(found: list[Placed], page: list[Placed], setting: Typesetting) -> None:
    """Add a page; its first block may be the rest of the last one."""
    end = len(found)
    while end and found[end - 1].block == Line(""):
        end -= 1
    begin = next((n for n, each in enumerate(page) if each.block != Line("")), len(page))
    if end and begin < len(page):
        whole = _continued(found[end - 1], page[begin], setting)
        if whole is not None:
            found[end - 1 :] = [whole]
            begin += 1
            while begin < len(page) and _under_values(whole, page[begin]):
                whole = _grown(whole, page[begin], setting, runs_on=False)
                found[-1] = whole
                begin += 1
            page = page[begin:]
    found += page


def _continued(last: Placed, first: Placed, setting: Typesetting) -> Placed | None:
    """The last block of a page with the first of the next, if a page break parted them."""
    runs_on = bool(last.last and first.first and runs_over_page(last.last, first.first))
    if isinstance(last.block, Line) and isinstance(first.block, Line):
        if not runs_on:
            return None
        return replace(last, block=_one(last.block, first.block, setting), last=first.last)
    if _same_table(last, first) or _under_values(last, first):
        return _grown(last, first, setting, runs_on)
    return None


def _under_values(last: Placed, first: Placed) -> bool:
    """Whether a line stands where the values of a table without ruled lines stood."""
    if not (isinstance(last.block, Row) and isinstance(first.block, Line) and first.first):
        return False
    columns = last.columns
    return len(columns) == 2 and first.first.left >= columns[-1] - 4


def _grown(last: Placed, first: Placed, setting: Typesetting, runs_on: bool) -> Placed:
    """A row with its last cell taken further by what stands on the next page."""
    a, b = last.block, first.block
    if not isinstance(a, Row):
        return last
    *before, left = a.cells
    right = b.cells[-1] if isinstance(b, Row) else (b,)
    if runs_on and left and right:
        left = (*left[:-1], _one(left[-1], right[0], setting), *right[1:])
    else:
        left = (*left, *right)
    return replace(last, block=Row((*before, left)), last=first.last)


def _same_table(last: Placed, first: Placed) -> bool:
    """Whether a row without label is the rest of the last row of the page before."""
    a, b = last.block, first.block
    if not (isinstance(a, Row) and isinstance(b, Row)) or len(a.cells) != len(b.cells):
        return False
    return len(b.cells) > 1 and not any(b.cells[:-1]) and _same(last.columns, first.columns)


def _one(a: Line, b: Line, setting: Typesetting) -> Line:
    return Line(join(a.text, b.text, setting), a.bullet, tuple(dict.fromkeys((*a.links, *b.links))))


def _same(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(abs(x - y) < 3 for x, y in zip(a, b, strict=True))
