"""A zip file opened with care: sizes bounded while unpacking, never trusting what it declares."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from matcher.errors import FileRefused
from matcher.reading import limits

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
#: What `zipfile` raises for a damaged file, by its own account and by its helpers'.
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked; shared by an archive and the files inside it."""

    left: int = limits.EXPANDED_BYTES


@dataclass(slots=True)
class Package:
    """The members of one zip file, read on demand."""

    source: str
    archive: zipfile.ZipFile
    budget: Budget
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def read(self, name: str, limit: int = limits.PART_BYTES) -> bytes:
        """The content of member `name`.

        Raises `FileRefused`: "expands-too-much", "encrypted" or "damaged" (also where there is
        no such member).
        """
        info = self.members.get(name)
        if info is None:
            raise FileRefused(self.source, "damaged", {"part": name})
        return self.unpacked(info, limit)

    def unpacked(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """The content of the member `info`, at most `limit` bytes of it; raises as `read`."""
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused(self.source, "encrypted")
        parts: list[bytes] = []
        size = 0
        try:
            with self.archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self.budget.left -= len(chunk)
                    if size > limit or self.budget.left < 0 or _bomb(size, info.compress_size):
                        raise self._too_much()
                    parts.append(chunk)
        except _FAULTS as problem:
            raise FileRefused(self.source, "damaged", {"part": info.filename}) from problem
        return b"".join(parts)

    def _too_much(self) -> FileRefused:
        return FileRefused(
            self.source,
            "expands-too-much",
            {"limit_mb": limits.EXPANDED_BYTES // limits.MEBIBYTE},
        )


def opened(data: bytes, source: str, budget: Budget | None = None) -> Package:
    """Open zip `data` after checking what it declares.

    Raises `FileRefused` ("damaged", "expands-too-much").
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as problem:
        raise FileRefused(source, "damaged") from problem
    infos = archive.infolist()
    package = Package(source, archive, budget or Budget(), {i.filename: i for i in infos})
    if sum(info.file_size for info in infos) > package.budget.left:
        raise package._too_much()
    if any(_bomb(info.file_size, info.compress_size) for info in infos):
        raise package._too_much()
    return package


def _bomb(expanded: int, packed: int) -> bool:
    return expanded > limits.RATIO_FLOOR_BYTES and expanded > limits.RATIO * max(packed, 1)
