"""Our encoders as a module of sentence-transformers, so that it opens their folders, too.

`modules.json` in a model folder names `OwnEncoder`, and sentence-transformers imports it by that
name; nothing of matcher does. It must be a subclass of theirs and give a tensor, so this module
alone imports sentence_transformers and torch at its top (`.importlinter`, one-torch).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sentence_transformers.base.modules import InputModule
from torch import from_numpy

from matcher.encoding.own_folder import open_own
from matcher.errors import ModelNotFound
from matcher.ports import Encoder

# Written by sentence-transformers beside the module's own files when a model is saved.
_WRITTEN_BY_OTHERS = ("README.md", "modules.json", "config_sentence_transformers.json")


class OwnEncoder(InputModule):
    """An encoder of ours, whole: from texts to "sentence_embedding", on the processor alone.

    It has no weights that torch knows of: it cannot be trained, nor moved to another device.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """`folder` is where `encoder` was opened from, for `save`."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._encoder = encoder
        self._folder = folder

    @classmethod
    def load(
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        token: bool | str | None = None,
        cache_folder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        init_defaults: dict[str, Any] | None = None,
        **kwargs: object,
    ) -> OwnEncoder:
        """Open the encoder in `subfolder` of a folder or of a model of the hub.

        sentence-transformers passes settings for networks of torch, too; they mean nothing here.
        Raises `ModelNotFound`, `ModelDamaged`.
        """
        place = cls.load_dir_path(
            model_name_or_path,
            subfolder=subfolder,
            token=token,
            cache_folder=cache_folder,
            revision=revision,
            local_files_only=local_files_only,
        )
        if place is None:
            raise ModelNotFound(model_name_or_path, (str(Path(model_name_or_path, subfolder)),))
        folder = Path(place)
        return cls(open_own(folder, model_name_or_path), folder)

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: object
    ) -> dict[str, Any]:
        """The texts as they are, each after `prompt` where there is one; the encoder cuts them."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **kwargs: object) -> dict[str, Any]:
        """Add "sentence_embedding": float32 (texts, dimension), unit rows, a blank text's zeros."""
        features["sentence_embedding"] = from_numpy(self._encoder.encode(features["texts"]))
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def save(
        self, output_path: str, *args: object, safe_serialization: bool = True, **kwargs: object
    ) -> None:
        """Copy the encoder's folder to `output_path`; it has one format, whatever is asked."""
        if Path(output_path).resolve() != self._folder.resolve():
            others = shutil.ignore_patterns(*_WRITTEN_BY_OTHERS)
            shutil.copytree(self._folder, output_path, ignore=others, dirs_exist_ok=True)
