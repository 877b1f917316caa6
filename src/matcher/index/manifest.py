"""The manifest of an index: what it is, what made it, and the digest of every file.

It is written last and names the files, so that an index is either whole or not there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.index.codec import CodecError, pack, unpack
from matcher.index.content import EncoderMark, ProfileMark

NAME = "manifest.json"
KIND = "matcher-index"
VERSION = 1


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file of the index: its name, its length in bytes and the SHA-256 of its content."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many participants and passages of each country the index holds."""

    fr: int
    jp: int
    fr_passages: int
    jp_passages: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is. `source` is a digest of the participants and their fiches."""

    matcher: str
    encoder: EncoderMark
    profile: ProfileMark
    counts: Counts
    source: str
    files: Mapping[str, FileMark]

    @property
    def fingerprint(self) -> str:
        """Changes with anything the index holds."""
        return _digest(pack(self))


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as readable JSON, with a digest of itself."""
    body = pack(manifest)
    whole = {"kind": KIND, "version": VERSION, "digest": _digest(body), "index": body}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """What `manifest_bytes` wrote. Raises CodecError where it is altered or of another version."""
    try:
        whole = json.loads(data)
    except ValueError as problem:
        raise CodecError(NAME, str(problem), "JSON") from problem
    if not isinstance(whole, dict) or whole.get("kind") != KIND:
        raise CodecError(NAME, "another kind of file", KIND)
    if whole.get("version") != VERSION:
        raise CodecError(NAME, f"format version {whole.get('version')}", f"version {VERSION}")
    if _digest(whole.get("index")) != whole.get("digest"):
        raise CodecError(NAME, "altered content", "content of its digest")
    return unpack(Manifest, whole["index"], NAME)


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _digest(body: object) -> str:
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode())
