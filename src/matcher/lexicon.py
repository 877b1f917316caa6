"""Lexicon: words and phrases of three languages, found in a label the longest first.

French and English are read word by word, Japanese letter by letter, because it has no spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.spelling import plain

_TOKENS = re.compile(
    r"(?P<japanese>[\u3005\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u4e00-\u9fff]+)"
    r"|(?P<latin>[a-z0-9]+)|(?P<separator>[&,;/|+・、，；／\n]|\s[-–—]\s)"
)
#: « グリーン・ツーリズム » is one word.
_INSIDE_KATAKANA = re.compile("(?<=[\u30a1-\u30fa\u30fc])・(?=[\u30a1-\u30fa])")
#: Words that join two parts of a label.
_JOINING = frozenset({"et", "and", "ou", "or"})
_SMALL_WORDS = _JOINING | frozenset(
    {
        *("a", "about", "an", "at", "by", "for", "from", "in", "into", "its", "of", "on", "the"),
        *("to", "via", "with", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du"),
        *("en", "l", "la", "le", "les", "leur", "leurs", "lie", "liee", "liees", "lies", "par"),
        *("pour", "sa", "se", "ses", "son", "sur", "un", "une", "y"),
    }
)


class Counts(StrEnum):
    """When a phrase counts.

    ALWAYS; IN_PART: where nothing surer stands in the same part of the label (« sécurité » in
    « éclairage et sécurité »); ALONE: where nothing else in the label says anything
    (« durable »).
    """

    ALWAYS = "always"
    IN_PART = "in-part"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for; no ids: it stands for nothing we know, on purpose."""

    ids: tuple[str, ...]
    counts: Counts = Counts.ALWAYS


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; a word ending in `*` stands for all that begin so."""

    words: tuple[str, ...]
    meaning: Meaning

    @property
    def weight(self) -> tuple[int, int]:
        """More words first, then more letters."""
        return len(self.words), sum(map(len, self.words))

    def begins(self, words: Sequence[_Word]) -> bool:
        """Whether `words` begin with this phrase; plural and singular are one."""
        if len(words) < len(self.words):
            return False
        return all(_matches(mine, word.text) for mine, word in zip(self.words, words, strict=False))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a run of Japanese, with the number of the part of the label it stands in."""

    text: str
    part: int
    japanese: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A phrase found, or words or letters that are in none."""

    meaning: Meaning | None
    part: int


class Lexicon:
    """Phrases with their meanings."""

    def __init__(
        self,
        latin: Mapping[tuple[str, ...], Meaning],
        japanese: Mapping[str, Meaning],
        spelling: Mapping[str, str],
    ) -> None:
        """`latin` holds phrases as `words_of` gives them, `japanese` as `plain` does.

        `spelling` holds words that folding would confuse, and what stands for them.
        """
        self._phrases: dict[str, list[Phrase]] = {}
        for words, meaning in latin.items():
            self._phrases.setdefault(words[0][:2], []).append(Phrase(words, meaning))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: phrase.weight, reverse=True)
        self._japanese = japanese
        self._longest = max(map(len, japanese), default=0)
        self._spelling = tuple(
            (re.compile(_bounded(written), re.IGNORECASE), meant)
            for written, meant in spelling.items()
        )

    def ids(self, label: str) -> frozenset[str]:
        """All ids that the phrases of `label` stand for."""
        found = [piece for piece in self._pieces(label) if piece.meaning is not None]
        certain = {piece.part for piece in found if _counts(piece, Counts.ALWAYS)}
        counted = [
            piece
            for piece in found
            if _counts(piece, Counts.ALWAYS)
            or (_counts(piece, Counts.IN_PART) and piece.part not in certain)
        ]
        meanings = [piece.meaning for piece in counted or found if piece.meaning is not None]
        return frozenset(id_ for meaning in meanings for id_ in meaning.ids)

    def is_phrase(self, label: str) -> bool:
        """Whether `label` as a whole is one phrase."""
        pieces = list(self._pieces(label))
        return len(pieces) == 1 and pieces[0].meaning is not None

    def _pieces(self, label: str) -> Iterator[_Piece]:
        left = self._words(label)
        while left:
            if left[0].japanese:
                yield from self._japanese_pieces(left[0])
                left = left[1:]
                continue
            candidates = self._phrases.get(left[0].text[:2], ())
            found = next((phrase for phrase in candidates if phrase.begins(left)), None)
            yield _Piece(found.meaning if found else None, left[0].part)
            left = left[len(found.words) if found else 1 :]

    def _words(self, label: str) -> list[_Word]:
        text = _INSIDE_KATAKANA.sub("", unicodedata.normalize("NFKC", label))
        for written, meant in self._spelling:
            text = written.sub(meant, text)
        words: list[_Word] = []
        part = 0
        for token in _TOKENS.finditer(plain(text)):
            if token["separator"] or token["latin"] in _JOINING:
                part += 1
            elif token["japanese"]:
                words.append(_Word(token["japanese"], part, japanese=True))
            elif token["latin"] not in _SMALL_WORDS:
                words.append(_Word(token["latin"], part))
        return words

    def _japanese_pieces(self, run: _Word) -> Iterator[_Piece]:
        at = 0
        unknown = False
        while at < len(run.text):
            length, meaning = self._longest_at(run.text, at)
            if meaning is not None or not unknown:
                yield _Piece(meaning, run.part)
            unknown = meaning is None
            at += length

    def _longest_at(self, text: str, at: int) -> tuple[int, Meaning | None]:
        for length in range(min(self._longest, len(text) - at), 0, -1):
            meaning = self._japanese.get(text[at : at + length])
            if meaning is not None:
                return length, meaning
        return 1, None


def words_of(written: str) -> tuple[str, ...]:
    """Folded words of a French or English phrase, small words left out, `*` kept."""
    words = re.findall(r"[a-z0-9]+\*?", plain(written))
    return tuple(word for word in words if word not in _SMALL_WORDS)


def is_japanese(written: str) -> bool:
    """Whether `written` is one run of kana and kanji."""
    run = _TOKENS.fullmatch(plain(written))
    return run is not None and run["japanese"] is not None


def _bounded(written: str) -> str:
    """A pattern for whole words; Japanese has none."""
    pattern = re.escape(written)
    return pattern if "・" in written else rf"(?<!\w){pattern}(?!\w)"


def _counts(piece: _Piece, when: Counts) -> bool:
    return piece.meaning is not None and piece.meaning.counts is when


def _matches(mine: str, word: str) -> bool:
    if mine.endswith("*"):
        return word.startswith(mine[:-1]) or _singular(word).startswith(mine[:-1])
    return _singular(word) == _singular(mine)


def _singular(word: str) -> str:
    """Good enough to compare: `thermaux` → `thermal`, and the last s or x goes."""
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
