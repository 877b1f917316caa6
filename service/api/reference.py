"""The description of the API as a page to read; it takes nothing from other hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

router = APIRouter(include_in_schema=False)

#: The page has its own style and nothing else.
_POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Any, ...]
    body: str | None
    answer: str | None
    problems: tuple[str, ...]


@router.get("/docs")
async def read_reference(request: Request) -> HTMLResponse:
    """The operations with their parameters, examples and problems."""
    described = request.app.openapi()
    page = _template().render(
        info=described["info"], tags=described["tags"], operations=_by_tag(described)
    )
    return HTMLResponse(page, headers=_POLICY)


def _by_tag(described: dict[str, Any]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in described["tags"]}
    for path, item in described["paths"].items():
        for method, operation in item.items():
            found[operation["tags"][0]].append(_operation(method, path, operation, described))
    return found


def _operation(
    method: str, path: str, operation: dict[str, Any], described: dict[str, Any]
) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=tuple(operation.get("parameters", ())),
        body=_example(operation.get("requestBody"), described),
        answer=_example(_success(operation), described),
        problems=tuple(_problems(operation)),
    )


def _success(operation: dict[str, Any]) -> dict[str, Any]:
    """What the operation answers when all goes well."""
    answers: dict[str, Any] = operation["responses"]
    found: dict[str, Any] = answers[min(answers)]
    return found


def _example(part: dict[str, Any] | None, described: dict[str, Any]) -> str | None:
    """The first example of the shape that `part` refers to, as JSON; None where it has none."""
    schema = (part or {}).get("content", {}).get("application/json", {}).get("schema", {})
    several = "items" in schema
    reference = (schema["items"] if several else schema).get("$ref")
    if reference is None:
        choices = [each for each in schema.get("anyOf", ()) if "$ref" in each]
        reference = choices[0]["$ref"] if choices else None
    if reference is None:
        return None
    shape = described["components"]["schemas"][reference.rpartition("/")[2]]
    examples = shape.get("examples")
    if not examples:
        return None
    shown = [examples[0]] if several else examples[0]
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _problems(operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        if status >= "400":
            yield f"{status} {answer['description']}"


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("service.api"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["coded"] = _coded
    return environment.get_template("reference.html.j2")


def _coded(text: str) -> Markup:
    """A description with its `names` set as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704
