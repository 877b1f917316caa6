"""The folder of a convolutional encoder, opened: settings, weights and pieces, each checked.

`config.json` says how large everything is and which content the other two files have;
`model.safetensors` holds the weights, matrices as whole numbers with a step;
`tokenizer.json` holds the pieces in the format of Hugging Face's tokenizers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.convolutional import ConvolutionalEncoder
from matcher.encoding.model_files import (
    CONFIG,
    architecture_of,
    checked,
    content,
    settings_of,
    tensors_of,
    tokenizer_of,
)
from matcher.encoding.network import Branch, Hidden, Layer, Network, Normalisation, Window
from matcher.encoding.pieces import WIDEST, PieceVectors
from matcher.errors import ModelDamaged

#: What `config.json` of such a folder says it is, and the version of the layout read here. The
#: version stands in every fingerprint: to be raised when the code makes other vectors of a folder.
ARCHITECTURE = "convolutional-sentence-encoder"
LAYOUT = 1

WEIGHTS, PIECES = "model.safetensors", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """`config.json`: sizes of the network, the pieces with a meaning, content of the files.

    files: the sha256 of each of the other files.
    """

    piece_dimension: int
    channels: int
    hidden: int
    dimension: int
    windows: tuple[Window, ...]
    epsilon: float
    start: int
    end: int
    unknown: int
    files: Mapping[str, str]

    @property
    def features(self) -> int:
        """Features of a piece: its vector and the channels of every window."""
        return self.piece_dimension + len(self.windows) * self.channels


def is_convolutional(folder: Path) -> bool:
    """Whether `folder` says that it holds such an encoder; damage is found when it is opened."""
    return architecture_of(folder) == ARCHITECTURE


def open_folder(folder: Path, name: str) -> ConvolutionalEncoder:
    """Open the encoder in `folder`, to be called `name`.

    Raises `ModelDamaged` with the file, what was found and what was expected.
    """
    raw = content(folder, CONFIG, name)
    settings = settings_of(raw, name, ARCHITECTURE, LAYOUT, _settings)
    weights, pieces = (checked(folder, file, name, settings.files) for file in (WEIGHTS, PIECES))
    network = _network(_Tensors(name, tensors_of(weights, WEIGHTS, name)), settings)
    _check_pieces(network, settings, name)
    tokenizer = tokenizer_of(pieces, PIECES, name, network.pieces.size)
    # The settings name the content of all other files, so they stand for the whole.
    return ConvolutionalEncoder(name, hashlib.sha256(raw).hexdigest(), tokenizer, network)


def _settings(config: Mapping[str, Any]) -> Settings:
    return Settings(
        piece_dimension=int(config["piece_dimension"]),
        channels=int(config["channels"]),
        hidden=int(config["hidden"]),
        dimension=int(config["dimension"]),
        windows=tuple(Window(int(w["width"]), int(w["left"])) for w in config["windows"]),
        epsilon=float(config["epsilon"]),
        start=int(config["start"]),
        end=int(config["end"]),
        unknown=int(config["unknown"]),
        files=dict(config["files"]),
    )


class _Tensors:
    """The tensors of a file by name, each of the shape that is asked for."""

    def __init__(self, name: str, tensors: Mapping[str, NDArray[np.generic]]) -> None:
        self.name = name
        self._tensors = tensors

    def whole(self, tensor: str) -> NDArray[np.generic]:
        """The tensor as stored, of any shape."""
        if tensor not in self._tensors:
            raise ModelDamaged(self.name, WEIGHTS, found=f"no {tensor}", expected=tensor)
        return self._tensors[tensor]

    def bytes_of(self, tensor: str) -> NDArray[np.uint8]:
        """A tensor of bytes, of any shape."""
        stored = self.whole(tensor)
        if stored.dtype != np.uint8:
            raise ModelDamaged(
                self.name, WEIGHTS, found=f"{tensor} of {stored.dtype}", expected="uint8"
            )
        return stored.astype(np.uint8, copy=False)

    def values(self, tensor: str, *shape: int) -> NDArray[np.float32]:
        """A tensor of numbers; one of whole numbers is multiplied by its step."""
        stored = self.whole(tensor)
        if stored.shape != shape:
            raise ModelDamaged(
                self.name,
                WEIGHTS,
                found=f"{tensor} of shape {stored.shape}",
                expected=f"shape {shape}",
            )
        numbers = stored.astype(np.float32)
        if np.issubdtype(stored.dtype, np.integer):
            numbers *= self.values(f"{tensor}.step", 1)
        return numbers


def _network(tensors: _Tensors, settings: Settings) -> Network:
    size, channels = settings.piece_dimension, settings.channels
    features, hidden, dimension = settings.features, settings.hidden, settings.dimension

    def layer(place: str, inputs: int, outputs: int) -> Layer:
        return Layer(
            tensors.values(f"{place}.weight", inputs, outputs),
            tensors.values(f"{place}.bias", outputs),
        )

    def norm(place: str, width: int) -> Normalisation:
        return Normalisation(
            tensors.values(f"{place}.scale", width),
            tensors.values(f"{place}.shift", width),
            settings.epsilon,
        )

    return Network(
        pieces=_pieces(tensors),
        branches=tuple(
            Branch(
                window,
                layer(f"branches.{number}.project", size, channels),
                norm(f"branches.{number}.norm", channels),
                layer(f"branches.{number}.first", window.width * channels, channels),
                layer(f"branches.{number}.second", window.width * channels, channels),
            )
            for number, window in enumerate(settings.windows)
        ),
        norm=norm("norm", features),
        pool=layer("pool", features, dimension),
        hidden=Hidden(
            d0=tensors.values("hidden.d0", dimension, hidden),
            d1=tensors.values("hidden.d1", hidden, hidden),
            s1=tensors.values("hidden.s1", dimension, hidden),
            d2=tensors.values("hidden.d2", hidden, dimension),
            d3=tensors.values("hidden.d3", dimension, dimension),
            s3=tensors.values("hidden.s3", hidden, dimension),
        ),
        start=settings.start,
        end=settings.end,
        unknown=settings.unknown,
    )


def _check_pieces(network: Network, settings: Settings, name: str) -> None:
    pieces = network.pieces
    if pieces.dimension != settings.piece_dimension:
        raise ModelDamaged(
            name,
            WEIGHTS,
            found=f"pieces of {pieces.dimension} values",
            expected=f"{settings.piece_dimension}",
        )
    for piece in (settings.start, settings.end, settings.unknown):
        if not 0 <= piece < pieces.size:
            raise ModelDamaged(
                name, CONFIG, found=f"piece {piece}", expected=f"below {pieces.size}"
            )


def _pieces(tensors: _Tensors) -> PieceVectors:
    step = tensors.whole("pieces.step").astype(np.float32)
    try:
        return PieceVectors(
            planes=tuple(tensors.bytes_of(f"pieces.planes.{w}") for w in range(WIDEST + 1)),
            lowest=tensors.bytes_of("pieces.lowest"),
            scale_of=tensors.bytes_of("pieces.scale_of"),
            step=step,
            origin=tensors.values("pieces.origin", *step.shape),
        )
    except ValueError as problem:
        raise ModelDamaged(
            tensors.name, WEIGHTS, found=str(problem), expected="piece vectors that fit together"
        ) from problem
