"""Text that people type into a request: characters that are text, one kind of line end."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from service.limits import LONGEST_NAME, LONGEST_NOTE

#: Characters that are no text: controls, and halves of characters.
_NO_TEXT = frozenset({"Cc", "Cs"})


def no_text_in(lines: str) -> str:
    """The first character that is no text; "" where all are."""
    return next(
        (each for each in lines if unicodedata.category(each) in _NO_TEXT and each not in "\n\t"),
        "",
    )


def _text(said: str) -> str:
    lines = said.replace("\r\n", "\n").strip()
    if no_text_in(lines):
        raise ValueError("characters that are no text")
    return lines


def _line(said: str) -> str:
    line = _text(" ".join(said.split()))
    if not line:
        raise ValueError("nothing to read")
    return line


#: A name, on one line.
Line = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_line)]

#: Words on any number of lines.
Words = Annotated[str, Field(max_length=LONGEST_NOTE), AfterValidator(_text)]
