"""Pieces of a text → its whole words, each with what it means there and how much it says.

An encoder cuts texts into pieces that are no words (« restaur|ateur|s », 路|面|電車). Readers
want words: French and English between blanks and apostrophes, Japanese in runs of kanji or of
katakana, since it has no spaces. Words that only hold a sentence together, figures and counters
are none; of Japanese written in hiragana nothing is taken.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Language
from matcher.errors import DataFileError, Fault
from matcher.spelling import plain

_KANJI = "\u3400-\u4dbf\u4e00-\u9fff\u3005\u3006\u30f6"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30f5\u30f7-\u30fa\u30fc-\u30ff"
_LETTER = rf"[^\W\d_{_KANJI}{_HIRAGANA}{_KATAKANA}\u30f6]"
_LATIN = rf"{_LETTER}(?:{_LETTER}|[\d\u0300-\u036f]|[-\u2010\u2011'\u2019](?={_LETTER}))*"
#: Endings by which a verb is joined to what follows, or is a noun: 空き家, 買い物, 祭り.
_JOINS = "きりみちいけげれめべびぎせし"
_ENDS = "りみきちびぎけれめげ"
#: Particles: a kanji before one of them is a noun; before other hiragana it begins a verb.
_PARTICLES = "のはがをにでとへもやなか"
_WORD = re.compile(
    rf"(?P<latin>{_LATIN})"
    rf"|(?P<joined>(?<![{_KANJI}])[{_KANJI}][{_JOINS}][{_KANJI}]+(?:[{_ENDS}](?![{_HIRAGANA}]))?)"
    rf"|(?P<noun>(?<![{_KANJI}])[{_KANJI}][{_ENDS}](?=[のはがをにでとへも]|[^{_HIRAGANA}]|$))"
    rf"|(?P<verb>(?<![{_KANJI}])[{_KANJI}](?=[{_HIRAGANA}])(?![{_PARTICLES}]))"
    rf"|(?P<kanji>(?:(?!約[\d一二三四五六七八九十百千])[{_KANJI}])+"
    rf"(?:[{_ENDS}](?=[のはがをにでとへも]|[^{_HIRAGANA}]|$))?)"
    rf"|(?P<katakana>[{_KATAKANA}]+(?:・[{_KATAKANA}]+)*)"
)
#: « l'eau » is eau, « qu'une » is une; « aujourd'hui » stays.
_ELIDED = re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['\u2019]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
#: 20種類, 600棟: counters belong to their figure.
_AFTER_FIGURE = re.compile(r"[\d一二三四五六七八九十百千万億]$")
_LONGEST_COUNTER = 3
#: Longer runs of kanji are several words: 次世代型路面電車.
_LONGEST_KANJI = 3
#: They end a word and begin none.
_SUFFIXES = frozenset("者型的化内外約等業館園用所制性力市区")

#: Words in at most this share of the reference texts say as much as a word can.
_RARE = 0.04


@dataclass(frozen=True, slots=True)
class Span:
    """From character `start` to before `end` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The pieces of one text: where they stand in it, and what each means in its context.

    offsets: int64 (pieces, 2), start and end of a piece as character positions in the text (a
        piece that only says « a word begins » ends where it starts); pieces may overlap;
    vectors: float32 (pieces, dimension), unit rows.
    """

    offsets: NDArray[np.int64]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one text that say something, in their order; no two overlap.

    `vectors`: float64 (words, dimension), unit rows (zero where no piece covers a word).
    `weight`: float64 (words,), how much each says, in [0, 1].
    """

    spans: tuple[Span, ...]
    vectors: NDArray[np.float64]
    weight: NDArray[np.float64]


