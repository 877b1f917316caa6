"""Which language a reader wants to be answered in."""

from __future__ import annotations

from fastapi import Request

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker


def language_for(request: Request) -> Language:
    """What `lang` in the address says, else the best of Accept-Language, else the service's own."""
    said = request.query_params.get("lang")
    if said in set(Language):
        return Language(said)
    own: Language = request.app.state.settings.language
    return accepted(request.headers.get("accept-language", ""), own)


def speaker_for(request: Request) -> Speaker:
    """Who says things in the reader's language."""
    return Speaker(language_for(request))


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
