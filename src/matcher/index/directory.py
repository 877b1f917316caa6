"""One directory that holds an index: written so that it is whole or not there, read with checks.

Data files bear a piece of their digest in their names and are never changed; the manifest names
those that count and is replaced in one step. An interrupted write leaves the old index as it
was, a reader never sees half a new one, and what an earlier write left behind is removed by the
next.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from matcher.collectivity import Country
from matcher.errors import (
    Difference,
    IndexDamaged,
    IndexNotFound,
    IndexOfOtherEncoder,
    IndexPlaceTaken,
)
from matcher.index import manifest as manifests
from matcher.index.catalogue import catalogue_bytes, read_catalogue
from matcher.index.codec import CodecError
from matcher.index.columns import columns_bytes, means_of, read_columns, side_of
from matcher.index.content import Content, EncoderMark
from matcher.index.manifest import Counts, FileMark, Manifest, manifest_bytes, read_manifest, sha256
from matcher.index.nearest import (
    NearestPassages,
    flat_index,
    index_bytes,
    index_vectors,
    read_index,
)

_CATALOGUE, _COLUMNS, _FR, _JP = "catalogue", "columns", "fr-passages", "jp-passages"
_SUFFIX = {_CATALOGUE: "jsonl", _COLUMNS: "npz", _FR: "faiss", _JP: "faiss"}
_OURS = re.compile(
    rf"(?:{'|'.join(_SUFFIX)})\.[0-9a-f]{{12}}\.(?:jsonl|npz|faiss)|\.new-[^/]*|"
    + re.escape(manifests.NAME)
)


@dataclass(frozen=True, slots=True, eq=False)
class OpenIndex:
    """An index as read: its manifest, its content, and the search among the passages."""

    path: Path
    manifest: Manifest
    content: Content
    fr_search: NearestPassages
    jp_search: NearestPassages

    def search(self, country: Country) -> NearestPassages:
        """The search among the passages of `country`."""
        return self.fr_search if country is Country.FR else self.jp_search

    def refuse_other(self, encoder: EncoderMark) -> None:
        """Vectors of two encoders say nothing about each other. Raises IndexOfOtherEncoder."""
        _refuse_other(self.path, self.manifest.encoder, encoder)


def write_index(content: Content, path: Path) -> Manifest:
    """Write `content` to the directory `path`, replacing an index that stands there.

    Raises IndexPlaceTaken where something else stands there.
    """
    _refuse_foreign(path)
    path.mkdir(parents=True, exist_ok=True)
    catalogue = catalogue_bytes(content.fr.participants, content.jp.participants)
    data = {
        _CATALOGUE: catalogue,
        _COLUMNS: columns_bytes(content),
        _FR: index_bytes(flat_index(content.fr.passage_texts.vectors)),
        _JP: index_bytes(flat_index(content.jp.passage_texts.vectors)),
    }
    files = {}
    for name, written in data.items():
        digest = sha256(written)
        files[name] = FileMark(f"{name}.{digest[:12]}.{_SUFFIX[name]}", len(written), digest)
        _put(path / files[name].name, written)
    manifest = Manifest(
        matcher=metadata.version("matcher"),
        encoder=content.encoder,
        profile=content.profile,
        counts=Counts(
            fr=len(content.fr),
            jp=len(content.jp),
            fr_passages=len(content.fr.passages),
            jp_passages=len(content.jp.passages),
        ),
        source=sha256(catalogue),
        files=files,
    )
    _put(path / manifests.NAME, manifest_bytes(manifest))
    _remove_leftovers(path, {mark.name for mark in files.values()} | {manifests.NAME})
    return manifest


def open_index(path: Path, encoder: EncoderMark | None = None) -> OpenIndex:
    """Read the index in the directory `path`, every byte checked.

    Where `encoder` is given, the index must be of that encoder. Raises IndexNotFound,
    IndexDamaged, IndexOfOtherEncoder.
    """
    manifest = index_manifest(path)
    if encoder is not None:
        _refuse_other(path, manifest.encoder, encoder)
    try:
        data = {name: _checked(path, manifest.files[name]) for name in _SUFFIX}
    except IndexDamaged:
        if index_manifest(path).files == manifest.files:
            raise
        # Replaced between the manifest and its files: the new one is whole.
        return open_index(path, encoder)
    return _index(path, manifest, data)


def index_manifest(path: Path) -> Manifest:
    """What the index in `path` says of itself. Raises IndexNotFound, IndexDamaged."""
    try:
        data = (path / manifests.NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexNotFound(str(path)) from None
    except OSError as problem:
        found = problem.strerror or ""
        raise IndexDamaged(str(path), manifests.NAME, found, "a readable file") from problem
    try:
        manifest = read_manifest(data)
    except CodecError as problem:
        raise IndexDamaged(str(path), manifests.NAME, problem.found, problem.expected) from problem
    missing = sorted(set(_SUFFIX) - set(manifest.files))
    if missing:
        raise IndexDamaged(str(path), manifests.NAME, "no name", missing[0])
    return manifest


def _index(path: Path, manifest: Manifest, data: Mapping[str, bytes]) -> OpenIndex:
    name = ""
    try:
        name = _CATALOGUE
        catalogue = read_catalogue(data[name])
        name = _FR
        fr_index = read_index(data[name])
        name = _JP
        jp_index = read_index(data[name])
        name = _COLUMNS
        arrays = read_columns(data[name])
        fr = side_of(Country.FR, catalogue.fr, index_vectors(fr_index), arrays)
        jp = side_of(Country.JP, catalogue.jp, index_vectors(jp_index), arrays)
    except CodecError as problem:
        file = manifest.files[name].name
        raise IndexDamaged(
            str(path), file, f"{problem.place}: {problem.found}", problem.expected
        ) from problem
    except ValueError as problem:
        file = manifest.files[name].name
        raise IndexDamaged(str(path), file, str(problem), "an index of vectors") from problem
    return OpenIndex(
        path=path,
        manifest=manifest,
        content=Content(
            fr=fr,
            jp=jp,
            passage_means=means_of("passages", arrays),
            label_means=means_of("labels", arrays),
            encoder=manifest.encoder,
            profile=manifest.profile,
        ),
        fr_search=NearestPassages(fr_index),
        jp_search=NearestPassages(jp_index),
    )


def _checked(path: Path, mark: FileMark) -> bytes:
    try:
        data = (path / mark.name).read_bytes()
    except FileNotFoundError:
        raise IndexDamaged(str(path), mark.name, "no file", f"{mark.bytes} bytes") from None
    except OSError as problem:
        found = problem.strerror or ""
        raise IndexDamaged(str(path), mark.name, found, "a readable file") from problem
    if len(data) != mark.bytes:
        raise IndexDamaged(str(path), mark.name, f"{len(data)} bytes", f"{mark.bytes} bytes")
    if sha256(data) != mark.sha256:
        raise IndexDamaged(str(path), mark.name, "altered content", "content of its digest")
    return data


def _refuse_foreign(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise IndexPlaceTaken(str(path), path.name)
    foreign = sorted(entry.name for entry in path.iterdir() if not _OURS.fullmatch(entry.name))
    if foreign:
        raise IndexPlaceTaken(str(path), foreign[0])
    try:
        index_manifest(path)
    except IndexNotFound:
        return  # empty, or what an interrupted first write left
    except IndexDamaged as problem:
        if problem.found == "another kind of file":
            raise IndexPlaceTaken(str(path), manifests.NAME) from None


def _put(target: Path, data: bytes) -> None:
    """Write `data` beside `target` and move it there when it is safely on the disk."""
    new = target.with_name(f".new-{os.getpid()}-{target.name}")
    try:
        with new.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Make a rename in `folder` last; not possible, nor needed, on Windows."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(path: Path, kept: set[str]) -> None:
    for entry in path.iterdir():
        if entry.name not in kept and _OURS.fullmatch(entry.name):
            try:
                entry.unlink()
            except OSError:
                continue  # still open elsewhere on Windows; the next write removes it


def _refuse_other(path: Path, found: EncoderMark, expected: EncoderMark) -> None:
    if expected.fingerprint != found.fingerprint:
        raise IndexOfOtherEncoder(
            str(path), _named(found), _named(expected), _differences(found, expected)
        )


def _differences(found: EncoderMark, expected: EncoderMark) -> tuple[Difference, ...]:
    """What differs beside the name, as far as both marks tell it."""
    ours, theirs = found.making, expected.making
    pairs = {
        "dimension": (str(found.dimension), str(expected.dimension)),
        "prompt": (ours.prompt, theirs.prompt),
        "pooling": (ours.pooling, theirs.pooling),
    }
    told = tuple(Difference(what, *pair) for what, pair in pairs.items() if pair[0] != pair[1])
    if found.name != expected.name:
        # Of two models, only what may have been asked for says more than their names.
        return tuple(each for each in told if each.what != "pooling")
    if told:
        return told
    return (Difference("files", found.fingerprint[:12], expected.fingerprint[:12]),)


def _named(encoder: EncoderMark) -> str:
    return f"{encoder.name} ({encoder.fingerprint[:12]})"
