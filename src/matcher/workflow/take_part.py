"""Paths → who takes part: fiches taken in and gathered by collectivity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Language
from matcher.errors import (
    FicheRefused,
    FileRefused,
    IdentityConflict,
    InputError,
    NothingToMatch,
)
from matcher.fiche import Fiche, Note
from matcher.gathering import Gathered, Participant, gather
from matcher.ports import Encoder
from matcher.reading.language import language_of
from matcher.workflow.language_means import means
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import take_in


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part, and what a reader should know of how the fiches were read.

    `refusals` are files that were not read; `rejected` are fiches that were, and cannot take
    part. `notes` are facts about fiches, each with the file it was read from.
    """

    participants: tuple[Participant, ...]
    refusals: tuple[FileRefused, ...] = ()
    rejected: tuple[FicheRefused | IdentityConflict, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()

    @property
    def problems(self) -> tuple[InputError, ...]:
        """Everything that was left out, files before fiches."""
        return (*self.refusals, *self.rejected)

    def refuse_nobody(self, source: str) -> None:
        """Raises NothingToMatch where nobody takes part; `source` is what was asked for."""
        if not self.participants:
            raise NothingToMatch("no-fiches" if self.problems else "no-files", source)

    def refuse_one_country(self, source: str) -> None:
        """Raises NothingToMatch where nobody takes part, or nobody of one of the countries."""
        self.refuse_nobody(source)
        found = {participant.country for participant in self.participants}
        if len(found) == 1:
            raise NothingToMatch("one-country", source, found.pop())


def take_part(paths: Iterable[Path | str], encoder: Encoder, knowledge: Knowledge) -> Party:
    """Everybody whose fiches lie under `paths`.

    The encoder is asked only where one collectivity has fiches in several languages: one may be
    the translation of the other.
    """
    intake = take_in(paths, knowledge)
    gathered = gathered_fiches(intake.fiches, encoder, knowledge)
    return Party(
        participants=gathered.participants,
        refusals=intake.refusals,
        rejected=(*gathered.refused, *gathered.conflicts),
        notes=(
            *((fiche.source, note) for fiche in intake.fiches for note in fiche.notes),
            *gathered_notes(gathered),
        ),
    )


def gathered_fiches(fiches: Sequence[Fiche], encoder: Encoder, knowledge: Knowledge) -> Gathered:
    """Fiches by collectivity: versions, translations, further fiches."""

    def similarity(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
        taken_out = means(encoder, knowledge.vocabulary).passages
        ours, theirs = (
            taken_out.taken_out(encoder.encode(texts), [_language(text) for text in texts])
            for texts in (one, other)
        )
        cosines: NDArray[np.float32] = ours @ theirs.T
        return cosines

    return gather(fiches, similarity, knowledge.gazetteer)


def _language(text: str) -> Language:
    return language_of(text, None) or Language.FR


def gathered_notes(gathered: Gathered) -> Iterator[tuple[str, Note]]:
    """What stood out when fiches were gathered, each with the file concerned.

    Fiches that cannot take part are told as notes, too: "fiche-no-name", "fiche-no-country"
    {place} and "id-of-several-authorities" {id, names}.
    """
    yield from gathered.notes
    for refused in gathered.refused:
        yield refused.source, Note(f"fiche-{refused.reason}", "name", refused.details)
    for conflict in gathered.conflicts:
        details = {"id": conflict.id, "names": conflict.names}
        for source in conflict.sources:
            yield source, Note("id-of-several-authorities", "id", details)
