"""What a sentence-transformers folder says of itself, read without torch.

modules.json                        which modules follow each other, and where each lies
config_sentence_transformers.json   prompts by name, the default one, a dimension to cut to
1_Pooling/config.json               how the vectors of the pieces become one
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matcher.encoders import Making
from matcher.errors import ModelDamaged

#: What makes a folder a sentence-transformers model.
MODULES = "modules.json"
PROMPTS = "config_sentence_transformers.json"

#: What asks for no prompt at all, where `None` leaves it to the model.
NO_PROMPT = ("", "none")

# Part of every fingerprint: to be raised when the same files come to make other vectors.
_WAY_OF_ENCODING = b"matcher sentence-transformers 1"
# Files that can change a vector. Exports to other runtimes lie in folders of their own.
_CONTENT = frozenset({".json", ".txt", ".model", ".safetensors", ".bin", ".py", ".vocab"})
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})
# Key points stand on both sides: a prompt meant for comparing alike texts fits best.
_FOR_ALIKE = ("sts", "sentence-similarity", "sentencesimilarity", "text-matching")
_FOR_PASSAGES = ("passage", "document")
_POOLED = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
_LONGEST_HEADER = 100_000_000


@dataclass(frozen=True, slots=True)
class SentenceFiles:
    """A sentence-transformers folder as its settings describe it.

    prompts: by name, empty ones left out. default_prompt: the name of the one the model applies
    by itself. dimension: None where the settings do not tell.
    """

    prompts: Mapping[str, str] = field(default_factory=dict)
    default_prompt: str | None = None
    pooling: str = ""
    normalises: bool = False
    dimension: int | None = None

    def prompt(self, asked: str | None) -> str:
        """What is put before every text.

        `asked` is a prompt's name in the model's settings, or the prompt itself; empty or "none"
        puts none. With `None` it is the model's default; else, since both sides of a comparison are
        key points, its prompt for texts of one kind; else that for queries where passages have
        one too, for then the model has seen no text without; else none.
        """
        if asked in NO_PROMPT:
            return ""
        if asked is not None:
            return self.prompts.get(asked, asked)
        if self.default_prompt is not None:
            return self.prompts.get(self.default_prompt, "")
        for name, prompt in self.prompts.items():
            if name.casefold() in _FOR_ALIKE:
                return prompt
        if any(name in self.prompts for name in _FOR_PASSAGES):
            return self.prompts.get("query", "")
        return ""

    def making(self, prompt: str) -> Making:
        """How vectors are made with `prompt` before every text."""
        return Making(prompt, self.pooling, "model" if self.normalises else "matcher")


def read_folder(folder: Path, name: str) -> SentenceFiles:
    """The settings in `folder`, of the model called `name`.

    Raises ModelDamaged where it is no such model, or one without weights or cut short.
    """
    if not (folder / MODULES).is_file():
        raise ModelDamaged(name, MODULES, found="nothing", expected="a sentence-transformers model")
    reading = _Reading(folder, name)
    modules = reading.modules()
    reading.check_weights()
    about = reading.table(PROMPTS, required=False)
    prompts = _table(about.get("prompts"))
    default = about.get("default_prompt_name")
    pooling, dimension = "", None
    for module in modules:
        if module.kind == "Pooling":
            pooling = _pooling(reading.table(f"{module.path}/config.json"))
        dimension = reading.dimension(module) or dimension
    cut = about.get("truncate_dim")
    if isinstance(cut, int) and dimension is not None:
        dimension = min(cut, dimension)
    return SentenceFiles(
        prompts={key: text for key, text in prompts.items() if isinstance(text, str) and text},
        default_prompt=default if isinstance(default, str) else None,
        pooling=pooling,
        normalises=any(module.kind == "Normalize" for module in modules),
        dimension=dimension,
    )


def digest_of(file: Path) -> str:
    """The sha256 of a file's content, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def fingerprint(folder: Path, prompt: str, digest: Callable[[Path], str] = digest_of) -> str:
    """sha256 over the prompt and over name and content of each file that can change a vector.

    The same on every machine; where weights lie there in two formats, safetensors stand for both.
    `digest` gives the sha256 of a file, for who knows it without reading the file.
    """
    whole = hashlib.sha256(_WAY_OF_ENCODING)
    whole.update(repr(prompt or None).encode("utf-8"))
    for file in files_that_matter(folder):
        whole.update(file.relative_to(folder).as_posix().encode("utf-8"))
        whole.update(bytes.fromhex(digest(file)))
    return whole.hexdigest()


