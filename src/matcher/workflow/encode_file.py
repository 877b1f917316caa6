"""A file of texts, one a line → their vectors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import FileRefused
from matcher.ports import Encoder

#: Texts encoded between two reports of progress.
_AT_ONCE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class EncodedFile:
    """`vectors`: float32 (n, d), unit rows, zero for blank lines; `blank` counts these."""

    vectors: NDArray[np.float32]
    blank: int


def encode_lines(
    data: bytes, source: str, encoder: Encoder, progress: Callable[[int, int], None]
) -> EncodedFile:
    """Embed each line of `data`; `progress` is told how many of how many are done.

    Lines end with "\\n" (a "\\r" before it is dropped); a last line without end counts where it
    is not empty. Raises FileRefused where `data` is not UTF-8, ModelNotFound, ModelDamaged.
    """
    texts = lines_of(data, source)
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for start, piece in _pieces(texts):
        vectors[start : start + len(piece)] = encoder.encode(piece)
        progress(start + len(piece), len(texts))
    return EncodedFile(vectors, sum(not text.strip() for text in texts))


def lines_of(data: bytes, source: str) -> list[str]:
    """The lines of UTF-8 text, with or without a byte order mark. Raises FileRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise FileRefused(source, "undecodable-text", {"line": line}) from None
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def write_vectors(vectors: NDArray[np.float32], path: Path) -> None:
    """Write `vectors` to `path` as .npy, under exactly that name. Raises OSError."""
    new = path.with_name(f".new-{os.getpid()}-{path.name}")
    try:
        with new.open("wb") as stream:
            np.save(stream, vectors, allow_pickle=False)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _pieces(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(texts), _AT_ONCE):
        yield start, texts[start : start + _AT_ONCE]
