"""The words that carry a match, by the shipped encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche, KeyPoint, read
from matcher.gathering import Participant
from matcher.matching.pairing import KeyPointMatch, MatchedPassage, Pairing
from matcher.shortlist.constraints import Constraints
from matcher.workflow.make_shortlist import make_shortlist
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import Knowledge, LazyEncoder, open_profile
from matcher.workflow.take_part import Party
from tests import samples
from tests.contracts.encoder import BLANK, STRANGE

TRAM_FR = "Retour du tramway : les vélos ont gagné le centre et les écoles."
TRAM_JA = "路面電車を復活させ、自転車と学校を結ぶ。"
WINE_JA = "山ぶどうワインの醸造所を開設。"


class WholeTextsOnly:
    """An encoder that tells nothing of pieces."""

    name = "whole"
    fingerprint = "0" * 64
    dimension = 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.tile(np.array([1, 0], dtype=np.float32), (len(texts), 1))


@pytest.fixture(scope="module")
def marker(encoder: LazyEncoder) -> WordMarker:
    return WordMarker(encoder)


def participant(country: Country, text: str) -> Participant:
    language = Language.FR if country is Country.FR else Language.JA
    fiche = Fiche(
        source="x.yaml",
        name=read("X"),
        country=read(country),
        language=read(language),
        key_points=(KeyPoint(text),),
    )
    return Participant(
        id=country.value, collectivity=None, country=country, name="X", fiches=(fiche,)
    )


def pairing(fr: str, jp: str) -> Pairing:
    found = samples.pairing()
    match = KeyPointMatch(
        MatchedPassage(fr, fr, 1, 0, len(fr)), MatchedPassage(jp, jp, 1, 0, len(jp)), 0.5, ()
    )
    return replace(
        found,
        fr=participant(Country.FR, fr),
        jp=participant(Country.JP, jp),
        evidence=replace(found.evidence, matches=(match,)),
    )


def told(marked: Pairing) -> dict[str, str] | None:
    (match,) = marked.evidence.matches
    if match.links is None:
        return None
    return {link.fr.of(match.fr.text): link.jp.of(match.jp.text) for link in match.links}


def test_words_answer_across_languages(marker: WordMarker) -> None:
    (tram,) = marker.marked([pairing(TRAM_FR, TRAM_JA)])
    answers = told(tram)
    assert answers is not None
    assert answers["écoles"] == "学校"
    assert answers["tramway"] in {"電車", "路面電車"}


def test_nothing_is_marked_where_nothing_answers(marker: WordMarker) -> None:
    (other,) = marker.marked([pairing(TRAM_FR, WINE_JA)])
    assert told(other) == {}


def test_marks_do_not_depend_on_what_was_asked_before_or_beside(encoder: LazyEncoder) -> None:
    asked = [pairing(TRAM_FR, TRAM_JA), pairing(TRAM_FR, WINE_JA)]
    fresh = WordMarker(encoder)
    together = fresh.marked(asked)
    assert fresh.marked(asked) == together
    assert tuple(fresh.marked([each])[0] for each in reversed(asked)) == together[::-1]


def test_strange_texts_are_taken(marker: WordMarker) -> None:
    for text in (*BLANK, *STRANGE):
        for both in ((text, TRAM_JA), (TRAM_FR, text), (text, text)):
            (match,) = marker.marked([pairing(*both)])[0].evidence.matches
            for link in match.links or ():
                assert 0 < link.similarity <= 1
                assert link.fr.of(match.fr.text)
                assert link.jp.of(match.jp.text)


def test_an_encoder_that_cannot_tell_claims_nothing() -> None:
    asked = pairing(TRAM_FR, TRAM_JA)
    assert WordMarker(WholeTextsOnly()).marked([asked]) == (asked,)
    assert told(asked) is None


def test_the_shortlist_comes_with_its_words_marked(party: Party, encoder: LazyEncoder) -> None:
    knowledge = Knowledge()
    made = make_shortlist(
        party.participants,
        Constraints(meetings_each=1, floor=-100.0),
        encoder,
        open_profile(knowledge),
        knowledge,
    )
    matches = [match for each in made.pairings for match in each.evidence.matches]
    assert all(match.links is not None for match in matches)
    assert any(match.links for match in matches)
