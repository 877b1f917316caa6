"""A folder of one of our own kinds of encoder, opened by what it says it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from matcher.encoding import folder as convolutional_folder
from matcher.encoding import joined_folder, transformer_folder
from matcher.encoding.model_files import CONFIG, architecture_of, content
from matcher.encoding.sentence_files import MODULES
from matcher.errors import ModelDamaged
from matcher.ports import Encoder

_OPENING: Mapping[str, Callable[[Path, str], Encoder]] = {
    convolutional_folder.ARCHITECTURE: convolutional_folder.open_folder,
    joined_folder.ARCHITECTURE: joined_folder.open_joined,
    transformer_folder.ARCHITECTURE: transformer_folder.open_transformer,
}

# What `modules.json` calls an encoder of ours; its module imports torch, so it is not asked.
_OWN_MODULE = "matcher.encoding.sentence_module.OwnEncoder"


def is_own(folder: Path) -> bool:
    """Whether `folder` says that it holds one; damage is found when it is opened.

    One whose settings no longer say so is still ours where sentence-transformers is told so.
    """
    return architecture_of(folder) in _OPENING or _is_told_as_own(folder)


def own_architecture(folder: Path, name: str) -> str:
    """Which of ours `folder` says that it holds. Raises `ModelDamaged` where it says none."""
    content(folder, CONFIG, name)
    found = architecture_of(folder)
    if found is None or found not in _OPENING:
        raise ModelDamaged(
            name, CONFIG, found=found or "no architecture", expected=", ".join(_OPENING)
        )
    return found


def open_own(folder: Path, name: str) -> Encoder:
    """Open the encoder in `folder`, to be called `name`. Raises `ModelDamaged`."""
    return _OPENING[own_architecture(folder, name)](folder, name)


def _is_told_as_own(folder: Path) -> bool:
    try:
        modules = json.loads((folder / MODULES).read_text("utf-8"))
        return any(module["type"] == _OWN_MODULE for module in modules)
    except (OSError, ValueError, TypeError, KeyError):
        return False
