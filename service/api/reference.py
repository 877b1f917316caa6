"""The description of the API as a page to read; it takes nothing from other hosts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
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


@router.get("/")
def lead_to_reference() -> RedirectResponse:
    """Who comes without an address wants to know what there is."""
    return RedirectResponse("/docs")


@router.get("/docs")
def read_reference(request: Request) -> HTMLResponse:
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
        answer=_example(operation["responses"]["200"], described),
        problems=tuple(_problems(operation)),
    )


def _example(part: dict[str, Any] | None, described: dict[str, Any]) -> str | None:
    """The first example of the shape that `part` refers to, as JSON."""
    if part is None:
        return None
    schema = part["content"]["application/json"]["schema"]
    name = (schema.get("items") or schema)["$ref"].rpartition("/")[2]
    example = described["components"]["schemas"][name]["examples"][0]
    shown = [example] if "items" in schema else example
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _problems(operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        if status != "200":
            yield f"{status} {answer['description']}"


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("service"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["coded"] = _coded
    return environment.get_template("reference.html.j2")


def _coded(text: str) -> Markup:
    """A description with its `names` set as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704
