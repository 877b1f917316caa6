"""The folder of a transformer, opened: settings, graph, piece vectors, tokenizer, each checked.

`config.json` says which pieces frame a text and which content the other files have;
`model.onnx` is the graph; `vectors.safetensors` holds `words`, four bits a value, and `positions`;
`tokenizer.json` the pieces in the format of Hugging Face's tokenizers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.four_bits import FourBitVectors
from matcher.encoding.model_files import (
    CONFIG,
    architecture_of,
    checked,
    content,
    settings_of,
    tensors_of,
    tokenizer_of,
)
from matcher.errors import ModelDamaged

if TYPE_CHECKING:
    from matcher.encoding.transformer import TransformerEncoder

ARCHITECTURE = "transformer-sentence-encoder"
LAYOUT = 1

GRAPH, VECTORS, PIECES = "model.onnx", "vectors.safetensors", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """`config.json`: pieces before and after every window; the sha256 of each other file."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    files: Mapping[str, str]


def is_transformer(folder: Path) -> bool:
    """Whether `folder` says that it holds such an encoder; damage is found when it is opened."""
    return architecture_of(folder) == ARCHITECTURE


def open_transformer(folder: Path, name: str) -> TransformerEncoder:
    """Open the encoder in `folder`, to be called `name`.

    Raises `ModelDamaged` with the file, what was found and what was expected.
    """
    raw = content(folder, CONFIG, name)
    settings = settings_of(raw, name, ARCHITECTURE, LAYOUT, _settings)
    graph, vectors, pieces = (
        checked(folder, file, name, settings.files) for file in (GRAPH, VECTORS, PIECES)
    )
    words, positions = _vectors(vectors, name)
    _check_frame(settings, words.size, len(positions), name)
    tokenizer = tokenizer_of(pieces, PIECES, name, words.size)
    # Here, not above: it takes a tenth of a second, which no other encoder need wait for.
    from matcher.encoding.transformer import Frame, TransformerEncoder

    try:
        return TransformerEncoder(
            name,
            hashlib.sha256(raw).hexdigest(),
            tokenizer,
            words,
            positions,
            Frame(settings.before, settings.after),
            graph,
        )
    except ValueError as problem:
        raise ModelDamaged(
            name,
            GRAPH,
            found=str(problem),
            expected=f"an ONNX graph from x to mean, each of {words.dimension} values",
        ) from problem


def dimension_of(vectors: bytes, name: str) -> int:
    """Length of a vector of the encoder with this file of vectors. Raises `ModelDamaged`."""
    words, _ = _vectors(vectors, name)
    return words.dimension


def _vectors(raw: bytes, name: str) -> tuple[FourBitVectors, NDArray[np.float32]]:
    """The vectors of the pieces, and those of their positions: (longest window, dimension)."""
    tensors = tensors_of(raw, VECTORS, name)
    try:
        words = FourBitVectors(tensors["words"])
        positions: NDArray[np.float32] = tensors["positions"].astype(np.float32)
        if positions.ndim != 2 or positions.shape[1] != words.dimension:
            raise ValueError(f"positions of shape {positions.shape}")
    except (KeyError, ValueError) as problem:
        raise ModelDamaged(
            name, VECTORS, found=str(problem), expected="words and positions that fit together"
        ) from problem
    return words, positions


def _check_frame(settings: Settings, size: int, longest: int, name: str) -> None:
    frame = (*settings.before, *settings.after)
    for piece in frame:
        if not 0 <= piece < size:
            raise ModelDamaged(name, CONFIG, found=f"piece {piece}", expected=f"below {size}")
    if longest <= len(frame):
        raise ModelDamaged(
            name,
            VECTORS,
            found=f"{longest} positions",
            expected=f"more than the {len(frame)} around a text",
        )


def _settings(config: Mapping[str, Any]) -> Settings:
    return Settings(
        before=tuple(int(piece) for piece in config["before"]),
        after=tuple(int(piece) for piece in config["after"]),
        files=dict(config["files"]),
    )
