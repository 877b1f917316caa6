"""Files and folders → what each file gives; one bad file never stops the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.archive import is_clutter
from matcher.reading.source import Outcome, read_path, shown


def documents(paths: Iterable[Path | str]) -> Iterator[Outcome]:
    """What every file under `paths` gives, in the order given, folders in the order of names.

    Clutter (hidden files, `~$…`, Thumbs.db …) is passed over, unless it is named itself. A file
    met twice is read once.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _folder(path, seen)
        elif _is_new(path, seen):
            yield from read_path(path)


def _folder(folder: Path, seen: set[Path]) -> Iterator[Outcome]:
    count = 0
    for path in _files(folder, set()):
        if isinstance(path, FileRefused):
            yield path
            continue
        count += 1
        if count > limits.FOLDER_FILES:
            details = {"limit": limits.FOLDER_FILES}
            yield FileRefused(shown(folder), "too-many-files", details)
            return
        if _is_new(path, seen):
            yield from read_path(path)


def _files(folder: Path, above: set[Path]) -> Iterator[Path | FileRefused]:
    """Files below `folder`, the same order on every system; links back up are not followed."""
    try:
        here = folder.resolve()
        entries = sorted(folder.iterdir(), key=_order)
    except OSError as problem:
        yield FileRefused(shown(folder), "not-readable", {"found": problem.strerror or ""})
        return
    if here in above:
        return
    names = {entry.name for entry in entries}
    if "manifest.json" in names and any(name.endswith(".faiss") for name in names):
        return
    own = _SHORTLIST if names >= _SHORTLIST else frozenset()
    for entry in entries:
        if is_clutter(entry.name) or entry.name in own:
            continue
        if entry.is_dir():
            yield from _files(entry, above | {here})
        elif entry.is_file() or entry.is_symlink():
            yield entry


#: What the program itself writes is no fiche: the five files of a shortlist, an index directory.
_SHORTLIST = frozenset(f"shortlist.{kind}" for kind in ("html", "xlsx", "docx", "csv", "json"))


def _order(path: Path) -> tuple[str, str]:
    # macOS hands out decomposed names, others composed ones.
    name = unicodedata.normalize("NFC", path.name)
    return (name.casefold(), name)


def _is_new(path: Path, seen: set[Path]) -> bool:
    try:
        real = path.resolve()
    except (OSError, RuntimeError):
        return True
    if real in seen:
        return False
    seen.add(real)
    return True
