"""Partners for a fiche that is not in the catalogue."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from service import problems
from service.current import read_in_turn
from service.dependencies import (
    MomentDep,
    OpenedDep,
    ReaderDep,
    SpeakerDep,
    TellingDep,
    WantedDep,
    json_only,
)
from service.openapi import JSON_BODY, READING, problem_responses
from service.schemas.fiche import FicheAnswer, FicheBody, SuggestionsAnswer
from service.schemas.partners import partners

router = APIRouter(prefix="/v1/suggestions", tags=["partners"])


@router.post(
    "",
    operation_id="suggestPartners",
    summary="Find the best partners for a fiche",
    dependencies=[Depends(json_only)],
    response_model=SuggestionsAnswer,
    responses=problem_responses(*JSON_BODY, problems.INVALID, problems.FICHE, *READING),
)
async def suggest_partners(
    request: Request,
    opened: OpenedDep,
    moment: MomentDep,
    visitor: ReaderDep,
    fiche: FicheBody,
    wanted: WantedDep,
    telling: TellingDep,
    speaker: SpeakerDep,
) -> Response:
    """The best partners in the other country for the fiche in the body, which is stored nowhere.

    The fiche is read as a file of it would be and completed from the registers: `fiche` tells
    what was understood, what was added, and what is odd. A contact is neither read nor returned.
    """

    def answer() -> str:
        found = opened.partners_for(moment, fiche.text, wanted)
        return SuggestionsAnswer(
            items=partners(found, telling),
            nobody_fits=found.nobody_fits,
            probability_withheld=found.probability_withheld,
            fiche=FicheAnswer.of(found.participant, fiche.unread, speaker),
        ).model_dump_json()

    return Response(await read_in_turn(request, answer), media_type="application/json")
