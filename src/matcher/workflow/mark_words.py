"""Pairings → the same, with the words that carry their matches.

What noise is, is told from the reference key points that ship (`data/reference_key_points.tsv`):
every fourth topic in each language of a pair, encoded when the first match of those languages is
asked for and kept as long as the encoder is. Only what is shown is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from matcher.collectivity import Language
from matcher.matching.carrying_words import links, noise_of
from matcher.matching.pairing import KeyPointMatch, Pairing
from matcher.matching.whole_words import Wording, Words, parse_small_words
from matcher.ports import Encoder, TokenEncoder
from matcher.shipped import shipped_text
from matcher.workflow.language_means import reference_texts
from matcher.workflow.opening import LazyEncoder
from matcher.writing.told import language_of_point

SOURCE = "small_words.toml"
#: One topic in so many is enough to tell what noise is.
_EVERY = 4
#: Texts whose words are kept: a few dozen megabytes.
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class _Text:
    """A passage and its language."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True, eq=False)
class _Reference:
    """How a language is used, and the words of its reference texts, in the order of topics."""

    wording: Wording
    words: tuple[Words, ...]


class WordMarker:
    """Marks words by what one encoder says of them; any number of threads may ask.

    What it has learnt is replaced whole and never changed, so that nobody sees half of it; two
    threads that learn the same at once do it twice, and get the same.
    """

    def __init__(self, encoder: Encoder) -> None:
        """Encodes nothing yet."""
        self._encoder = encoder
        self._references: dict[Language, _Reference] = {}
        self._noise: dict[tuple[Language, Language], float] = {}
        self._words: dict[_Text, Words] = {}

    def marked(self, pairings: Sequence[Pairing]) -> tuple[Pairing, ...]:
        """`pairings` with the links of every match; all their texts are encoded together.

        Where the encoder tells nothing of pieces they stay as they are. Raises ModelNotFound,
        ModelDamaged.
        """
        encoder = token_encoder(self._encoder)
        if encoder is None:
            return tuple(pairings)
        words = self._words_of(_all_texts(pairings), encoder)

        def linked(pairing: Pairing, match: KeyPointMatch) -> KeyPointMatch:
            fr, jp = _texts(pairing, match)
            noise = self._noise_between(fr.language, jp.language, encoder)
            return replace(match, links=links(words[fr], words[jp], noise))

        return tuple(_with_matches(pairing, linked) for pairing in pairings)

    def _words_of(self, texts: Iterable[_Text], encoder: TokenEncoder) -> dict[_Text, Words]:
        known = dict(self._words)
        new = [each for each in dict.fromkeys(texts) if each not in known]
        if not new:
            return known
        pieces = encoder.encode_tokens([each.text for each in new])
        for each, of_text in zip(new, pieces, strict=True):
            wording = self._reference(each.language, encoder).wording
            known[each] = wording.words(each.text, of_text)
        self._words = dict(list(known.items())[-_KEPT:])
        return known

    def _noise_between(self, fr: Language, jp: Language, encoder: TokenEncoder) -> float:
        noise = self._noise.get((fr, jp))
        if noise is None:
            one, other = self._reference(fr, encoder), self._reference(jp, encoder)
            noise = noise_of(one.words, other.words)
            self._noise = {**self._noise, (fr, jp): noise}
        return noise

    def _reference(self, language: Language, encoder: TokenEncoder) -> _Reference:
        reference = self._references.get(language)
        if reference is None:
            reference = _reference(language, encoder)
            self._references = {**self._references, language: reference}
        return reference


def token_encoder(encoder: Encoder) -> TokenEncoder | None:
    """`encoder` as one that tells what each piece of a text means; None where it is none.

    Raises ModelNotFound, ModelDamaged.
    """
    opened = encoder.opened if isinstance(encoder, LazyEncoder) else encoder
    return opened if isinstance(opened, TokenEncoder) else None


@cache
def small_words() -> Mapping[Language, frozenset[str]]:
    """Words that say nothing by themselves, by language. Raises DataFileError."""
    return parse_small_words(shipped_text(SOURCE), SOURCE)


def _reference(language: Language, encoder: TokenEncoder) -> _Reference:
    texts = [each.text for each in reference_texts() if each.language is language]
    some = texts[::_EVERY]
    pieces = encoder.encode_tokens(some)
    wording = Wording(texts, pieces, small_words()[language])
    words = (wording.words(*each) for each in zip(some, pieces, strict=True))
    return _Reference(wording, tuple(words))


def _all_texts(pairings: Iterable[Pairing]) -> Iterator[_Text]:
    for pairing in pairings:
        for match in pairing.evidence.matches:
            yield from _texts(pairing, match)


def _texts(pairing: Pairing, match: KeyPointMatch) -> tuple[_Text, _Text]:
    """The two passages of a match, the French side's first."""
    return (
        _Text(match.fr.text, language_of_point(pairing.fr, match.fr.number - 1)),
        _Text(match.jp.text, language_of_point(pairing.jp, match.jp.number - 1)),
    )


def _with_matches(
    pairing: Pairing, linked: Callable[[Pairing, KeyPointMatch], KeyPointMatch]
) -> Pairing:
    matches = tuple(linked(pairing, match) for match in pairing.evidence.matches)
    return replace(pairing, evidence=replace(pairing.evidence, matches=matches))
