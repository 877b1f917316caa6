"""The file of a backup: JSON lines, compressed; the same whatever database it comes from.

    {"format": "matcher-backup", "version": 1, "schema": "0001", "made_at": …, "tables": {…}}
    ["fiches", "f-0123456789ab", 1, …]
    …
    {"rows": {"fiches": 1, …}, "sha256": …}

The first line names the columns of each table with their kinds, in the order in which rows follow;
the last one tells how many rows there are, and the digest of all lines before it. `zcat` shows it.
Values: text and whole numbers as JSON has them, moments in ISO 8601 with their zone, bytes as
Base64.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from gzip import BadGzipFile, GzipFile
from hashlib import sha256
from pathlib import Path

from matcher.errors import CatalogueUnusable

FORMAT, VERSION = "matcher-backup", 1

#: Of the compression: vectors hardly become smaller, whatever is tried.
_EFFORT = 3
#: The longest line that is read: a fiche has some thousand characters.
_LONGEST = 64 * 2**20
#: Read at a time where nothing is made of it.
_PIECE = 2**20

#: How a value of each kind is written, and read again.
_WRITTEN: Mapping[str, Callable[..., object]] = {
    "text": str,
    "integer": int,
    "moment": datetime.isoformat,
    "bytes": lambda value: base64.b64encode(value).decode("ascii"),
}

#: Column → kind, in order.
Columns = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the first line of a backup tells. `schema` is the version of the tables."""

    schema: str
    made_at: datetime
    tables: Mapping[str, Columns]


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One row of `table`, its values in the order of the columns."""

    table: str
    values: tuple[object, ...]


class BackupWriter:
    """Writes one backup; made by `writing_backup`."""

    def __init__(self, stream: GzipFile, heading: Heading) -> None:
        self._stream = stream
        self._kinds = {table: tuple(each.values()) for table, each in heading.tables.items()}
        self._digest = sha256()
        self.rows = dict.fromkeys(heading.tables, 0)
        self._line(
            {
                "format": FORMAT,
                "version": VERSION,
                "schema": heading.schema,
                "made_at": heading.made_at.isoformat(),
                "tables": {table: dict(each) for table, each in heading.tables.items()},
            }
        )

    def row(self, table: str, values: tuple[object, ...]) -> None:
        """Add one row; tables come in the order of the heading."""
        written = [
            None if value is None else _WRITTEN[kind](value)
            for kind, value in zip(self._kinds[table], values, strict=True)
        ]
        self.rows[table] += 1
        self._line([table, *written])

    def end(self) -> None:
        """Add the last line."""
        self._line({"rows": self.rows, "sha256": self._digest.hexdigest()})

    def _line(self, value: object) -> None:
        line = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._stream.write(line)


@contextmanager
def writing_backup(path: Path, heading: Heading) -> Iterator[BackupWriter]:
    """Write a backup that is there at `path` when the block is left, and not at all otherwise.

    It can be read by its owner alone. Raises OSError.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with GzipFile("", "wb", _EFFORT, raw, mtime=0) as stream:
                writer = BackupWriter(stream, heading)
                yield writer
                writer.end()
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def refuse_other_file(path: Path) -> None:
    """Raises CatalogueUnusable ("no-backup") where the file at `path` is no backup of ours."""
    with path.open("rb") as raw, GzipFile("", "rb", fileobj=raw) as stream:
        BackupReader(stream, path)


class BackupReader:
    """Reads one backup; made by `reading_backup`. `line` is the number of the line being read."""

    def __init__(self, stream: GzipFile, path: Path) -> None:
        """Read the first line. Raises CatalogueUnusable ("no-backup", "backup-newer", or
        "backup-damaged" where a newer one cannot be read to its end)."""
        self._stream = stream
        self._digest = sha256()
        self.line = 0
        try:
            first = json.loads(self._next())
            found = first["format"] == FORMAT and int(first["version"])
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            found = False
        if not found:
            raise CatalogueUnusable(str(path), "no-backup")
        if found > VERSION:
            whole = _is_whole(stream)  # else the number may be what was damaged
            raise (
                CatalogueUnusable(str(path), "backup-newer")
                if whole
                else CatalogueUnusable(str(path), "backup-damaged", {"line": self.line})
            )
        self.heading = _heading(first)

    def rows(self) -> Iterator[BackupRow]:
        """All rows, each as it was written; the last line is checked when they are through.

        Raises what `reading_backup` makes CatalogueUnusable of.
        """
        counts = dict.fromkeys(self.heading.tables, 0)
        order = {table: number for number, table in enumerate(counts)}
        last = 0
        while True:
            digest = self._digest.hexdigest()
            entry = json.loads(self._next())
            if isinstance(entry, dict):
                break
            table, *written = entry
            if order[table] < last:
                raise ValueError("tables out of order")
            last = order[table]
            counts[table] += 1
            kinds = self.heading.tables[table].values()
            yield BackupRow(
                table, tuple(_value(*each) for each in zip(kinds, written, strict=True))
            )
        if entry != {"rows": counts, "sha256": digest} or self._stream.read(1):
            raise ValueError("not what was written")

    def _next(self) -> bytes:
        self.line += 1
        line = self._stream.readline(_LONGEST)
        if not line.endswith(b"\n"):
            raise EOFError
        self._digest.update(line)
        return line


@contextmanager
def reading_backup(path: Path) -> Iterator[BackupReader]:
    """Read a backup. What is wrong with it shows when the last row was read, at the latest.

    Raises OSError where there is no file, CatalogueUnusable ("no-backup", "backup-newer",
    "backup-damaged").
    """
    with path.open("rb") as raw, GzipFile("", "rb", fileobj=raw) as stream:
        reader: BackupReader | None = None
        try:
            reader = BackupReader(stream, path)
            yield reader
        except (BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError) as problem:
            line = 1 if reader is None else reader.line
            raise CatalogueUnusable(str(path), "backup-damaged", {"line": line}) from problem


def check_backup(path: Path) -> Mapping[str, int]:
    """Read a backup from the first byte to the last; how many rows it has of each table.

    Raises as `reading_backup` does.
    """
    with reading_backup(path) as reader:
        counts = dict.fromkeys(reader.heading.tables, 0)
        for row in reader.rows():
            counts[row.table] += 1
    return counts


def _is_whole(stream: GzipFile) -> bool:
    """Whether what is left of a stream agrees with its own checksum."""
    try:
        while stream.read(_PIECE):
            pass
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _heading(first: dict[str, object]) -> Heading:
    tables = first["tables"]
    if not isinstance(tables, dict):
        raise TypeError("tables")
    for columns in tables.values():
        if not set(columns.values()) <= _WRITTEN.keys():
            raise ValueError("a kind that is not known")
    return Heading(
        schema=str(first["schema"]),
        made_at=datetime.fromisoformat(str(first["made_at"])),
        tables=tables,
    )


def _value(kind: str, written: object) -> object:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int if kind == "integer" else str):
        raise TypeError(kind)
    match kind, written:
        case "moment", str():
            return datetime.fromisoformat(written)
        case "bytes", str():
            return base64.b64decode(written, validate=True)
        case _:
            return written
