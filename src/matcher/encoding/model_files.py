"""The files of a model folder, read and compared with what its settings say they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from safetensors import SafetensorError
from safetensors.numpy import load
from tokenizers import Tokenizer

from matcher.errors import ModelDamaged

CONFIG = "config.json"

_ABSENT = "nothing"

T = TypeVar("T")


def architecture_of(folder: Path) -> str | None:
    """What `config.json` says the model is; None where there is none, or it does not say."""
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    found = config.get("architecture") if isinstance(config, dict) else None
    return found if isinstance(found, str) else None


@contextmanager
def told_within(part: str) -> Iterator[None]:
    """Whatever file is found damaged meanwhile is told as one in the folder `part` of a model."""
    try:
        yield
    except ModelDamaged as damage:
        raise ModelDamaged(
            damage.name, f"{part}/{damage.file}", damage.found, damage.expected
        ) from damage


def settings_of(
    raw: bytes, name: str, architecture: str, layout: int, parse: Callable[[Mapping[str, Any]], T]
) -> T:
    """What `parse` makes of the settings in `raw`, which must be of that architecture and layout.

    Raises `ModelDamaged` where they are of another, or `parse` misses something.
    """
    try:
        config = json.loads(raw)
        found = (config["architecture"], config["layout"])
        settings = parse(config)
    except (ValueError, TypeError, KeyError) as problem:
        raise ModelDamaged(
            name, CONFIG, found=repr(problem), expected=f"settings of layout {layout}"
        ) from problem
    if found != (architecture, layout):
        raise ModelDamaged(
            name,
            CONFIG,
            found=f"{found[0]}, layout {found[1]}",
            expected=f"{architecture}, {layout}",
        )
    return settings


def content(folder: Path, file: str, name: str) -> bytes:
    """The content of `file`. Raises `ModelDamaged` (of the model `name`) where it is not read."""
    try:
        return (folder / file).read_bytes()
    except OSError as problem:
        found = problem.strerror or _ABSENT
        raise ModelDamaged(name, file, found=found, expected="a readable file") from problem


def checked(folder: Path, file: str, name: str, files: Mapping[str, str]) -> bytes:
    """As `content`; `files` says which sha256 it must have. Raises `ModelDamaged`."""
    found_content = content(folder, file, name)
    found, expected = hashlib.sha256(found_content).hexdigest(), files.get(file, _ABSENT)
    if found != expected:
        raise ModelDamaged(name, file, found=f"sha256 {found}", expected=f"sha256 {expected}")
    return found_content


def tensors_of(raw: bytes, file: str, name: str) -> dict[str, Any]:
    """The arrays of a safetensors file. Raises `ModelDamaged`."""
    try:
        return load(raw)
    except SafetensorError as problem:
        raise ModelDamaged(
            name, file, found=str(problem), expected="a safetensors file"
        ) from problem


def tokenizer_of(raw: bytes, file: str, name: str, size: int) -> Tokenizer:
    """A tokenizer of `size` pieces. Raises `ModelDamaged`."""
    try:
        tokenizer = Tokenizer.from_buffer(raw)
    except ValueError as problem:
        raise ModelDamaged(
            name, file, found=str(problem), expected="a tokenizer of Hugging Face's format"
        ) from problem
    if tokenizer.get_vocab_size() != size:
        raise ModelDamaged(
            name,
            file,
            found=f"{tokenizer.get_vocab_size()} pieces",
            expected=f"{size}, one for each vector",
        )
    return tokenizer
