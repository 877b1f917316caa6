"""What to look at in fiches: a table for a terminal, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from matcher.check import CheckedFile, Finding, Kind, Report
from matcher.i18n.messages import field, note
from matcher.i18n.sentences import Speaker
from matcher.writing.fiche_json import finding_dict

Json = dict[str, object]


def checked_table(file: CheckedFile, speaker: Speaker) -> str:
    """The fiches of a file as a table: name, what kind of finding, the finding."""
    rows = list(_rows(file, speaker))
    widths = [max(width_of(row[k]) for row in rows) for k in (0, 1)]
    lines = [
        "  ".join([_padded(row.name, widths[0]), _padded(row.kind, widths[1]), row.text]).rstrip()
        for row in rows
    ]
    return "\n".join([file.source, *(f"  {line}" for line in lines)])


def checked_dict(file: CheckedFile, speaker: Speaker) -> Json:
    """The same for programs."""
    return {
        "source": file.source,
        "fiches": [
            {
                "place": each.fiche.place,
                "name": each.fiche.name.value,
                "findings": [finding_dict(one, speaker) for one in each.findings],
            }
            for each in file.fiches
        ],
        "findings": [finding_dict(one, speaker) for one in file.beside],
    }


def summary_text(report: Report, speaker: Speaker) -> str:
    """How much was read and how much wants looking at."""
    return speaker.say(
        "Fiches read: {fiches}. Files not read: {refused}. Things to look at: {findings}.",
        fiches=report.fiches,
        refused=report.refused,
        findings=report.findings,
    )


class _Row(NamedTuple):
    name: str
    kind: str
    text: str


def _rows(file: CheckedFile, speaker: Speaker) -> Iterator[_Row]:
    for each in file.fiches:
        name = each.fiche.name.value or speaker.say("not known")
        if not each.findings:
            yield _Row(name, "", speaker.say("nothing to look at"))
        yield from _named(name, each.findings, speaker)
    yield from _named("", file.beside, speaker)


def _named(name: str, findings: Sequence[Finding], speaker: Speaker) -> Iterator[_Row]:
    """A row a finding; the name stands in the first."""
    for number, finding in enumerate(findings):
        shown = "" if number else name
        yield _Row(shown, _kind(finding.kind, speaker), _finding(finding, speaker))


def width_of(text: str) -> int:
    """Columns that `text` takes in a terminal: two for a wide character, none for a mark."""
    return sum(
        0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _kind(kind: Kind, speaker: Speaker) -> str:
    match kind:
        case Kind.MISSING:
            return speaker.say("missing")
        case Kind.GUESSED:
            return speaker.say("guessed")
        case Kind.ODD:
            return speaker.say("odd")


def _finding(finding: Finding, speaker: Speaker) -> str:
    if finding.note.code == "field-missing":
        return field(finding.note.field, speaker)
    return note(finding.note, speaker)
