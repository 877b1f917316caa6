"""The problem document (RFC 9457)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from service.schemas import examples
from service.schemas.answer import Answer


class FaultAnswer(Answer):
    """One thing wrong in a request, at its place: a field of the body or a parameter."""

    pointer: str | None = Field(
        default=None, description="JSON pointer into the body, `#/key_points/3`."
    )
    parameter: str | None = Field(default=None, description="Name of the parameter.")
    code: str
    detail: str | None = None


class ConflictAnswer(Answer):
    """A contradiction among wishes and decisions, and what helps."""

    kind: str
    ids: list[str] = Field(description="Collectivities it concerns.")
    detail: str
    help: str = Field(description="What can be done about it.")


class Problem(Answer):
    """What went wrong, for programs (`type`) and for people (`title`, `detail`).

    `title` and `detail` follow Accept-Language (fr, ja, en). Members that say nothing are absent.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PROBLEM_UNKNOWN]})

    type: str = Field(description="Identifies the type of problem; explained at that address.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str | None = None
    errors: list[FaultAnswer] | None = Field(default=None, description="Every fault found.")
    conflicts: list[ConflictAnswer] | None = Field(
        default=None, description="Every contradiction found, with what helps."
    )
    near: list[str] | None = Field(default=None, description="Ids that may have been meant.")
    request_id: str | None = Field(
        default=None, description="The request in the log of the service."
    )


class ProblemType(Answer):
    """What a type of problem means."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PROBLEM_TYPE]})

    type: str
    title: str
    status: int
