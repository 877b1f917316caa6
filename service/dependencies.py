"""What a request may ask for, as named types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request

from matcher.collectivity import Country, Language
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from service.language import language_for
from service.opened import Opened
from service.roster import Wanted
from service.schemas.partners import EvidenceAnswer, Telling, untold


def _opened(request: Request) -> Opened:
    opened: Opened = request.state.opened
    return opened


#: What was opened at the start: index, registers, vocabulary, encoder.
OpenedDep = Annotated[Opened, Depends(_opened)]

#: How many partners are wanted.
Limit = Annotated[int, Query(ge=1, le=100, description="How many partners.")]


def _language(
    request: Request,
    lang: Annotated[
        Language | None, Query(description="Language of labels and sentences, before the header.")
    ] = None,
) -> Language:
    return lang or language_for(request)


#: The language of the answer: `lang`, else Accept-Language, else English.
AnswerLanguage = Annotated[Language, Depends(_language)]


def _speaker(language: AnswerLanguage) -> Speaker:
    return Speaker(language)


#: Who says things in the language of the answer.
SpeakerDep = Annotated[Speaker, Depends(_speaker)]


def _telling(
    opened: OpenedDep,
    language: AnswerLanguage,
    explain: Annotated[bool, Query(description="Whether to give the facts behind a score.")] = True,
) -> Telling:
    def told(pairings: Sequence[Pairing]) -> Sequence[EvidenceAnswer]:
        return [
            EvidenceAnswer.of(pairing.evidence, lambda id_: opened.label(id_, language))
            for pairing in opened.words.marked(pairings)
        ]

    return told if explain else untold


#: How much of the evidence is wanted, and in which language.
TellingDep = Annotated[Telling, Depends(_telling)]


def _wanted(
    country: Annotated[Country | None, Query(description="Of this country alone.")] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Part of a name in any language; accents, kana and variants are folded.",
        ),
    ] = None,
) -> Wanted:
    return Wanted(country, q)


#: Which collectivities a list is to hold.
WantedDep = Annotated[Wanted, Depends(_wanted)]


def json_only(request: Request) -> None:
    """Refuse a body that is not sent as JSON: a page of another site cannot send that unasked."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (
        kind.startswith("application/") and kind.endswith("+json")
    ):
        raise HTTPException(415)
