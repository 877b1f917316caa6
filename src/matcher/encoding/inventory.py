"""Which encoders lie on this machine, told from their files: nothing is opened, nothing fetched.

A folder that is damaged is told as such and stops none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from matcher.encoders import EncoderHere, Kind, Origin
from matcher.encoding import folder as convolutional_folder
from matcher.encoding import joined_folder, transformer_folder
from matcher.encoding.joined_folder import parts_of
from matcher.encoding.model_files import CONFIG, content, told_within
from matcher.encoding.models import shipped_folders
from matcher.encoding.own_folder import is_own, own_architecture
from matcher.encoding.sentence_files import (
    MODULES,
    NO_PROMPT,
    digest_of,
    files_that_matter,
    fingerprint,
    read_folder,
)
from matcher.encoding.transformer_folder import VECTORS, dimension_of
from matcher.errors import ModelDamaged, PromptNotTaken

#: An encoder, or why the folder of that name is none.
Found = EncoderHere | ModelDamaged

_KINDS = {
    convolutional_folder.ARCHITECTURE: Kind.CONVOLUTIONAL,
    joined_folder.ARCHITECTURE: Kind.JOINED,
    transformer_folder.ARCHITECTURE: Kind.TRANSFORMER,
}
# More than this is not read for a fingerprint: a list is not to be waited for.
_READ_AT_MOST = 128_000_000
_SHA256 = re.compile("[0-9a-f]{64}")
_CACHED = re.compile(r"models--(\S+?)--([^\s/\\]+)")


def shipped_encoders() -> Iterator[Found]:
    """The encoders that ship, by name."""
    places: dict[str, Path] = {}
    for folder in shipped_folders():
        if folder.is_dir():
            for place in folder.iterdir():
                if place.is_dir() and not place.name.startswith("."):
                    places.setdefault(place.name, place)
    for name, place in sorted(places.items()):
        yield _found(place, name, Origin.SHIPPED)


def cached_encoders() -> Iterator[Found]:
    """The sentence-transformers models in the hub's cache, by name; other models are left out."""
    from huggingface_hub import constants, scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        cache = scan_cache_dir(constants.HF_HUB_CACHE)
    except (CacheNotFound, ValueError, OSError):
        return
    for repo in sorted(cache.repos, key=lambda repo: repo.repo_id):
        main = repo.refs.get("main")  # what a name without revision means
        if repo.repo_type == "model" and main and (main.snapshot_path / MODULES).is_file():
            yield _found(main.snapshot_path, repo.repo_id, Origin.CACHE)
    for warning in cache.warnings:
        if named := _CACHED.search(str(warning)):
            yield ModelDamaged(
                f"{named[1]}/{named[2]}", named[0], str(warning), "a model of the hub's cache"
            )


def describe(folder: Path, name: str, origin: Origin, prompt: str | None = None) -> EncoderHere:
    """What the files in `folder` tell of the encoder called `name`.

    `prompt` as `matcher.encoding.models.open_encoder` takes it. Raises ModelDamaged,
    PromptNotTaken.
    """
    try:
        if is_own(folder):
            if prompt is not None and prompt not in NO_PROMPT:
                raise PromptNotTaken(name, prompt)
            return _own(folder, name, origin)
        if not (folder / MODULES).is_file() and (folder / CONFIG).is_file():
            raise ModelDamaged(
                name, CONFIG, "of no known kind", f"an encoder of matcher, or {MODULES}"
            )
        return _sentence(folder, name, origin, prompt)
    except OSError as problem:
        file = problem.filename or str(folder)
        raise ModelDamaged(name, file, problem.strerror or "", "a readable file") from problem


def _found(folder: Path, name: str, origin: Origin) -> Found:
    try:
        return describe(folder, name, origin)
    except ModelDamaged as problem:
        return problem


def _own(folder: Path, name: str, origin: Origin) -> EncoderHere:
    kind = _KINDS[own_architecture(folder, name)]
    dimension = _dimension_of_whole(folder, name)
    # As all that opens them does: the settings name the content of all other files.
    mark = hashlib.sha256(content(folder, CONFIG, name)).hexdigest()
    return EncoderHere(name, kind, origin, folder, _size(folder), dimension, mark)


def _dimension_of_whole(folder: Path, name: str) -> int:
    """Length of a vector of an encoder of ours whose files are all what its settings say."""
    kind = _KINDS[own_architecture(folder, name)]
    if kind is Kind.JOINED:
        return sum(_dimension_of_part(folder, part, name) for part in parts_of(folder, name))
    config = json.loads(content(folder, CONFIG, name))
    try:
        files = dict(config["files"])
        told = int(config["dimension"]) if kind is Kind.CONVOLUTIONAL else None
    except (ValueError, TypeError, KeyError) as problem:
        raise ModelDamaged(name, CONFIG, repr(problem), "settings of the encoder") from problem
    for file, expected in files.items():
        if not (folder / file).is_file():
            raise ModelDamaged(name, file, "nothing", f"sha256 {expected}")
        if (found := digest_of(folder / file)) != expected:
            raise ModelDamaged(name, file, f"sha256 {found}", f"sha256 {expected}")
    # A transformer's settings do not tell it, but the vectors of its pieces do.
    return told if told is not None else dimension_of(content(folder, VECTORS, name), name)


def _dimension_of_part(folder: Path, part: str, name: str) -> int:
    with told_within(part):
        return _dimension_of_whole(folder / part, name)


def _sentence(folder: Path, name: str, origin: Origin, prompt: str | None) -> EncoderHere:
    files = read_folder(folder, name)
    making = files.making(files.prompt(prompt))
    known = _digest_in_cache if origin is Origin.CACHE else _digest_unknown
    unread = sum(file.stat().st_size for file in files_that_matter(folder) if known(file) is None)
    mark = None
    if unread <= _READ_AT_MOST:
        mark = fingerprint(folder, making.prompt, lambda file: known(file) or digest_of(file))
    return EncoderHere(
        name,
        Kind.SENTENCE_TRANSFORMERS,
        origin,
        folder,
        _size(folder),
        files.dimension,
        mark,
        making,
    )


def _digest_unknown(file: Path) -> str | None:
    return None


def _digest_in_cache(file: Path) -> str | None:
    """The sha256 by which the hub's cache names large files; small ones have another name."""
    name = file.readlink().name if file.is_symlink() else ""
    return name if _SHA256.fullmatch(name) else None


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
