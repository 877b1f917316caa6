"""A shortlist → its five files, none of them half written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.shortlist.shortlist import Shortlist
from matcher.writing.briefing import write_briefing
from matcher.writing.contacts import NO_CONTACTS, Contacts
from matcher.writing.page import write_page
from matcher.writing.tables import shortlist_csv, shortlist_json
from matcher.writing.workbook import write_workbook

NAMES = ("shortlist.html", "shortlist.xlsx", "shortlist.docx", "shortlist.csv", "shortlist.json")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file of the shortlist, ready to be written."""

    name: str
    data: bytes


def render(
    shortlist: Shortlist,
    vocabulary: Vocabulary,
    language: Language,
    contacts: Contacts = NO_CONTACTS,
) -> tuple[Rendered, ...]:
    """The five files in the order of `NAMES`; contacts only in workbook and briefing, and there
    only where they are handed over."""
    contents = (
        write_page(shortlist, vocabulary, language).encode("utf-8"),
        write_workbook(shortlist, vocabulary, language, contacts),
        write_briefing(shortlist, vocabulary, language, contacts),
        shortlist_csv(shortlist, vocabulary, Speaker(language)),
        shortlist_json(shortlist).encode("utf-8"),
    )
    return tuple(Rendered(name, data) for name, data in zip(NAMES, contents, strict=True))


def write_files(files: tuple[Rendered, ...], folder: Path) -> tuple[Path, ...]:
    """Write `files` into `folder`; files of the same name are replaced, others left alone.

    All are written beside their place first and moved together, so that a full disk leaves the
    earlier ones whole. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = [folder / f".new-{os.getpid()}-{file.name}" for file in files]
    try:
        for path, file in zip(beside, files, strict=True):
            path.write_bytes(file.data)
        targets = tuple(folder / file.name for file in files)
        for path, target in zip(beside, targets, strict=True):
            path.replace(target)
    finally:
        for path in beside:
            path.unlink(missing_ok=True)
    return targets
