"""Does a sentence find its translation? A smoke test of the languages lying together.

A translation is found when it is the nearest sentence of the other language by plain cosine, the
"bitext mining" that published encoders report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import DataFileError, Fault, FileRefused
from matcher.ports import Encoder


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files, line-aligned, a sentence a line."""

    name: str
    one: str
    other: str


PAIRS = (
    Pair("NTREX dev fr-ja", "ntrex-dev.fra", "ntrex-dev.jpn"),
    Pair("NTREX dev fr-en", "ntrex-dev.fra", "ntrex-dev.eng"),
    Pair("NTREX dev ja-en", "ntrex-dev.jpn", "ntrex-dev.eng"),
    Pair("Tatoeba fr-en", "tatoeba.fra-eng.fra", "tatoeba.fra-eng.eng"),
    Pair("Tatoeba ja-en", "tatoeba.jpn-eng.jpn", "tatoeba.jpn-eng.eng"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of sentences whose translation is nearest, in [0, 1], both ways."""

    name: str
    sentences: int
    there: float
    back: float


def read_sentences(folder: Path) -> dict[str, tuple[str, ...]]:
    """The sentences of every file that `PAIRS` names, by file name.

    Raises FileRefused where one is not there, DataFileError where two that belong together have
    not the same number of lines.
    """
    sentences = {name: _lines(folder / name) for pair in PAIRS for name in (pair.one, pair.other)}
    for pair in PAIRS:
        counts = len(sentences[pair.one]), len(sentences[pair.other])
        if counts[0] != counts[1]:
            fault = Fault(None, "lines", str(counts[1]), f"{counts[0]} ({pair.one})")
            raise DataFileError(str(folder / pair.other), (fault,))
    return sentences


def translations(encoder: Encoder, sentences: dict[str, tuple[str, ...]]) -> Iterator[Found]:
    """What `encoder` finds, pair by pair; every file is encoded once."""
    rows = {name: encoder.encode(texts) for name, texts in sentences.items()}
    for pair in PAIRS:
        yield found(pair.name, rows[pair.one], rows[pair.other])


def found(name: str, one: NDArray[np.float32], other: NDArray[np.float32]) -> Found:
    """The shares for unit rows (n, d) of which row k of `other` translates row k of `one`."""
    similarity = one @ other.T
    own = np.arange(len(one))
    return Found(
        name,
        len(one),
        float((similarity.argmax(axis=1) == own).mean()),
        float((similarity.argmax(axis=0) == own).mean()),
    )


def _lines(file: Path) -> tuple[str, ...]:
    try:
        return tuple(file.read_text("utf-8").rstrip("\n").split("\n"))
    except FileNotFoundError:
        raise FileRefused(str(file), "not-found") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise FileRefused(str(file), "not-readable") from problem
