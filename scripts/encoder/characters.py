"""Which characters French, Japanese and English text is written with."""

from __future__ import annotations

import unicodedata

#: Letters with marks in French words, and in Japanese names in Latin script.
MARKED_LETTERS = frozenset("àâæçéèêëîïôœùûüÿ" + "āīūēō")


def is_ours(character: str) -> bool:
    """Whether it is a plain or French letter, kana, a kanji of JIS X 0213, a digit or a sign."""
    if character.isascii() or unicodedata.category(character)[0] in "NPSZ":
        return True
    name = unicodedata.name(character, "")
    if name.startswith("CJK UNIFIED"):
        return _in_japanese_standard(character)
    return character.lower() in MARKED_LETTERS or name.startswith(
        ("HIRAGANA", "KATAKANA", "IDEOGRAPHIC")
    )


def _in_japanese_standard(character: str) -> bool:
    try:
        character.encode("shift_jisx0213")
    except UnicodeEncodeError:
        return False
    return True
