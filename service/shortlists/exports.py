"""A board as a file that people or programs take away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote

from matcher.collectivity import Language
from matcher.domains import Vocabulary
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decisions
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow.mark_words import WordMarker
from matcher.writing.briefing import write_briefing
from matcher.writing.contacts import NO_CONTACTS, Contacts
from matcher.writing.page import write_page
from matcher.writing.tables import shortlist_csv, shortlist_json
from matcher.writing.workbook import write_workbook


class Format(StrEnum):
    """What a shortlist can be taken away as; the value is the ending of the file's name."""

    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.HTML: "text/html; charset=utf-8",
}

#: The formats that show which words carry a match.
_MARKED = frozenset({Format.JSON, Format.HTML})
#: In longer lists words are not marked: that would take minutes.
MOST_MARKED = 200

#: Longest name of a file without its ending, in characters; with kanji some 300 bytes are allowed.
_LONGEST = 80
#: What a file's name had better not hold on one system or another.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """As what a shortlist is wanted, in which language, and what may stand in it.

    Contacts stand only in the workbook and the briefing.
    """

    format: Format
    language: Language
    notes: bool = False
    contacts: Contacts = NO_CONTACTS


def export(
    shortlist: Shortlist,
    decisions: Decisions,
    wanted: ExportAsked,
    vocabulary: Vocabulary,
    marker: WordMarker,
) -> bytes:
    """The file. Words are marked where they are shown, so this belongs in a thread.

    Raises ModelError.
    """
    said = decisions if wanted.notes else decisions.without_words
    if wanted.format in _MARKED and len(shortlist.pairings) <= MOST_MARKED:
        shortlist = replace(shortlist, pairings=marker.marked(shortlist.pairings))
    language = wanted.language
    writers: Mapping[Format, Callable[[], bytes]] = {
        Format.XLSX: lambda: write_workbook(shortlist, vocabulary, language, wanted.contacts, said),
        Format.DOCX: lambda: write_briefing(shortlist, vocabulary, language, wanted.contacts, said),
        Format.CSV: lambda: shortlist_csv(shortlist, vocabulary, Speaker(language), said),
        Format.JSON: lambda: shortlist_json(shortlist, said).encode(),
        Format.HTML: lambda: write_page(shortlist, vocabulary, language, said).encode(),
    }
    return writers[wanted.format]()


def file_name(name: str, ending: str) -> str:
    """A name for a file that people can read and every system takes."""
    shown = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", name)).split())
    return f"{shown[:_LONGEST].strip(' .') or 'shortlist'}.{ending}"


def disposition(file: str, *, inline: bool = False) -> str:
    """The Content-Disposition of a file (RFC 6266), its name also for clients that know ASCII
    alone (RFC 8187)."""
    kind = "inline" if inline else "attachment"
    plain = unicodedata.normalize("NFKD", file).encode("ascii", "ignore").decode()
    stem, _, ending = plain.rpartition(".")
    plain = f"{' '.join(stem.split()) or 'shortlist'}.{ending}"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(file, safe='')}"
