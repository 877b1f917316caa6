"""Whatever the description allows, or does not: no fault of ours, no answer it does not name.

Data that conform and data that do not are made from the OpenAPI description itself. All requests
go to one catalogue, which they change.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, GenerationMode
from schemathesis.python.asgi import shutdown_lifespans
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from service.app import create_app
from service.opened import Opened
from tests.service import world

FEW, MORE, MANY = 5, 15, 200

#: A busy machine is no fault of the code.
PATIENCE_S = 120

#: A database of examples would carry the failures of one state of the catalogue to another.
FREELY = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


class Later:
    """The application that the tests make; the cases are listed before there is one."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


LATER = Later()


#: Bodies of many fields, each with its limits: the cases at all of them are for long runs.
WIDE = ["storeFiches", "putFiche"]


def described(*, at_limits: bool) -> schemathesis.schemas.BaseSchema:
    schema = schemathesis.openapi.from_dict(create_app(world.CURATING).openapi())
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    schema.config.phases.coverage.enabled = at_limits
    schema.app = LATER
    return schema


API, AWAY_FROM_LIMITS = described(at_limits=True), described(at_limits=False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    opened = world.opened(tmp_path_factory.mktemp("api"), world.participants()[:12])
    LATER.app = world.application(opened, world.CURATING)
    yield opened
    shutdown_lifespans()
    opened.close()


@pytest.fixture(autouse=True)
def _as_at_first(served: Opened) -> Iterator[None]:
    """Fiches that one operation has stored are in no other's way."""
    first = served.follower.now().fiche_ids
    yield
    added = [id_ for id_ in served.follower.now().fiche_ids if id_ not in first]
    if added:
        served.registrar.remove(added)


def expect_what_is_described(case: Case) -> None:
    # Not every rule can be said in a schema: names of profiles, fields of the vocabulary, pairs
    # that take part. Who breaks one is answered 422, which the description names.
    unsaid = [positive_data_acceptance]
    if "multipart/form-data" in (case.media_type or ""):
        unsaid.append(negative_data_rejection)  # in a form, everything is text: « true », too
    case.call_and_validate(excluded_checks=unsaid, timeout=PATIENCE_S)


@API.exclude(operation_id=WIDE).parametrize()
@settings(FREELY, max_examples=FEW)
def test_a_few_of_all_requests(case: Case) -> None:
    expect_what_is_described(case)


@AWAY_FROM_LIMITS.include(operation_id=WIDE).parametrize()
@settings(FREELY, max_examples=MORE)
def test_some_with_wide_bodies(case: Case) -> None:
    expect_what_is_described(case)


@pytest.mark.full
@API.parametrize()
@settings(FREELY, max_examples=MANY)
def test_many_of_all_requests(case: Case) -> None:
    expect_what_is_described(case)
