"""Printed lines → paragraphs: what the page wrapped is joined again, what a person broke is not.

A line runs on where the first word of the next would not have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.reading.filled import Line
from matcher.reading.labels import recognise, recognise_inline
from matcher.reading.pdf_glyphs import is_wide
from matcher.reading.pdf_lines import Printed

_ITEM = re.compile(
    "^(?:[•‣◦●○■□◆◇▪▫▶►➢➤✓✔→⇒※☐☑☒★☆・\uf000-\uf0ff]|[-–—*] ?(?=\\S)|[①-⑳⑴-⒇❶-❿]"
    "|\\(?\\d{1,2}[.)）] |（\\d{1,2}）|[a-h]\\) |o (?=[A-ZÀ-Ý]))"
)
_FULL_STOP = re.compile("[.!?…。！？][»」』)）]?$")
_SENTENCE_END = re.compile("[.!?…。！？»」』)）:：;]$")
#: Lines of an address block that never run on from the one before.
_CONTACT = re.compile(
    r"^(?:\S+@\S+\.\w+$|https?://|(?:t[ée]l|fax|e-?mail|courriel|mail|site|web|電話|ＴＥＬ|メール|住所|担当)"
    r"[\w ./-]{0,12}[:：])",
    re.IGNORECASE,
)
#: What French joins to the next word by a hyphen of its own.
_PREFIXES = frozenset(
    [
        "éco",
        "agro",
        "bio",
        "co",
        "néo",
        "semi",
        "micro",
        "multi",
        "inter",
        "socio",
        "franco",
        "euro",
        "mi",
        "demi",
        "sous",
        "contre",
        "avant",
        "arrière",
        "après",
        "porte",
        "garde",
        "haut",
        "grand",
        "grande",
        "savoir",
        "non",
        "ex",
        "vice",
        "auto",
        "cyclo",
        "vidéo",
        "mini",
        "nord",
        "sud",
        "est",
        "ouest",
        "centre",
        "plein",
        "tout",
        "peut",
        "vis-à",
        "c'est-à",
        "là",
        "celui",
        "celle",
        "ceux",
        "quatre-vingt",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "dix",
        "eux",
        "lui",
        "elle",
        "elles",
        "nous",
        "vous",
        "chef",
        "hors",
        "post",
        "pré",
        "anti",
        "méga",
        "ultra",
        "physico",
        "médico",
        "sino",
        "nippo",
        "anglo",
        "lieu",
        "point",
        "extra",
        "intra",
        "éolien",
    ]
)
#: An address cut by a line end: one of the two parts shows that it is a part.
_BROKEN_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*(?:[/=&?#_.-]\n[\w%/?=&#.-]|[\w]\n[/#?&=])[\w%/?=&#.+,~-]*(?: |$)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
#: Above this gap between baselines, in sizes beyond the usual one, a new paragraph begins.
_EXTRA_LEADING = 0.35


@dataclass(frozen=True, slots=True)
class Typesetting:
    """What a whole document shows of how it was set: its hyphens at line ends are breaks or not,
    and the words it writes."""

    breaks_words: bool
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where it stands on the page.

    `room` is what its last line leaves free, `first_word` the width of its first word with a
    space, `left` where it begins, all in points: whether a paragraph goes on over a page break
    shows in them.
    """

    line: Line
    top: float
    bottom: float
    room: float = 0.0
    first_word: float = 0.0
    left: float = 0.0


def typesetting(lines: Sequence[Printed]) -> Typesetting:
    """How the document with these lines was set."""
    words: set[str] = set()
    broken = False
    for line in lines:
        found = re.findall(r"[\w’'-]+", line.text.casefold())
        whole = found[1:] if broken else found  # the rest of a broken word is none
        broken = line.text.endswith("-")
        words.update(whole[:-1] if broken else whole)
    hyphens = sum(line.text.endswith("-") for line in lines)
    long_lines = sum(len(line.text) > 40 for line in lines)
    return Typesetting(hyphens >= 3 and hyphens >= 0.1 * long_lines, frozenset(words))


def paragraphs(lines: Sequence[Printed], right: float, setting: Typesetting) -> list[Paragraph]:
    """The paragraphs in `lines` (one column, top to bottom).

    `right` is where the column ends, in points: the edge of a cell less its padding, or the
    margin of the page.
    """
    if not lines:
        return []
    if len(lines) > 1:
        whole = lines[0].text
        for line in lines[1:]:
            whole = join(whole, line.text, setting)
        if recognise(whole) and not all(recognise(line.text) for line in lines):
            margin = max(line.x1 for line in lines)
            return [_joined(lines, setting, _Column(margin, 1.2, justified=False))]
    margin = _margin(lines, right)
    column = _Column(margin, _leading(lines), _is_justified(lines, margin))
    found: list[Paragraph] = []
    current = [lines[0]]
    for before, line in pairwise(lines):
        if _runs_on(current, before, line, column):
            current.append(line)
        else:
            found.append(_joined(current, setting, column))
            current = [line]
    found.append(_joined(current, setting, column))
    return found


