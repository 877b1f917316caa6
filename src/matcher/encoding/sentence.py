"""Any sentence-transformers model behind the same port; torch comes in through here alone.

torch and sentence_transformers are imported where they are used, since that takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Making
from matcher.encoding.sentence_files import fingerprint, read_folder
from matcher.encoding.surrogates import without_surrogates
from matcher.errors import ModelDamaged, ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TEXTS_AT_ONCE = 32


class SentenceEncoder:
    """Texts → unit vectors, by a sentence-transformers model."""

    def __init__(
        self, name: str, fingerprint: str, model: SentenceTransformer, making: Making
    ) -> None:
        self._name = name
        self._fingerprint = fingerprint
        self._model = model
        self._making = making
        self._dimension = int(self._encoded(["a"]).shape[1])

    @property
    def name(self) -> str:
        """What people call this encoder."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Changes whenever any vector could change: files of the model, prompt."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def making(self) -> Making:
        """The prompt before every text, pooling, and who brings vectors to length one."""
        return self._making

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`: float32 (len(texts), dimension), unit rows; a blank text gives zeros.

        The row of a text differs by at most about 1e-6 with the texts beside it, since the model
        fills them up to the same length. A text longer than the model takes is cut by it.
        """
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        said = [number for number, text in enumerate(texts) if text.strip()]
        if said:
            rows = self._encoded([without_surrogates(texts[number]) for number in said])
            # Not every model ends in a normalisation, and half precision does not hold it.
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            np.divide(rows, lengths, out=rows, where=lengths > 0)
            vectors[said] = rows
        return vectors

    def _encoded(self, texts: list[str]) -> NDArray[np.float32]:
        rows = self._model.encode(
            texts,
            prompt=self._making.prompt or None,  # an empty one would count among the pieces
            batch_size=_TEXTS_AT_ONCE,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.array(rows, dtype=np.float32)


def open_folder(folder: Path, name: str, *, prompt: str | None = None) -> SentenceEncoder:
    """Open the sentence-transformers model in `folder`, to be called `name`.

    `prompt` as `matcher.encoding.sentence_files.SentenceFiles.prompt` takes it. Pooling, a cut of
    the vectors and the like are the model's own. Nothing is fetched. Raises `ModelDamaged` where
    the folder is no such model or cannot be loaded.
    """
    files = read_folder(folder, name)
    making = files.making(files.prompt(prompt))
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), local_files_only=True)
        model.default_prompt_name = None  # it would come back where none is wanted
        return SentenceEncoder(name, fingerprint(folder, making.prompt), model, making)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as problem:
        raise ModelDamaged(
            name, str(folder), found=str(problem), expected="a sentence-transformers model"
        ) from problem


def hub_folder(name: str, *, allow_download: bool) -> Path:
    """The folder in which the hub's model `name` lies here; fetched first if that is allowed.

    Raises `ModelNotFound`.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=not allow_download))
    except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError) as problem:
        raise ModelNotFound(name, (f"huggingface.co/{name}", "cache")) from problem
