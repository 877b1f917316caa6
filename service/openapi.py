"""The description of the API: the problems each operation may answer, and where they are shaped."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from service import problems
from service.problems import MEDIA_TYPE, Kind
from service.schemas import examples
from service.schemas.problem import Problem

_REFERENCE = "#/components/schemas/{model}"

Responses = dict[int | str, dict[str, Any]]

#: What every operation may end in, besides what is its own.
ALWAYS = (problems.INTERNAL, problems.TOO_LARGE, problems.TOO_OFTEN, problems.WRONG_HOST)

#: What an operation may end in that only who may read is answered.
READING = (problems.NOT_SIGNED_IN, problems.CATALOGUE, problems.ENCODER)

#: What an operation may end in that only who may curate is allowed.
CHANGING = (*READING, problems.NOT_ALLOWED, problems.NOT_FROM_HERE, problems.CHANGED)

#: What an operation may end in that takes JSON.
JSON_BODY = (problems.MALFORMED, problems.NOT_JSON)

#: What an operation may end in that takes files.
FORM_BODY = (problems.MALFORMED_FORM, problems.NOT_MULTIPART)


def problem_responses(*kinds: Kind) -> Responses:
    """The answers of an operation that may end in problems of `kinds`."""
    by_status: dict[int, list[Kind]] = defaultdict(list)
    for kind in dict.fromkeys(kinds):  # what is its own may be common, too
        by_status[int(kind.status)].append(kind)
    return {
        status: {
            "description": " / ".join(f"{kind.title}." for kind in of_status),
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": _REFERENCE.format(model="Problem")},
                    "examples": {kind.name: {"value": _example(kind)} for kind in of_status},
                }
            },
        }
        for status, of_status in by_status.items()
    }


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of `app`, made once."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
            license_info=app.license_info,
        )
        _, shapes = models_json_schema([(Problem, "serialization")], ref_template=_REFERENCE)
        described["components"]["schemas"].update(shapes["$defs"])
        app.openapi_schema = described
    return app.openapi_schema


def _example(kind: Kind) -> dict[str, object]:
    head = {"type": kind.type, "title": kind.title, "status": int(kind.status)}
    return head | examples.PROBLEM_DETAILS.get(kind.name, {})
