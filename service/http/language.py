"""Which language a reader wants to be answered in."""

from __future__ import annotations

from functools import lru_cache

from fastapi import Request
from starlette.types import Scope

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker

#: What the address of a page begins with.
PAGES = tuple(f"/{language}/" for language in Language)


def language_for(request: Request) -> Language:
    """What the address says, else the best of Accept-Language, else the service's own.

    The address of a page begins with its language, « /fr/… »; to others `lang` may be added.
    """
    path: str = request.scope["path"]
    if path.startswith(PAGES):
        return Language(path[1:3])
    said = request.query_params.get("lang")
    if said in set(Language):
        return Language(said)
    own: Language = request.app.state.settings.language
    return accepted(request.headers.get("accept-language", ""), own)


def language_in(scope: Scope) -> Language:
    """What the Accept-Language header of a request prefers, else the service's own language."""
    own: Language = scope["app"].state.settings.language
    for name, value in scope["headers"]:
        if name == b"accept-language":
            return accepted(value.decode("latin-1"), own)
    return own


def speaker_for(request: Request) -> Speaker:
    """Who says things in the reader's language."""
    return Speaker(language_for(request))


@lru_cache(maxsize=1024)
def accepted(header: str, otherwise: Language) -> Language:
    """The language of ours that an Accept-Language header (RFC 9110, 12.5.4) prefers.

    `fr-CA` counts as French; of equal ones the first; what is not readable counts for nothing.
    """
    best, highest = otherwise, 0.0
    for range_ in header.split(","):
        tag, _, parameter = range_.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        quality = _quality(parameter)
        if primary in set(Language) and quality > highest:
            best, highest = Language(primary), quality
    return best


def _quality(parameter: str) -> float:
    name, equals, value = parameter.strip().partition("=")
    if not equals:
        return 1.0
    try:
        return float(value) if name.strip().lower() == "q" else 1.0
    except ValueError:
        return 0.0
