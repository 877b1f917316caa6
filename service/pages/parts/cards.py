"""Partners of an authority told from its side: its own key points left, the partner's right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.collectivity import Country
from matcher.writing.contacts import without_addresses
from matcher.writing.names import Name
from matcher.writing.page import Axis, axis_of
from matcher.writing.told import MatchTold, PairingTold, PassageTold, SideTold, Stretch


@dataclass(frozen=True, slots=True)
class WordPair:
    """Two words that answer each other, numbered within their match."""

    number: int
    left: Name
    right: Name


@dataclass(frozen=True, slots=True)
class Facing:
    """Two key points that match, side by side."""

    left: PassageTold
    right: PassageTold
    similarity: str
    mutual: bool
    words: tuple[WordPair, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A pairing as it is read from one side. `left` and `right` are the two participants."""

    told: PairingTold
    left: SideTold
    right: SideTold
    facing: tuple[Facing, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Pairings under one another, with the scale that the bars of all of them share."""

    cards: tuple[Card, ...]
    axis: Axis
    floor: float


def cards_of(pairings: Sequence[PairingTold], left: Country, floor: float) -> Cards:
    """Told pairings as cards that show the participant of country `left` on the left."""
    cards = tuple(card_of(each, left) for each in pairings)
    return Cards(cards, axis_of(pairings, floor), floor)


def card_of(told: PairingTold, left: Country) -> Card:
    """One told pairing, read from the side of country `left`; mail addresses are left out."""
    is_fr = left is Country.FR
    return Card(
        told=told,
        left=told.fr if is_fr else told.jp,
        right=told.jp if is_fr else told.fr,
        facing=tuple(_facing(each, is_fr=is_fr) for each in told.matches),
    )


def _facing(match: MatchTold, *, is_fr: bool) -> Facing:
    fr, jp = _bare(match.fr), _bare(match.jp)
    words = match.words
    if (fr.passage, jp.passage) != (match.fr.passage, match.jp.passage):
        fr, jp, words = _unmarked(fr), _unmarked(jp), ()
    return Facing(
        left=fr if is_fr else jp,
        right=jp if is_fr else fr,
        similarity=match.similarity,
        mutual=match.mutual,
        words=tuple(
            WordPair(each.number, each.fr if is_fr else each.jp, each.jp if is_fr else each.fr)
            for each in words
        ),
    )


def _bare(passage: PassageTold) -> PassageTold:
    """The key point without mail addresses, its words marked as they were."""
    said = passage.translation
    return replace(
        passage,
        before=without_addresses(passage.before),
        passage=without_addresses(passage.passage),
        after=without_addresses(passage.after),
        translation=None if said is None else replace(said, text=without_addresses(said.text)),
    )


def _unmarked(passage: PassageTold) -> PassageTold:
    """The same without marks: where an address was left out, they would stand elsewhere."""
    return replace(passage, stretches=(Stretch(passage.passage),))
