"""Names of the streams in a compound file (OLE): what tells a .doc from an .xls from a mail.

Only the directory is read, after [MS-CFB] sections 2.2 to 2.6.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ENTRY = 128
_NO_ENTRY = 0xFFFFFFFF
_STREAM = 2


def streams(data: bytes) -> dict[str, bytes]:
    """Top-level streams of the file by name, each with its first bytes (at most 512).

    Streams kept in the small-stream area have no bytes here. Storages are listed with b"".
    Raises ValueError where the directory cannot be followed.
    """
    try:
        return _streams(data)
    except struct.error as problem:
        raise ValueError("compound file cut short") from problem


def _streams(data: bytes) -> dict[str, bytes]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("compound file with an impossible sector size")
    size = 1 << shift
    first_directory = struct.unpack_from("<I", data, 48)[0]
    cutoff = struct.unpack_from("<I", data, 56)[0]
    table = _allocation(data, size)
    directory = b"".join(_chain(data, table, first_directory, size))
    if len(directory) < _ENTRY:
        raise ValueError("compound file without a directory")
    found: dict[str, bytes] = {}
    waiting = [struct.unpack_from("<I", directory, 76)[0]]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number == _NO_ENTRY or number in seen or (number + 1) * _ENTRY > len(directory):
            continue
        seen.add(number)
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        left, right = struct.unpack_from("<II", entry, 68)
        waiting += [left, right]
        start, stream_size = struct.unpack_from("<II", entry, 116)
        large = entry[66] == _STREAM and stream_size >= cutoff
        found[name] = _sector(data, start, size)[:512] if large else b""
    return found


def _allocation(data: bytes, size: int) -> list[int]:
    """The sector chain table (FAT), as far as the file reaches."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if following >= _END:
            break
        more = _sector(data, following, size)
        if len(more) < size:
            break
        numbers = struct.unpack(f"<{size // 4}I", more)
        sectors += numbers[:-1]
        following = numbers[-1]
    table: list[int] = []
    for sector in sectors:
        if sector >= _END:
            continue
        part = _sector(data, sector, size)
        table += struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])
        if len(table) * size > len(data) + size * size:
            break
    return table


def _chain(data: bytes, table: list[int], start: int, size: int) -> list[bytes]:
    parts: list[bytes] = []
    visited: set[int] = set()
    while start < _END and start not in visited:
        visited.add(start)
        parts.append(_sector(data, start, size))
        start = table[start] if start < len(table) else _END
    return parts


def _sector(data: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size
    return data[begin : begin + size]
