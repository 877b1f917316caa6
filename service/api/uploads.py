"""Files that are sent, read and told, and stored nowhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from service import problems
from service.current import preview_of
from service.dependencies import CuratorDep, SpeakerDep, multipart_only
from service.http.form_data import MOST_UPLOADED, named
from service.openapi import CHANGING, FORM_BODY, problem_responses
from service.schemas.upload import UploadAnswer

router = APIRouter(prefix="/v1/uploads", tags=["fiches"])


@router.post(
    "",
    operation_id="previewUpload",
    summary="Read files and tell what they would bring",
    dependencies=[Depends(multipart_only)],
    responses=problem_responses(*FORM_BODY, problems.INVALID, *CHANGING),
)
async def preview_upload(
    request: Request,
    curator: CuratorDep,
    speaker: SpeakerDep,
    files: Annotated[
        list[UploadFile],
        File(description="One file or several, of any format that the readers know."),
    ],
) -> UploadAnswer:
    """Reads fiches in any format that the readers know, and archives of them; stores nothing.

    The answer holds each file with its fiches: what was read, guessed and completed, what to look
    at, and whether a stored fiche is repeated or replaced. Each `fiche` can be sent to
    `POST /v1/fiches` as it is, or to `PUT /v1/fiches/{replaces}`. Files that cannot be read are
    told with the reason, and stop no others.
    """
    if len(files) > MOST_UPLOADED:
        raise RequestValidationError(
            [
                {
                    "type": "too_long",
                    "loc": ("body", "files"),
                    "input": files,
                    "ctx": {"max_length": MOST_UPLOADED},
                }
            ]
        )
    preview = await preview_of(request, await named(files))
    return await run_in_threadpool(UploadAnswer.of, preview, speaker)
