"""The folder of a joined encoder: `config.json` names its parts, each a folder within it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.encoding.folder import is_convolutional, open_folder
from matcher.encoding.joined import JoinedEncoder, Part
from matcher.encoding.model_files import (
    CONFIG,
    architecture_of,
    checked,
    content,
    settings_of,
    told_within,
)
from matcher.encoding.transformer_folder import is_transformer, open_transformer
from matcher.errors import ModelDamaged
from matcher.ports import Encoder, TokenEncoder

ARCHITECTURE = "joined-sentence-encoder"
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """`config.json`: the weight of each part's folder; the sha256 of each part's settings."""

    weights: Mapping[str, float]
    files: Mapping[str, str]


def is_joined(folder: Path) -> bool:
    """Whether `folder` says that it holds such an encoder; damage is found when it is opened."""
    return architecture_of(folder) == ARCHITECTURE


def open_joined(folder: Path, name: str) -> JoinedEncoder:
    """Open the encoder in `folder`, to be called `name`.

    Raises `ModelDamaged`; a file of a part is told with the part's folder.
    """
    raw = content(folder, CONFIG, name)
    weights = _weights(raw, folder, name)
    parts = [Part(_open(folder, part, name), weight) for part, weight in weights.items()]
    tokens = next((p.encoder for p in parts if isinstance(p.encoder, TokenEncoder)), None)
    if tokens is None:
        raise ModelDamaged(name, CONFIG, found=", ".join(weights), expected="a part with pieces")
    return JoinedEncoder(name, hashlib.sha256(raw).hexdigest(), parts, tokens)


def parts_of(folder: Path, name: str) -> tuple[str, ...]:
    """The folders of the parts, in their order, once it is sure that their settings are whole.

    Raises `ModelDamaged`.
    """
    return tuple(_weights(content(folder, CONFIG, name), folder, name))


def _weights(raw: bytes, folder: Path, name: str) -> Mapping[str, float]:
    """The weight of each part's folder."""
    settings = settings_of(raw, name, ARCHITECTURE, LAYOUT, _settings)
    weights = settings.weights
    if not weights or min(weights.values()) <= 0 or not math.isclose(sum(weights.values()), 1.0):
        raise ModelDamaged(
            name, CONFIG, found=f"weights {weights}", expected="weights that add up to 1"
        )
    for part in weights:
        # The settings of a part name the content of its files, so this checks them all.
        checked(folder, f"{part}/{CONFIG}", name, settings.files)
    return weights


def _settings(config: Mapping[str, Any]) -> Settings:
    return Settings(
        weights={str(part["folder"]): float(part["weight"]) for part in config["parts"]},
        files=dict(config["files"]),
    )


def _open(folder: Path, part: str, name: str) -> Encoder:
    place = folder / part
    with told_within(part):
        if is_convolutional(place):
            return open_folder(place, name)
        if is_transformer(place):
            return open_transformer(place, name)
        raise ModelDamaged(
            name,
            CONFIG,
            found=str(architecture_of(place)),
            expected="a convolutional or transformer encoder",
        )
