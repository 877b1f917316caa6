"""The question that is asked before something is removed for good."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

from service.pages.frame.render import render, speaker_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What is asked. `here` is the path of what would be removed, `version` the one it has."""

    title: str
    what: str
    button: str
    here: str
    version: int


async def removal_page(request: Request, removal: Removal, *, changed: bool) -> Response:
    """The question; where what is asked about has `changed` meanwhile, it says so."""
    warning = speaker_of(request).say("Somebody else has changed it meanwhile.") if changed else ""
    return await render(
        request,
        "removal.html.j2",
        status=409 if changed else 200,
        title=removal.title,
        warning=warning,
        what=removal.what,
        button=removal.button,
        action=f"{removal.here}/removal",
        back=removal.here,
        version=removal.version,
    )
