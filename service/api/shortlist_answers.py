"""What the addresses of a shortlist have in common: what they are asked with, how they answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from matcher.errors import ConstraintConflict
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from service import problems
from service.answers import head_of
from service.dependencies import AnswerLanguage, OpenedDep
from service.http.preconditions import is_known, version_tag
from service.openapi import Responses
from service.schemas.partners import EvidenceAnswer, Telling, untold
from service.schemas.problem import ConflictAnswer
from service.schemas.shortlists import ComputingAnswer
from service.shortlists.boards import AGAIN, Boards, Computing
from service.shortlists.telling import conflicts_told

#: The most seconds a request waits for a list.
LONGEST_WAIT = 30

Wait = Annotated[
    float,
    Query(
        ge=0,
        le=LONGEST_WAIT,
        description="Seconds to wait for a list that is being computed, before answering 202.",
    ),
]


async def _evidence(
    opened: OpenedDep,
    language: AnswerLanguage,
    explain: Annotated[
        bool, Query(description="Whether to give the facts behind each score.")
    ] = False,
) -> Telling:
    def told(pairings: Sequence[Pairing]) -> Sequence[EvidenceAnswer]:
        return [
            EvidenceAnswer.of(pairing.evidence, lambda id_: opened.label(id_, language))
            for pairing in pairings
        ]

    return told if explain else untold


#: As `TellingDep`, but only where it is asked for, and without marking words: a list may have
#: hundreds of pairs, and telling words takes a moment for each.
EvidenceDep = Annotated[Telling, Depends(_evidence)]


def still_computing() -> Responses:
    """The description of the answer that a list is not there yet."""
    return {
        202: {
            "model": ComputingAnswer,
            "description": "The list is being computed.",
            "headers": {
                "Retry-After": {
                    "description": "Seconds after which to ask again.",
                    "schema": {"type": "integer"},
                }
            },
        }
    }


def computing(found: Computing) -> Response:
    """The answer that a list is not there yet."""
    return Response(
        ComputingAnswer.of(found).model_dump_json(),
        status_code=202,
        media_type="application/json",
        headers={"retry-after": str(AGAIN), "cache-control": "no-store"},
    )


def json_answer(request: Request, told: BaseModel, *, version: int | None = None) -> Response:
    """An answer with a tag that tells what it says, or that who asks has it already.

    The tag begins with `version` where one is given.
    """
    return tagged(request, told.model_dump_json().encode(), "application/json", version=version)


def tagged(
    request: Request, body: bytes, media_type: str, *, version: int | None = None
) -> Response:
    """As `json_answer`, of any body."""
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    tag = f'"{"" if version is None else version_tag(version)}{digest}"'
    head = head_of(tag)
    if is_known(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=head)
    return Response(body, media_type=media_type, headers=head)


async def contradiction(conflict: ConstraintConflict, boards: Boards, speaker: Speaker) -> Response:
    """The refusal of what would contradict: every contradiction, by name, with what helps."""

    def told() -> list[ConflictAnswer]:
        people = boards.now().snapshot.participants()
        return [
            ConflictAnswer(kind=each.kind, ids=list(each.ids), detail=each.sentence, help=each.help)
            for each in conflicts_told(conflict.conflicts, people, speaker)
        ]

    conflicts = await run_in_threadpool(told)
    sentences = " ".join(each.detail for each in conflicts)
    document = problems.problem(problems.CONFLICT, speaker, sentences)
    return problems.response(document.model_copy(update={"conflicts": conflicts}))
