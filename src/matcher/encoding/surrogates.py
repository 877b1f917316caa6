"""Half characters that JSON and damaged files can carry and that no tokenizer takes."""

from __future__ import annotations


def without_surrogates(text: str) -> str:
    """`text` with a question mark for each lone surrogate; no other position changes."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