class Wording:
    """How one language is used, learnt from reference texts: what the words of a text say in it.

    The mean vector of all pieces of a language is taken out of each, as it is of passages
    (`matcher.matching.hubs`). A word found in a share s of the reference texts weighs
    log(s) / log(`_RARE`), 1 at most: the inverse document frequency of Spärck Jones (Journal of
    Documentation 28, 1972), not told apart among words that are rare anyway.
    """

    def __init__(
        self,
        texts: Sequence[str],
        pieces: Sequence[TokenVectors],
        small: frozenset[str],
    ) -> None:
        """`texts` are at least two texts of the language, `pieces` those of any of them.

        `small` are words that say nothing by themselves, folded by `plain`.
        """
        self._small = small
        self._texts = tuple(plain(text) for text in texts)
        self._counts = Counter(word for text in self._texts for word in set(_latin_words(text)))
        self._mean = np.concatenate([each.vectors for each in pieces]).mean(axis=0)

    def words(self, text: str, pieces: TokenVectors) -> Words:
        """The words of `text`, whose pieces are `pieces`."""
        spans = tuple(span for span in _spans(text, pieces) if self._says(span.of(text)))
        centred = pieces.vectors.astype(np.float64) - self._mean
        covered = np.array([_overlaps(span, pieces.offsets) for span in spans]).reshape(
            len(spans), len(centred)
        )
        return Words(
            spans,
            _unit(covered @ _unit(centred)),
            np.array([self._weight(span.of(text)) for span in spans]),
        )

    def _says(self, word: str) -> bool:
        return plain(word) not in self._small

    def _weight(self, word: str) -> float:
        folded = plain(word)
        if re.fullmatch(_LATIN, folded):
            found = self._counts[folded]
        else:
            found = sum(folded in text for text in self._texts)
        share = found / len(self._texts)
        return min(1.0, log(share) / log(_RARE)) if found else 1.0


def parse_small_words(text: str, source: str) -> Mapping[Language, frozenset[str]]:
    """Words that say nothing by themselves, a list a language. Raises DataFileError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise DataFileError(source, (Fault(None, "toml", str(problem), "TOML"),)) from problem
    faults = [
        Fault(None, language.value, repr(data.get(language.value)), "list of words")
        for language in Language
        if not _is_list_of_words(data.get(language.value))
    ]
    if faults:
        raise DataFileError(source, tuple(faults))
    return {language: frozenset(map(plain, data[language.value])) for language in Language}


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _spans(text: str, pieces: TokenVectors) -> Iterator[Span]:
    for found in _WORD.finditer(text):
        span = Span(*found.span())
        if found["latin"]:
            span = _bare(text, span)
            if len(span) > 1:
                yield span
        elif found["kanji"]:
            counts = _AFTER_FIGURE.search(text[: span.start].rstrip())
            if not (counts and len(span) <= _LONGEST_COUNTER):
                yield from _parts(text, span, pieces.offsets)
        elif not found["verb"]:
            yield span


def _latin_words(text: str) -> Iterator[str]:
    for found in re.finditer(_LATIN, text):
        yield _bare(text, Span(*found.span())).of(text)


def _bare(text: str, span: Span) -> Span:
    """A French or English word without what is only attached to it."""
    start, end = span.start, span.end
    while elided := _ELIDED.match(text, start, end):
        start = elided.end()
    owned = _POSSESSIVE.search(text[start:end])
    return Span(start, end if owned is None else start + owned.start())


def _parts(text: str, run: Span, offsets: NDArray[np.int64]) -> list[Span]:
    """A run of kanji as words: cut where pieces meet, no word of one kanji, suffixes attached."""
    if len(run) <= _LONGEST_KANJI:
        return [run]
    inside = {int(at) for at in offsets.ravel() if run.start < at < run.end}
    units: list[Span] = []
    in_singles = False
    for start, end in pairwise(sorted({run.start, run.end} | inside)):
        single = end - start == 1
        attached = bool(units) and single and (in_singles or text[start] in _SUFFIXES)
        in_singles = single and text[start] not in _SUFFIXES
        if attached:
            units[-1] = Span(units[-1].start, end)
        else:
            units.append(Span(start, end))
    words: list[Span] = []
    for unit in units:
        if words and (len(unit) == 1 or len(words[-1]) == 1):
            words[-1] = Span(words[-1].start, unit.end)
        else:
            words.append(unit)
    return words


def _overlaps(span: Span, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many characters of each piece lie in `span`: (pieces,)."""
    ends, starts = np.minimum(offsets[:, 1], span.end), np.maximum(offsets[:, 0], span.start)
    inside: NDArray[np.int64] = np.maximum(ends - starts, 0)
    return inside


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