def runs_over_page(before: Paragraph, after: Paragraph) -> bool:
    """Whether the last paragraph of a page goes on with the first of the next one."""
    text, following = before.line.text, after.line.text
    if len(text) < 15 or not following or recognise(text):
        return False
    if following[0].islower() and not _SENTENCE_END.search(text):
        return not _ITEM.match(following)
    if begins_anew(following):
        return False
    doubt = 1.5 * (after.bottom - after.top) if is_wide(text[-1]) else 0.0
    if _SENTENCE_END.search(text):
        doubt = 0.0
    return after.first_word + doubt > before.room


def join(before: str, after: str, setting: Typesetting) -> str:
    """Two lines of one paragraph as one text."""
    if not before or not after:
        return before + after
    if is_wide(before[-1]) or is_wide(after[0]):
        return before + after
    if _breaks_address(before, after):
        return before + after
    if before[-1] in "-\u2010\u00ad" and before[-2:-1].isalpha():
        return _rejoined(before, after, setting)
    if before.endswith("/") and not before.endswith(" /"):
        return before + after
    return f"{before} {after}"


def _rejoined(before: str, after: str, setting: Typesetting) -> str:
    """A word broken at a hyphen: the hyphen stays where it is the word's own."""
    head = re.split(r"[\s’']", before)[-1]
    tail = re.split(r"[\s,.;:!?)»]", after)[0]
    if not after[0].islower():
        return before + after
    if (head[:-1] + tail).casefold() in setting.words or before[-1] == "\u00ad":
        return before[:-1] + after
    if (head + tail).casefold() in setting.words or _is_compound(head[:-1], tail, setting):
        return before + after
    return before[:-1] + after if setting.breaks_words else before + after


def _is_compound(head: str, tail: str, setting: Typesetting) -> bool:
    """Whether both parts are words of their own, as in « musée-promenade »."""
    return head.casefold() in _PREFIXES or (len(tail) > 3 and tail.casefold() in setting.words)


def _breaks_address(before: str, after: str) -> bool:
    address = _ADDRESS.search(before)
    return (
        address is not None and re.match(r"[\w%/?=&#.-]*[/.=?&#\d][\w%/?=&#.-]*", after) is not None
    )


