"""Any sentence-transformers model behind the same port: the only module that imports torch.

torch and sentence_transformers are imported where they are used, since that takes seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.surrogates import without_surrogates
from matcher.errors import ModelDamaged, ModelNotFound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: What makes a folder a sentence-transformers model.
MODULES = "modules.json"

# Part of every fingerprint: to be raised when this module makes other vectors of the same files.
_WAY_OF_ENCODING = b"matcher sentence-transformers 1"
# Files that can change a vector. Exports to other runtimes lie in folders of their own.
_CONTENT = frozenset({".json", ".txt", ".model", ".safetensors", ".bin", ".py", ".vocab"})
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})
_TEXTS_AT_ONCE = 32


class SentenceEncoder:
    """Texts → unit vectors, by a sentence-transformers model."""

    def __init__(
        self, name: str, fingerprint: str, model: SentenceTransformer, prompt: str | None
    ) -> None:
        self._name = name
        self._fingerprint = fingerprint
        self._model = model
        self._prompt = prompt
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
            prompt=self._prompt,
            batch_size=_TEXTS_AT_ONCE,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.array(rows, dtype=np.float32)


def open_folder(folder: Path, name: str, *, prompt: str | None = None) -> SentenceEncoder:
    """Open the sentence-transformers model in `folder`, to be called `name`.

    `prompt` is put before every text; `None` is the model's own default. Nothing is fetched.
    Raises `ModelDamaged` where the folder is no such model or cannot be loaded.
    """
    if not (folder / MODULES).is_file():
        raise ModelDamaged(name, MODULES, found="nothing", expected="a sentence-transformers model")
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as problem:
        raise ModelDamaged(
            name, str(folder), found=str(problem), expected="a sentence-transformers model"
        ) from problem
    return SentenceEncoder(name, fingerprint(folder, prompt), model, prompt)


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


def fingerprint(folder: Path, prompt: str | None) -> str:
    """sha256 over the prompt and over name and content of each file that can change a vector.

    The same on every machine; where weights lie there in two formats, safetensors stand for both.
    """
    digest = hashlib.sha256(_WAY_OF_ENCODING)
    digest.update(repr(prompt).encode("utf-8"))
    for file in _files_that_matter(folder):
        digest.update(file.relative_to(folder).as_posix().encode("utf-8"))
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _files_that_matter(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inside = file.relative_to(folder).parts
        if file.suffix not in _CONTENT or not file.is_file() or inside[0] in _OTHER_RUNTIMES:
            continue
        if any(part.startswith(".") for part in inside):
            continue
        if file.suffix == ".bin" and file.with_name("model.safetensors").exists():
            continue
        yield file
