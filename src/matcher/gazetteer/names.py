"""Folding: spellings of one name that should meet become one text.

The folded form is for comparing only and is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.spelling import plain

#: Katakana → hiragana; the long vowel mark ー stays.
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
#: Small ゖ is the « ヶ » of place names, written ヶ, ケ or が alike.
_KANA[ord("ヶ")] = ord("け")

#: Traditional and variant characters → the one of the registers.
_VARIANTS = (
    str.maketrans(
        "檮竈龍﨑髙德瀨嶋澤濱邊邉櫻國廣眞舘條鹽壽惠萬靜彌縣區黑榮曾諫祗礪⻑⻘⻄⻩",
        "梼釜竜崎高徳瀬島沢浜辺辺桜国広真館条塩寿恵万静弥県区黒栄曽諌祇砺長青西黄",
    )
    | _KANA
)

_SUR = re.compile(r"\bs/ ?")
_GA_BETWEEN_KANJI = re.compile(r"(?<=[\u4e00-\u9fff])が(?=[\u4e00-\u9fff])")
_SEPARATORS = re.compile(r"(?:[^\w\n]|_)+")
_SAINT = re.compile(r"\bst(es?|s)?\b")
_JAPANESE = re.compile("[\u2e80-\u2eff\u3005\u3040-\u30ff\u4e00-\u9fff\ufa00-\ufaff]+")
_BETWEEN_JAPANESE = re.compile("(?<=[\u3005\u3040-\u30ff\u4e00-\u9fff]) +(?=[\u3005\u3040-\u9fff])")

ARTICLES = ("le ", "la ", "les ", "l ")
#: Words an intercommunalité may carry or not without being another one.
_INTERCOMMUNAL = re.compile(
    r"\b(?:communautes?|communes|agglomerations?|agglo|agglopole|urbaine|metropolitaine|"
    r"eurometropole|metropole|metropolis|metropolitan|europeenne|intercommunalite|intercom|"
    r"epci|ville|cc|ca|cu|de|du|des|d|le|la|les|l|et|en)\b"
)


def has_japanese(text: str) -> bool:
    """Whether any kana or kanji stands in `text`."""
    return _JAPANESE.search(text) is not None


def fold(text: str) -> str:
    """One spelling for all: case, accents, ligatures, separators, kana, variant kanji.

    `Saint-Étienne`, `ST ETIENNE` → `saint etienne`; `龍ヶ崎`, `竜ケ崎` → `竜け崎`. Japanese loses
    its spaces. Line breaks are kept, so that many names can be folded at once.
    """
    text = _SUR.sub("sur ", plain(text)).replace("&", " et ")
    text = _JAPANESE.sub(lambda found: found[0].translate(_VARIANTS), text)
    text = _SEPARATORS.sub(" ", text)
    text = _BETWEEN_JAPANESE.sub("", text)
    text = _GA_BETWEEN_KANJI.sub("け", text)
    text = _SAINT.sub(lambda found: "saint" + (found[1] or ""), text)
    return "\n".join(line.strip() for line in text.split("\n")) if "\n" in text else text.strip()


def fold_all(names: Iterable[str]) -> list[str]:
    """`fold` of each name (none holds a line break), fast for tens of thousands."""
    return fold("\n".join(names)).split("\n")


def without_article(folded: str) -> str:
    """`le mans` → `mans`."""
    for article in ARTICLES:
        if folded.startswith(article):
            return folded.removeprefix(article)
    return folded


def intercommunal_stem(folded: str) -> str:
    """What tells one intercommunalité from another: `metropole de lyon` → `lyon`."""
    return _INTERCOMMUNAL.sub("", folded).replace(" ", "")


def loose_romaji(folded: str) -> str:
    """Romaji without the marks of long vowels and the m/n before lips.

    `ooita`, `oita` → `oita`; `gumma`, `gunma` → `gunma`; spaces go.
    """
    text = folded.replace(" ", "")
    text = re.sub(r"o[uh](?![aeiouy])|oo", "o", text)
    text = re.sub(r"uu", "u", text)
    return re.sub(r"m(?=[bpm])", "n", text)
