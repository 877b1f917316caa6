"""Graded judgments as TREC qrels: `query 0 document grade`, each kept as soon as it is given."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from shutil import copymode
from typing import Protocol


class Judged(Protocol):
    """One judgment."""

    @property
    def query(self) -> str:
        """Who asks."""
        ...

    @property
    def document(self) -> str:
        """The candidate."""
        ...

    @property
    def grade(self) -> int:
        """0 to 3."""
        ...


def qrels_line(judged: Judged) -> str:
    """The line of one judgment, without line end."""
    return f"{judged.query} 0 {judged.document} {judged.grade}"


def append_judgment(path: Path, judged: Judged) -> None:
    """Add the line of `judged` to the file, which is made where there is none.

    The line is handed over in one piece and is on the disk when this returns; where not all of
    it could be written, none of it stays. A last line that lacks its end gets it. Raises OSError.
    """
    with path.open("a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        data = f"{qrels_line(judged)}\n".encode()
        if size:
            file.seek(size - 1)
            data = data if file.read(1) == b"\n" else b"\n" + data
        try:
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            os.fsync(file.fileno())
        except BaseException:
            file.truncate(size)
            raise


def withdraw_judgment(path: Path, judged: Judged) -> None:
    """Take the last line of `judged` out of the file again, which is replaced in one step.

    A file without such a line is left alone. Raises OSError.
    """
    target = path.resolve()
    lines = target.read_bytes().splitlines(keepends=True)
    wanted = qrels_line(judged).encode()
    found = [number for number, line in enumerate(lines) if line.rstrip(b"\r\n") == wanted]
    if not found:
        return
    del lines[found[-1]]
    new = target.with_name(f".new-{os.getpid()}-{target.name}")
    try:
        with new.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        copymode(target, new)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
