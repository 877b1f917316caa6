"""A folder of one of our own kinds of encoder, opened by what it says it is."""

from __future__ import annotations

from pathlib import Path

from matcher.encoding.folder import is_convolutional, open_folder
from matcher.encoding.joined_folder import is_joined, open_joined
from matcher.encoding.transformer_folder import is_transformer, open_transformer
from matcher.ports import Encoder


def is_own(folder: Path) -> bool:
    """Whether `folder` says that it holds one; damage is found when it is opened."""
    return is_joined(folder) or is_convolutional(folder) or is_transformer(folder)


def open_own(folder: Path, name: str) -> Encoder:
    """Open the encoder in `folder`, to be called `name`. Raises `ModelDamaged`."""
    if is_joined(folder):
        return open_joined(folder, name)
    return open_transformer(folder, name) if is_transformer(folder) else open_folder(folder, name)
