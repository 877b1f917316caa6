"""Paths → what takes part: fiches understood and completed, files refused, things to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import FileRefused
from matcher.fiche import Fiche
from matcher.gazetteer.complete import complete
from matcher.reading.filled import FilledForm, ReadFile
from matcher.reading.folder import documents
from matcher.reading.form import fiche_of
from matcher.reading.segment import segment
from matcher.reading.source import Outcome, read_bytes
from matcher.workflow.opening import Knowledge


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file, understood. `fiches` holds at least one."""

    source: str
    fiches: tuple[Fiche, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """All fiches and refusals of some paths, in the order they were met."""

    fiches: tuple[Fiche, ...]
    refusals: tuple[FileRefused, ...]


def take_in(paths: Iterable[Path | str], knowledge: Knowledge) -> Intake:
    """Everything that can be read under `paths`; one bad file never stops the others.

    Sources are told from the folder given downwards: what is written from them goes to others,
    whom the folders of this machine do not concern.
    """
    given = tuple(paths)
    fiches: list[Fiche] = []
    refusals: list[FileRefused] = []
    for outcome in files_in(given, knowledge):
        source = _below(outcome.source, given)
        if isinstance(outcome, FileRefused):
            refusals.append(FileRefused(source, outcome.reason, outcome.details))
        else:
            fiches.extend(replace(fiche, source=source) for fiche in outcome.fiches)
    return Intake(tuple(fiches), tuple(refusals))


def _below(source: str, given: Iterable[Path | str]) -> str:
    """`source` as seen from the folder it was given by, or from the folder of the file given."""
    path = Path(source)
    for each in map(Path, given):
        folder = each if each.is_dir() else each.parent
        if path != folder and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return source


def files_in(
    paths: Iterable[Path | str], knowledge: Knowledge
) -> Iterator[TakenFile | FileRefused]:
    """What each file under `paths` gives, one after the other."""
    for outcome in documents(paths):
        yield understood(outcome, knowledge)


def take_in_bytes(data: bytes, source: str, knowledge: Knowledge) -> Intake:
    """What an upload named `source` gives."""
    found = [understood(outcome, knowledge) for outcome in read_bytes(data, source)]
    return Intake(
        tuple(fiche for each in found if isinstance(each, TakenFile) for fiche in each.fiches),
        tuple(each for each in found if isinstance(each, FileRefused)),
    )


def understood(outcome: Outcome, knowledge: Knowledge) -> TakenFile | FileRefused:
    """The fiches of one file, completed from the registers and the vocabulary."""
    if isinstance(outcome, FileRefused):
        return outcome
    forms = _forms(outcome)
    if not forms:
        return FileRefused(outcome.source, "no-fiche-inside")
    return TakenFile(outcome.source, tuple(_completed(form, knowledge) for form in forms))


def _forms(file: ReadFile) -> tuple[FilledForm, ...]:
    return tuple(
        form
        for part in file.parts
        for form in ((part,) if isinstance(part, FilledForm) else segment(part))
    )


def _completed(form: FilledForm, knowledge: Knowledge) -> Fiche:
    fiche = fiche_of(form, is_known=knowledge.vocabulary.is_known)
    return complete(fiche, knowledge.gazetteer, knowledge.vocabulary)
