"""The pages' own style, script and pictures: served under names that tell their content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from fastapi import APIRouter, HTTPException, Response

#: Where they are served.
PATH = "/assets"

#: What there is, by the end of the name; nothing else in the folder is served.
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    }
)

#: A name tells the content, so that what was fetched under it never changes.
_FOR_EVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the pages. `served_as` is its name with a digest of its content in it."""

    name: str
    served_as: str
    media_type: str
    content: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """All assets by their own name, `style.css`."""
    folder = resources.files("service.pages") / "assets"
    found: dict[str, Asset] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        stem, _, end = file.name.rpartition(".")
        if stem and end in MEDIA_TYPES:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            found[file.name] = Asset(file.name, f"{stem}.{digest}.{end}", MEDIA_TYPES[end], content)
    return MappingProxyType(found)


@cache
def served() -> Mapping[str, Asset]:
    """All assets by the name they are served under."""
    return MappingProxyType({each.served_as: each for each in assets().values()})


def address_of(name: str) -> str:
    """Where the asset `name` is served. Raises KeyError where there is none of that name."""
    return f"{PATH}/{assets()[name].served_as}"


@router.get(f"{PATH}/{{name}}")
async def get_asset(name: str) -> Response:
    """One asset, to be kept for ever."""
    asset = served().get(name)
    if asset is None:
        raise HTTPException(404)
    return Response(
        asset.content, media_type=asset.media_type, headers={"Cache-Control": _FOR_EVER}
    )