def _margin(lines: Sequence[Printed], right: float) -> float:
    """Where the lines of this column are broken, at most at `right`.

    Every line that surely goes on in the next one tells that the next word did not fit.
    """
    # A line far from all others (a page number) tells nothing about the text.
    near = [
        line
        for number, line in enumerate(lines)
        if any(
            abs(other.baseline - line.baseline) < 2.5 * line.size
            for other in (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
        )
    ]
    reached = max(line.x1 for line in near or lines)
    begin = min(line.x0 for line in lines)
    bounds = [
        before.x1 + _advance(before, line)
        for before, line in pairwise(lines)
        if before.x1 - begin > 0.7 * (reached - begin) and _surely_goes_on(before, line)
    ]
    return max(reached, min([right, *bounds]))


def _advance(before: Printed, line: Printed) -> float:
    """The room that the first word of `line` would have needed behind `before`, in points."""
    space = 0.0 if is_wide(before.text[-1]) else 0.25 * line.size
    return line.first_word + space


def _surely_goes_on(before: Printed, line: Printed) -> bool:
    if not 0 < line.baseline - before.baseline < 2 * line.size:
        return False
    if _SENTENCE_END.search(before.text) or _ITEM.match(line.text):
        return False
    both_wide = is_wide(before.text[-1]) and is_wide(line.text[0])
    return line.text[0].islower() or (both_wide and not recognise(before.text))


@dataclass(frozen=True, slots=True)
class _Column:
    """How a column is set: where it ends, its line spacing in sizes, straight edge or not."""

    margin: float
    leading: float
    justified: bool

    def room(self, line: Printed) -> float:
        """What a line leaves free for the next word, in points; in a column set flush, a line
        that stops short has room for any."""
        free = self.margin - line.x1 - 0.25 * line.size
        return 1e6 if self.justified and free > 0 else free


def _is_justified(lines: Sequence[Printed], margin: float) -> bool:
    """Whether full lines all end on one edge, so that a shorter one ends its paragraph."""
    flush = sum(abs(line.x1 - margin) < 0.12 * line.size for line in lines)
    ragged = sum(0.25 * line.size < margin - line.x1 < 3 * line.size for line in lines)
    return flush >= 3 and flush > 3 * ragged


def _leading(lines: Sequence[Printed]) -> float:
    """The usual distance between baselines, in sizes; the least frequent is not trusted."""
    gaps = [
        round((line.baseline - before.baseline) / line.size, 2)
        for before, line in pairwise(lines)
        if line.baseline > before.baseline
    ]
    close = sorted(gap for gap in gaps if gap < 2.5)
    return close[len(close) // 3] if close else 1.2


def _runs_on(paragraph: Sequence[Printed], before: Printed, line: Printed, column: _Column) -> bool:
    """Whether `line` goes on with the paragraph that ends in `before`."""
    distance = (line.baseline - before.baseline) / line.size
    near = 0 <= distance <= max(column.leading, 1.0) + _EXTRA_LEADING
    if not near or not 0.9 <= line.size / before.size <= 1.12:
        return False
    fits = _advance(before, line) + _doubt(before, line) < column.room(before)
    so_far = " ".join(part.text for part in paragraph)
    if recognise(so_far):
        whole = recognise(f"{so_far} {line.text}")
        return whole is not None and (not fits or recognise(line.text) is None)
    if _ITEM.match(line.text) or (_CONTACT.match(line.text) and before.text[-1] not in ":："):
        return False
    # « … : » and a word in lower case ask for more, whatever comes.
    if _BROKEN_ADDRESS.search(f"{before.text}\n{line.text}"):
        return True
    open_end = before.text.endswith((":", "：")) or (
        line.text[0].islower() and not _SENTENCE_END.search(before.text)
    )
    if (fits or not open_end) and begins_anew(line.text):
        return False
    return _wrapped(paragraph, before, line, fits)


def _doubt(before: Printed, line: Printed) -> float:
    """Room that a full line may still show, in points: a word in lower case is likely to go on;
    Japanese lines end up to two characters early, for no line begins with 、 or 。."""
    if is_wide(before.text[-1]) and not _SENTENCE_END.search(before.text):
        return 1.5 * line.size
    return line.size if line.text[0].islower() else 0.0


def _wrapped(paragraph: Sequence[Printed], before: Printed, line: Printed, fits: bool) -> bool:
    """Whether a line that begins nothing new is the rest of the one before."""
    begin = paragraph[0]
    if begin.hangs and line.x0 >= begin.x0 + begin.hangs - 0.3 * line.size:
        return True  # set under the text of a list item, whatever ended the line before
    if fits or (begin.hangs and line.x0 < begin.x0 - 0.3 * line.size):
        return False
    if begin.hangs > 1.2 * line.size and _FULL_STOP.search(before.text):
        return False  # the item has ended, and this line does not stand under its text
    if len(paragraph) > 1 and line.x0 < before.x0 - 0.5 * line.size:
        return False
    if line.text[0].islower() and not _SENTENCE_END.search(before.text):
        return True
    indented = line.x0 - before.x0 > 0.5 * line.size and len(paragraph) > 1
    return not indented


def begins_anew(text: str) -> bool:
    """Whether a line with this text begins a list item or carries a label."""
    if _ITEM.match(text) or _CONTACT.match(text):
        return True
    label = recognise(text)
    if label is None:
        inline = recognise_inline(text)
        label = inline.label if inline else None
    return label is not None and (not label.weak or _shows_its_value(text))


def _shows_its_value(text: str) -> bool:
    """Whether what follows an ordinary word makes it a label: a figure, an address, a date."""
    return (
        re.search(r"[:：]\s*(?:約|env|\(?[0-9０-９]|https?:|www\.|平成|令和|昭和)", text)
        is not None
    )


def _joined(lines: Sequence[Printed], setting: Typesetting, column: _Column) -> Paragraph:
    text = lines[0].text
    if column.justified and len(lines) > 1 and not recognise(text.partition("\t")[0]):
        text = text.replace("\t", " ")
    for line in lines[1:]:
        text = join(text, line.text.replace("\t", " "), setting)
    links = tuple(dict.fromkeys(link for line in lines for link in line.links))
    return Paragraph(
        Line(text.strip(), links=links),
        lines[0].top,
        lines[-1].bottom,
        column.room(lines[-1]),
        lines[0].first_word + 0.25 * lines[0].size,
        lines[0].x0,
    )
