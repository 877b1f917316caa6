"""Two texts side by side in a terminal, each wrapped to its column.

Japanese is broken between any two letters, save where its own rules forbid it, and takes two
columns a letter; French and English are broken between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import combining, east_asian_width

from matcher.writing.check_report import width_of

#: Between the two columns.
_RULE = " │ "
#: A column holds at least a wide letter and its mark.
_NARROWEST = 8

#: The usual marks of JIS X 4051 (kinsoku): none of these begins a line, none of those ends one.
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー）」』】〕》〉々…％ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.;:!?)]}%»”’"
)
_NOT_LAST = frozenset("（「『【〔《〈([{«“‘")
_AFTER_SPACE = frozenset(":;!?»%")

#: Ends of lines and what steers a terminal; no-break spaces stay.
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f]+")


def column_width(width: int) -> int:
    """What each of the two columns takes of a terminal of `width`."""
    return max(_NARROWEST, (width - len(_RULE)) // 2)


def side_by_side(left: Sequence[str], right: Sequence[str], width: int) -> str:
    """Lines, each at most `column_width(width)` wide, as two columns."""
    column = column_width(width)
    return "\n".join(
        f"{one}{' ' * (column - width_of(one))}{_RULE}{other}".rstrip()
        for one, other in zip_longest(left, right, fillvalue="")
    )


def wrapped(text: str, width: int, *, mark: str = "") -> Iterator[str]:
    """The lines of `text`, at most `width` columns each; `mark` stands before the first, and the
    others are set in by as much."""
    room = width - width_of(mark)
    indent = " " * width_of(mark)
    for number, line in enumerate(_lines(text, room)):
        yield (indent if number else mark) + line


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(_BLANK.sub(" ", text).strip(" ")):
        if width_of(line + piece.rstrip(" ")) > width and line:
            yield line.rstrip(" ")
            line = ""
        for letter in piece:
            if width_of(line + letter) > width and letter != " " and line:
                yield line.rstrip(" ")  # one word, wider than the column
                line = ""
            line += letter
    if line:
        yield line.rstrip(" ")


def _pieces(text: str) -> Iterator[str]:
    """What is not to be parted, with the blank after it: words, and wide letters with marks."""
    piece = ""
    for letter in text:
        if piece and not _joined(piece, letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _joined(piece: str, letter: str) -> bool:
    last = piece[-1]
    if letter == " " or combining(letter):
        return True
    if last == " ":  # often typed where French sets a space that does not break
        return letter in _AFTER_SPACE or piece.endswith("« ")
    if letter in _NOT_FIRST or last in _NOT_LAST:
        return True
    return not _is_wide(last) and not _is_wide(letter)


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
