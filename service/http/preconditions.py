"""Tags of answers, and what a request says of the state it knows (RFC 9110, section 13).

The tag of a fiche begins with its version, `"v3-…"`: a write says which version it was made for.
"""

from __future__ import annotations

import re

from fastapi import Request

from matcher.errors import ChangedMeanwhile

_VERSION = re.compile(r'(?:W/)?"v?(\d{1,9})(?:-[^"]*)?"')


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether who asks has the answer of `tag` already; weak comparison."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    return any(each.strip().removeprefix("W/") == tag for each in if_none_match.split(","))


def version_tag(version: int) -> str:
    """What the tags of a record at that version begin with."""
    return f"v{version}-"


def expected(request: Request, kind: str, id_: str, found: int | None) -> dict[str, int | None]:
    """What a write expects of the record `id_`, which is at version `found`; None: not there.

    In the shape of `Catalogue.store`, empty where the request expects nothing. Raises
    ChangedMeanwhile where it expects what is not so already.
    """
    if request.headers.get("if-none-match", "").strip() == "*":
        if found is not None:
            raise ChangedMeanwhile(kind, id_, found, 0)
        return {id_: None}
    said = request.headers.get("if-match")
    if said is None:
        return {}
    versions = [int(each) for each in _VERSION.findall(said)]
    if found is None or not (said.strip() == "*" or found in versions):
        raise ChangedMeanwhile(kind, id_, found or 0, versions[0] if versions else 0)
    return {id_: found}
