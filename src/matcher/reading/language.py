"""The language a text is written in, among French, Japanese and English."""

from __future__ import annotations

import re

from matcher.collectivity import Language

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
#: A Japanese sentence says in this share of letters what others need words for.
_SHARE_JA = 0.3
_FEWEST_WORDS = 3

_STOP_WORDS = {
    Language.FR: frozenset(
        [
            *("le", "la", "les", "un", "une", "des", "du", "de", "et", "en", "dans", "par"),
            *("pour", "sur", "avec", "sans", "aux", "au", "est", "sont", "a", "ont", "qui", "que"),
            *(
                "dont",
                "où",
                "ce",
                "cette",
                "ces",
                "son",
                "sa",
                "ses",
                "leur",
                "leurs",
                "depuis",
                "ou",
            ),
            *(
                "pas",
                "plus",
                "entre",
                "vers",
                "afin",
                "ainsi",
                "mise",
                "deux",
                "trois",
                "d",
                "l",
                "n",
            ),
            *("s", "qu", "c"),
        ]
    ),
    Language.EN: frozenset(
        [
            *("the", "of", "and", "in", "to", "for", "with", "by", "from", "on", "at", "is"),
            *(
                "are",
                "was",
                "were",
                "has",
                "have",
                "had",
                "which",
                "that",
                "this",
                "these",
                "its",
                "their",
            ),
            *(
                "an",
                "a",
                "as",
                "between",
                "through",
                "into",
                "since",
                "or",
                "not",
                "more",
                "than",
                "two",
            ),
            *("three", "s", "it", "be", "been", "new", "city"),
        ]
    ),
}
_SHARED = _STOP_WORDS[Language.FR] & _STOP_WORDS[Language.EN]
_ACCENTS = re.compile(r"[àâçéèêëîïôûùüœ]", re.IGNORECASE)


def language_of(text: str, prior: Language | None = None) -> Language | None:
    """The language of `text`; `prior` (that of the form's labels) decides where words do not.

    None for a text of no words and no prior. Three words prove nothing by themselves: the words
    must speak clearly, or the prior holds.
    """
    letters = len(_LETTER.findall(text))
    japanese = len(_JAPANESE.findall(text))
    if letters and japanese / letters >= _SHARE_JA:
        return Language.JA
    words = [word.lower() for word in _WORD.findall(text.replace("’", "'"))]
    if not words:
        return prior
    french = sum(1 for w in words if w in _STOP_WORDS[Language.FR] - _SHARED)
    french += sum(1 for w in words if _ACCENTS.search(w))
    english = sum(1 for w in words if w in _STOP_WORDS[Language.EN] - _SHARED)
    unclear = len(words) <= _FEWEST_WORDS or abs(french - english) < 2
    if unclear and prior in (Language.FR, Language.EN):
        return prior
    if french == english:
        return Language.EN if prior is Language.JA else prior
    return Language.FR if french > english else Language.EN
