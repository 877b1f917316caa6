"""Partners for a fiche that is not in the index."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from service import problems
from service.dependencies import Limit, OpenedDep, SpeakerDep, TellingDep, json_only
from service.openapi import problem_responses
from service.schemas.fiche import FicheAnswer, FicheBody, SuggestionsAnswer
from service.schemas.partners import partners

router = APIRouter(prefix="/v1/suggestions", tags=["partners"])


@router.post(
    "",
    operation_id="suggestPartners",
    summary="Find the best partners for a fiche",
    dependencies=[Depends(json_only)],
    responses=problem_responses(
        problems.MALFORMED, problems.TOO_LARGE, problems.NOT_JSON, problems.INVALID, problems.FICHE
    ),
)
def suggest_partners(
    opened: OpenedDep,
    fiche: FicheBody,
    telling: TellingDep,
    speaker: SpeakerDep,
    limit: Limit = 10,
) -> SuggestionsAnswer:
    """The best partners in the other country for the fiche in the body, which is stored nowhere.

    The fiche is read as a file of it would be and completed from the registers: `fiche` tells
    what was understood, what was added, and what is odd. A contact is neither read nor returned.
    """
    suggestions = opened.partners_for(fiche.text, limit)
    return SuggestionsAnswer(
        items=partners(suggestions, telling),
        nobody_fits=suggestions.nobody_fits,
        probability_withheld=suggestions.probability_withheld,
        fiche=FicheAnswer.of(suggestions.participant, fiche.unread, speaker),
    )
