"""What a request may ask for, as named types.

All are coroutines that do not block: FastAPI would send a plain function to a thread, which costs
more than most of these do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, NoReturn

from fastapi import Depends, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError

from matcher.collectivity import Country, Language
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.matching.wanted import TwinRule, Wanted
from matcher.matching.wanted_rows import is_area
from matcher.profile import Profile
from service.current import moment_of, opened_of
from service.http.body_kind import FORM_WITH_FILES, media_type
from service.http.language import language_for
from service.limits import LONGEST_ID, LONGEST_SOUGHT
from service.live.moment import Moment
from service.live.profiles import MOST_WEIGHT
from service.live.roster import PAGE, Sought, lies_in
from service.opened import Opened
from service.problems import MULTIPART
from service.schemas.partners import EvidenceAnswer, Telling, untold
from service.security.visitors import Visitor, curator_of, reader_of
from service.shortlists.boards import Boards

#: Who asks: somebody who may read.
ReaderDep = Annotated[Visitor, Depends(reader_of)]

#: Who asks: somebody who may change things and see contacts.
CuratorDep = Annotated[Visitor, Depends(curator_of)]


async def _opened(request: Request) -> Opened:
    return opened_of(request)


#: What was opened at the start: catalogue, follower, registrar, registers, encoder.
OpenedDep = Annotated[Opened, Depends(_opened)]


async def _moment(request: Request) -> Moment:
    return await moment_of(request)


#: Everything that is known at the catalogue's revision; one and the same for the whole request.
MomentDep = Annotated[Moment, Depends(_moment)]


async def _boards(request: Request) -> Boards:
    boards: Boards = request.state.boards
    return boards


#: The boards of the catalogue's shortlists.
BoardsDep = Annotated[Boards, Depends(_boards)]

#: The id of a shortlist in an address.
ShortlistId = Annotated[
    str, Path(max_length=LONGEST_ID, description="Id of a shortlist.", examples=["s-5d0e8a41c3b7"])
]

#: How many partners are wanted.
Limit = Annotated[int, Query(ge=1, le=100, description="How many partners.")]

#: How many entries a page is to have.
PageSize = Annotated[int, Query(ge=1, le=PAGE, description="How many entries a page has.")]


async def _language(
    request: Request,
    lang: Annotated[
        Language | None, Query(description="Language of labels and sentences, before the header.")
    ] = None,
) -> Language:
    return lang or language_for(request)


#: The language of the answer: `lang`, else Accept-Language, else English.
AnswerLanguage = Annotated[Language, Depends(_language)]


async def _speaker(language: AnswerLanguage) -> Speaker:
    return Speaker(language)


#: Who says things in the language of the answer.
SpeakerDep = Annotated[Speaker, Depends(_speaker)]


async def _telling(
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


#: How much of the evidence is wanted, and in which language. To be called in a thread.
TellingDep = Annotated[Telling, Depends(_telling)]

_Domains = Annotated[
    list[Annotated[str, Query(max_length=LONGEST_SOUGHT)]],
    Query(
        max_length=20,
        alias="domain",
        description="Id of a field of the vocabulary, or a label of it; of several, any.",
    ),
]
_Region = Annotated[
    str | None,
    Query(
        max_length=LONGEST_SOUGHT,
        description="Code or name of the département, région, prefecture or larger area.",
    ),
]


async def _sought(
    opened: OpenedDep,
    country: Annotated[Country | None, Query(description="Of this country alone.")] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=LONGEST_SOUGHT,
            description="Part of a name in any language; accents, kana and variants are folded.",
        ),
    ] = None,
    domains: _Domains = [],  # noqa: B006
    region: _Region = None,
) -> Sought:
    area = _area(opened, region)
    lies = None if area is None else lies_in(area, opened.knowledge.gazetteer)
    return Sought(country, q, _ids(opened, domains), lies)


#: Which collectivities a list is to hold.
SoughtDep = Annotated[Sought, Depends(_sought)]


async def _wanted(
    opened: OpenedDep,
    limit: Limit = 10,
    domains: _Domains = [],  # noqa: B006
    population_ratio: Annotated[
        float | None,
        Query(
            ge=1,
            allow_inf_nan=False,
            description="The larger has at most so many times the other's inhabitants.",
        ),
    ] = None,
    region: _Region = None,
    twins: Annotated[
        TwinRule, Query(description="Partnerships that exist: in, out, or only these.")
    ] = TwinRule.IN,
    profile: Annotated[
        str | None, Query(max_length=LONGEST_SOUGHT, description="Name of a profile that ships.")
    ] = None,
    weights: Annotated[
        list[Annotated[str, Query(max_length=60)]],
        Query(
            max_length=20,
            alias="weight",
            description="Weight of one part for this question alone, as `key-points:30`.",
            examples=[["key-points:30"]],
        ),
    ] = [],  # noqa: B006
) -> Wanted:
    return Wanted(
        limit=limit,
        domains=_ids(opened, domains),
        population_ratio=population_ratio,
        region=_area(opened, region),
        twins=twins,
        profile=_profile(opened, profile, weights),
    )


#: Which partners are wanted, and how they are weighed.
WantedDep = Annotated[Wanted, Depends(_wanted)]


def _ids(opened: Opened, asked: Sequence[str]) -> frozenset[str]:
    """Ids of the vocabulary: given as such, or by a label."""
    vocabulary = opened.knowledge.vocabulary
    found: set[str] = set()
    for each in asked:
        ids = (each,) if each in vocabulary.ids else vocabulary.map(each)
        if not ids:
            _refuse("domain", ", ".join(vocabulary.ids))
        found.update(ids)
    return frozenset(found)


def _area(opened: Opened, region: str | None) -> str | None:
    """The area asked for; None where none is."""
    if region and not is_area(region, opened.knowledge.gazetteer):
        fault = {"type": "unknown_area", "loc": ("query", "region"), "ctx": {"name": region}}
        raise RequestValidationError([fault])
    return region or None


def _profile(opened: Opened, name: str | None, weights: Sequence[str]) -> Profile | None:
    """The profile to ask under; None where it is the one that was configured."""
    profiles = opened.profiles
    if name is not None and name not in profiles.names:
        _refuse("profile", ", ".join(profiles.names))
    chosen = profiles.configured if name is None else profiles.named(name)
    changed = profiles.weighted(chosen, _weights(weights, profiles.parts))
    return None if changed is profiles.configured else changed


def _weights(asked: Sequence[str], parts: Sequence[str]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for each in asked:
        part, _, number = each.partition(":")
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if part not in parts or not abs(value) <= MOST_WEIGHT:
            _refuse(
                "weight", ", ".join(f"{name}:[-{MOST_WEIGHT:g}…{MOST_WEIGHT:g}]" for name in parts)
            )
        found[part] = value
    return found


def _refuse(parameter: str, expected: str) -> NoReturn:
    """Refuse a parameter as FastAPI refuses one of a wrong kind."""
    raise RequestValidationError(
        [{"type": "enum", "loc": ("query", parameter), "ctx": {"expected": expected}}]
    )


async def json_only(request: Request) -> None:
    """Refuse a body that is not sent as JSON: a page of another site cannot send that unasked."""
    kind = media_type(request.headers)
    if kind != "application/json" and not (
        kind.startswith("application/") and kind.endswith("+json")
    ):
        raise HTTPException(415)


async def multipart_only(request: Request) -> None:
    """Refuse a body that is no form with files."""
    if media_type(request.headers) != FORM_WITH_FILES:
        raise HTTPException(415, MULTIPART)
