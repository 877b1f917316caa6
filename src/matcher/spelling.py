"""Spelling: letters of one word that may be written in several ways become one."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def plain(text: str) -> str:
    """Lower case, no accents, full-width forms and ligatures undone: `Œuvre` → `oeuvre`.

    Kana keep their voicing marks: か and が are different letters.
    """
    if text.isascii():
        return text.casefold()
    lower = unicodedata.normalize("NFKC", text).casefold()
    lower = lower.replace("œ", "oe").replace("æ", "ae")
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", lower)))