def files_that_matter(folder: Path) -> Iterator[Path]:
    """The files of `folder` that can change a vector, in order of their names."""
    for file in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inside = file.relative_to(folder).parts
        if file.suffix not in _CONTENT or not file.is_file() or inside[0] in _OTHER_RUNTIMES:
            continue
        if any(part.startswith(".") for part in inside):
            continue
        if file.suffix == ".bin" and file.with_name("model.safetensors").exists():
            continue
        yield file


@dataclass(frozen=True, slots=True)
class _Module:
    """A step of the model: the last part of its type, and its folder inside the model's."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class _Reading:
    folder: Path
    name: str

    def modules(self) -> tuple[_Module, ...]:
        found = self._json(MODULES)
        try:
            if not isinstance(found, list):
                raise TypeError(type(found).__name__)
            return tuple(
                _Module(str(each["type"]).rpartition(".")[2], str(each["path"])) for each in found
            )
        except (TypeError, KeyError) as problem:
            raise ModelDamaged(
                self.name, MODULES, found=repr(problem), expected="a list of modules"
            ) from problem

    def check_weights(self) -> None:
        """That there are weights, and that none of them is cut short."""
        files = [file for file in files_that_matter(self.folder) if _holds_weights(file)]
        if not files:
            raise ModelDamaged(
                self.name, "model.safetensors", found="nothing", expected="weights of the model"
            )
        for file in files:
            if file.suffix == ".safetensors":
                self._shapes(file)

    def dimension(self, module: _Module) -> int | None:
        """How long vectors are after `module`, None where it does not say."""
        inside = f"{module.path}/" if module.path else ""
        table = self.table(f"{inside}config.json", required=False)
        if module.kind == "Pooling":
            each = table.get("embedding_dimension", table.get("word_embedding_dimension"))
            count = _pooling(table).partition(",")[0].count("+") + 1
            return each * count if isinstance(each, int) else None
        if module.kind == "StaticEmbedding":
            file = self.folder / f"{inside}model.safetensors"
            shapes = self._shapes(file).values() if file.is_file() else ()
            return next((shape[1] for shape in shapes if len(shape) == 2), None)
        key = {"Dense": "out_features", "Transformer": "hidden_size"}.get(module.kind)
        found = table.get(key) if key else None
        return found if isinstance(found, int) else None

    def table(self, file: str, *, required: bool = True) -> Mapping[str, object]:
        if not required and not (self.folder / file).is_file():
            return {}
        found = self._json(file)
        if not isinstance(found, dict):
            raise ModelDamaged(
                self.name, file, found=type(found).__name__, expected="a table of settings"
            )
        return found

    def _json(self, file: str) -> object:
        try:
            return json.loads((self.folder / file).read_text("utf-8"))
        except OSError as problem:
            found = problem.strerror or "nothing"
            raise ModelDamaged(self.name, file, found, "a readable file") from problem
        except ValueError as problem:
            raise ModelDamaged(self.name, file, str(problem), "JSON") from problem

    def _shapes(self, file: Path) -> Mapping[str, tuple[int, ...]]:
        """Shapes of the tensors in a safetensors file, from its head; its length must fit."""
        inside = file.relative_to(self.folder).as_posix()
        try:
            with file.open("rb") as content:
                length = int.from_bytes(content.read(8), "little")
                head = json.loads(content.read(min(length, _LONGEST_HEADER)))
            tensors = {key: each for key, each in head.items() if key != "__metadata__"}
            end = max((each["data_offsets"][1] for each in tensors.values()), default=0)
            shapes = {key: tuple(each["shape"]) for key, each in tensors.items()}
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
            raise ModelDamaged(
                self.name, inside, found=repr(problem), expected="a safetensors file"
            ) from problem
        size, expected = file.stat().st_size, 8 + length + end
        if size != expected:
            raise ModelDamaged(
                self.name, inside, found=f"{size} bytes", expected=f"{expected} bytes"
            )
        return shapes


def _holds_weights(file: Path) -> bool:
    return file.suffix in {".safetensors", ".bin"}


def _pooling(table: Mapping[str, object]) -> str:
    """« mean », « cls+max », « lasttoken, without the prompt »."""
    said = table.get("pooling_mode")
    if isinstance(said, str):
        modes = [said]
    elif isinstance(said, list):
        modes = [str(mode) for mode in said]
    else:
        modes = [mode for key, mode in _POOLED.items() if table.get(key)] or ["mean"]
    return "+".join(modes) + ("" if table.get("include_prompt", True) else ", without the prompt")


def _table(found: object) -> Mapping[str, object]:
    return found if isinstance(found, dict) else {}
