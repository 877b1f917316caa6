"""Two writings of the same words look alike: the folding that labels and prompts share."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LATIN_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^\w\u3005\u3007\u30fc]+|_+")
_CJK = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_CJK_CHAR = re.compile(f"[{_CJK}]")
_SPACE_BY_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")


def plain(text: str) -> str:
    """`text` without markup, full-width forms and odd spaces, otherwise as typed."""
    unmarked = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join(unicodedata.normalize("NFKC", unmarked).split())


def folded(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces, none beside kanji or kana.

    Kana keep their voicing marks: か and が are different letters.
    """
    lowered = plain(text).casefold().replace("œ", "oe").replace("æ", "ae")
    bare = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", lowered)))
    words = " ".join(_NOT_WORD.sub(" ", bare).split())
    return _SPACE_BY_CJK.sub("", words)


def has_cjk(text: str) -> bool:
    """Whether `text` holds a kanji or kana."""
    return _CJK_CHAR.search(text) is not None


def edit_distance(a: str, b: str, limit: int) -> int:
    """Letters to change, add, drop or swap with their neighbour (Damerau 1964, restricted).

    Counts no further than `limit`: everything above is `limit + 1`.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        older, before = before, row
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
