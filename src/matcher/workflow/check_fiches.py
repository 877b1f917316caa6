"""Paths → what to look at in each fiche, and in how they go together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matcher.check import CheckedFiche, CheckedFile, Finding, Kind, Report, findings
from matcher.errors import FileRefused
from matcher.ports import Encoder
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import TakenFile, files_in
from matcher.workflow.take_part import gathered_fiches, gathered_notes


def check_files(paths: Iterable[Path | str], encoder: Encoder, knowledge: Knowledge) -> Report:
    """Read everything under `paths` and look at it.

    The encoder is asked only where one collectivity has fiches in several languages.
    """
    taken = tuple(files_in(paths, knowledge))
    fiches = [fiche for file in taken if isinstance(file, TakenFile) for fiche in file.fiches]
    beside: dict[str, list[Finding]] = defaultdict(list)
    for source, note in gathered_notes(gathered_fiches(fiches, encoder, knowledge)):
        beside[source].append(Finding(Kind.ODD, note))
    return Report(
        tuple(
            file if isinstance(file, FileRefused) else _checked(file, beside, knowledge)
            for file in taken
        )
    )


def _checked(
    file: TakenFile, beside: Mapping[str, Sequence[Finding]], knowledge: Knowledge
) -> CheckedFile:
    return CheckedFile(
        file.source,
        tuple(
            CheckedFiche(
                fiche, findings(fiche, lambda label: bool(knowledge.vocabulary.map(label)))
            )
            for fiche in file.fiches
        ),
        tuple(beside.get(file.source, ())),
    )
