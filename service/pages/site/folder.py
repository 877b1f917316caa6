"""A folder of files that is there as a whole or not at all, and takes nothing else's place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from matcher.errors import SitePlaceTaken

#: Says that a folder is a site of ours, so that it may be replaced.
MARK = ".matcher-site"


def write_folder(place: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write `files` (paths with slashes, contents) as the folder `place`; gives their number.

    They are written beside it first; then the new folder takes the place of the old one, so that
    a run that breaks leaves what was there. Raises SitePlaceTaken where something else stands
    there, OSError.
    """
    place = place.resolve()
    refuse_foreign(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new-{os.getpid()}")
    try:
        count = _fill(new, files)
        _put_in_place(new, place)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return count


def refuse_foreign(place: Path) -> None:
    """Refuse a place where something stands that is no site of ours.

    Raises SitePlaceTaken with what was found there.
    """
    if not place.exists():
        return
    if not place.is_dir():
        raise SitePlaceTaken(str(place), place.name)
    found = sorted(each.name for each in place.iterdir())
    if not found:
        return
    if MARK not in found:
        raise SitePlaceTaken(str(place), found[0])
    ours = set((place / MARK).read_text(encoding="utf-8").splitlines())
    for each in sorted(place.rglob("*")):
        name = each.relative_to(place).as_posix()
        if name != MARK and not each.is_dir() and name not in ours:
            raise SitePlaceTaken(str(place), name)


def _fill(new: Path, files: Iterable[tuple[str, bytes]]) -> int:
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    names = []
    for name, content in files:
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        names.append(name)
    (new / MARK).write_text("\n".join(names) + "\n", encoding="utf-8")
    return len(names)


def _put_in_place(new: Path, place: Path) -> None:
    if not place.exists():
        new.rename(place)
        return
    old = place.with_name(f".{place.name}.old-{os.getpid()}")
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
