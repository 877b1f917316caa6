"""What a body says it is, read in one way by everybody who asks."""

from __future__ import annotations

from collections.abc import Mapping

#: Forms: with files, and without.
FORM_WITH_FILES = "multipart/form-data"
PLAIN_FORM = "application/x-www-form-urlencoded"


def media_type(headers: Mapping[str, str]) -> str:
    """The type in the headers of a request (names in any case), without its parameters; "" where
    there is none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()
