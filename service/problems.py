"""Errors → problem documents (RFC 9457): one table, one shape, for every answer that is no success.

Facts of an error become members of the document, its sentence the `detail`, in the reader's
language. What goes wrong on our side (5xx) is told in general words: paths and traces stay here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from matcher import errors
from matcher.errors import FicheRefused, MatcherError
from matcher.i18n.sentences import Speaker
from service.http import request_id
from service.http.body_kind import FORM_WITH_FILES, media_type
from service.http.language import speaker_for
from service.http.safe_headers import SAFE_HEADERS
from service.schemas.faults import faults_of, reason_told
from service.schemas.problem import FaultAnswer, Problem

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("matcher.service")

#: Where the types of problems are explained.
TYPES = "/problems"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its name in the address, its status, its title in English.

    `facts` are the fields of the error that become members of the document.
    """

    name: str
    status: HTTPStatus
    title: str
    facts: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """The address that identifies the type."""
        return f"{TYPES}/{self.name}"


INVALID = Kind("invalid-request", HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not valid")
FICHE = Kind("fiche-not-usable", HTTPStatus.UNPROCESSABLE_ENTITY, "The fiche cannot be used")
UNKNOWN = Kind(
    "unknown-collectivity", HTTPStatus.NOT_FOUND, "No such collectivity takes part", ("near",)
)
ENCODER = Kind("encoder-not-usable", HTTPStatus.SERVICE_UNAVAILABLE, "The encoder cannot be used")
INDEX = Kind("index-not-usable", HTTPStatus.SERVICE_UNAVAILABLE, "The index cannot be used")
INTERNAL = Kind(
    "internal-error", HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong in the service"
)
NOT_FOUND = Kind("not-found", HTTPStatus.NOT_FOUND, "Nothing is at this address")
METHOD = Kind(
    "method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, "This address does not take that method"
)
MALFORMED = Kind("malformed-body", HTTPStatus.BAD_REQUEST, "The body is not readable JSON")
TOO_LARGE = Kind("body-too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large")
NOT_MULTIPART = Kind(
    "not-multipart", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Files must be sent as multipart/form-data"
)
MALFORMED_FORM = Kind("malformed-form", HTTPStatus.BAD_REQUEST, "The form is not readable")
CONFLICT = Kind("wishes-exclude-each-other", HTTPStatus.CONFLICT, "These wishes exclude each other")
MISSING = Kind("not-in-catalogue", HTTPStatus.NOT_FOUND, "Nothing of that id is in the catalogue")
CHANGED = Kind(
    "changed-meanwhile",
    HTTPStatus.PRECONDITION_FAILED,
    "It is not what the request takes it to be",
)
CATALOGUE = Kind(
    "catalogue-not-usable", HTTPStatus.SERVICE_UNAVAILABLE, "The catalogue cannot be used"
)
NOT_SIGNED_IN = Kind("not-signed-in", HTTPStatus.UNAUTHORIZED, "A key is needed")
NOT_ALLOWED = Kind("not-allowed", HTTPStatus.FORBIDDEN, "The key may not do this")
TOO_OFTEN = Kind("too-often", HTTPStatus.TOO_MANY_REQUESTS, "Too many requests")
NOT_FROM_HERE = Kind(
    "not-from-here", HTTPStatus.FORBIDDEN, "The request did not come from a page of the service"
)
WRONG_HOST = Kind(
    "wrong-host", HTTPStatus.MISDIRECTED_REQUEST, "The service does not answer to that name"
)
NOT_JSON = Kind("not-json", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be sent as JSON")

#: Classes of errors of the core → their types of problems; the others go with their nearest parent.
#: What no request can bring about (faults of a data file) is a fault of ours.
KINDS: Mapping[type[MatcherError], Kind] = {
    MatcherError: INTERNAL,
    errors.FileRefused: FICHE,
    errors.FicheRefused: FICHE,
    errors.UnknownCollectivity: UNKNOWN,
    errors.ConstraintConflict: CONFLICT,
    errors.ModelError: ENCODER,
    errors.IndexProblem: INDEX,
    errors.CatalogueProblem: CATALOGUE,
    errors.NotInCatalogue: MISSING,
    errors.ChangedMeanwhile: CHANGED,
    errors.NotSignedIn: NOT_SIGNED_IN,
    errors.NotAllowed: NOT_ALLOWED,
    errors.WrongHost: WRONG_HOST,
    errors.NotFromHere: NOT_FROM_HERE,
    errors.TooOften: TOO_OFTEN,
}

#: Types of what the framework itself refuses, by status.
BY_STATUS: Mapping[int, Kind] = {
    kind.status: kind for kind in (MALFORMED, NOT_FOUND, METHOD, TOO_LARGE, NOT_JSON)
}

#: The same, where the body is a form or has to be one.
OF_FORMS: Mapping[int, Kind] = {kind.status: kind for kind in (MALFORMED_FORM, NOT_MULTIPART)}

#: What an address may take.
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")

#: The detail of a refusal of the framework's kind that is about a form.
MULTIPART = "multipart"

#: All that an answer can name.
ALL_KINDS: tuple[Kind, ...] = tuple(
    dict.fromkeys([INVALID, *KINDS.values(), *BY_STATUS.values(), *OF_FORMS.values()])
)

#: The field of a fiche that a reason to refuse it is about.
_POINTERS = {
    "no-name": "#/name",
    "no-country": "#/country",
    "no-key-points": "#/key_points",
    "too-many-key-points": "#/key_points",
    "too-long": "#",
}


def answer_problems(app: FastAPI) -> None:
    """Make `app` answer every error as a problem document."""
    app.add_exception_handler(MatcherError, _of_core)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, _of_the_unforeseen)


def kind_of(error: type[MatcherError]) -> Kind:
    """The row of the table for a class of error: its own, else that of its nearest parent."""
    return next(KINDS[each] for each in error.__mro__ if each in KINDS)


def problem(kind: Kind, speaker: Speaker, detail: str | None = None) -> Problem:
    """A problem document of that type."""
    return Problem(
        type=kind.type, title=speaker.say(kind.title), status=int(kind.status), detail=detail
    )


def problem_of(error: MatcherError, speaker: Speaker) -> Problem:
    """The problem document of an error of the core."""
    kind = kind_of(type(error))
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(kind, speaker)
    told = problem(kind, speaker, reason_told(error, speaker))
    facts: dict[str, object] = {name: list(getattr(error, name)) for name in kind.facts}
    if isinstance(error, FicheRefused) and error.reason in _POINTERS:
        pointer = _POINTERS[error.reason]
        facts["errors"] = [FaultAnswer(pointer=pointer, code=error.reason, detail=told.detail)]
    return told.model_copy(update=facts)


def response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem document as an answer."""
    told = problem.model_copy(update={"request_id": request_id.current() or None})
    return JSONResponse(
        told.model_dump(mode="json", exclude_none=True),
        status_code=problem.status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def _of_core(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, MatcherError):
        raise error
    return answer_to(error, request)


def answer_to(error: MatcherError, request: Request) -> JSONResponse:
    """The answer to a request that ends in an error of ours."""
    if isinstance(error, errors.CatalogueUnusable):  # the answer says no more than that
        _log.warning("catalogue %s: %s", error.reason, error.details.get("found", ""))
    return response(problem_of(error, speaker_for(request)), headers_of(error))


def headers_of(error: MatcherError) -> dict[str, str]:
    """What the answer to an error says in its head: how to sign in, when to come again."""
    match error:
        case errors.NotSignedIn():
            return {"WWW-Authenticate": "Bearer"}
        case errors.TooOften():
            return {"Retry-After": str(max(1, error.wait_s))}
        case _:
            return {}


def _of_validation(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    speaker = speaker_for(request)
    faults = faults_of(error.errors(), speaker, several=isinstance(error.body, list))
    if any(fault.code == "json_invalid" for fault in faults):
        return response(problem(MALFORMED, speaker, faults[0].detail))
    return response(problem(INVALID, speaker).model_copy(update={"errors": faults}))


def _of_framework(request: Request, error: Exception) -> JSONResponse:
    """What the framework refuses: no such address, method, media type, unreadable body."""
    if not isinstance(error, HTTPException):
        raise error
    speaker = speaker_for(request)
    kind = BY_STATUS.get(error.status_code)
    if error.detail == MULTIPART or (kind is MALFORMED and _is_form(request)):
        kind = OF_FORMS.get(error.status_code, kind)
    if kind is METHOD:
        return response(problem(kind, speaker), {"Allow": ", ".join(_allowed(request))})
    if kind is not None:
        return response(problem(kind, speaker), error.headers)
    status = HTTPStatus(error.status_code)
    return response(
        Problem(
            type="about:blank",
            title=speaker.say("The request cannot be answered"),
            status=int(status),
        ),
        error.headers,
    )


def _allowed(request: Request) -> list[str]:
    """The methods that the address takes, of whichever route: the framework names those of one."""
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return sorted([*found, "HEAD"] if "GET" in found else found)


def _is_form(request: Request) -> bool:
    return media_type(request.headers) == FORM_WITH_FILES


def _of_the_unforeseen(request: Request, error: Exception) -> JSONResponse:
    """A fault of ours: the server's log has it, the answer does not.

    The framework answers this one outside of all middleware, so the headers are put here.
    """
    return response(problem(INTERNAL, speaker_for(request)), SAFE_HEADERS)
