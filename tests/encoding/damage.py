"""Folders of encoders that were tampered with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.encoding.model_files import CONFIG
from matcher.encoding.models import DEFAULT, find_folder, open_encoder
from matcher.errors import ModelDamaged

Change = Callable[[dict[str, Any]], object]


def shipped(part: str = "") -> Path:
    """The folder of the shipped encoder, or of a part of it."""
    folder = find_folder(DEFAULT)
    assert folder is not None
    return folder / part


def settings_of(folder: Path) -> dict[str, Any]:
    """The settings of the encoder in `folder`."""
    found: dict[str, Any] = json.loads((folder / CONFIG).read_text("utf-8"))
    return found


def configure(folder: Path, change: Change) -> None:
    """Change the settings of the encoder in `folder`."""
    config = settings_of(folder)
    change(config)
    (folder / CONFIG).write_text(json.dumps(config), "utf-8")


def replace(folder: Path, file: str, content: bytes) -> None:
    """Put other content where the settings agree with it."""
    (folder / file).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    configure(folder, lambda config: config["files"].update({file: digest}))


def alter(folder: Path, file: str) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray((folder / file).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / file).write_bytes(content)


def damaged(folder: Path) -> ModelDamaged:
    """The error that opening the folder raises."""
    with pytest.raises(ModelDamaged) as caught:
        open_encoder(str(folder))
    assert caught.value.name == str(folder)
    return caught.value
