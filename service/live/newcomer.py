"""A fiche in a request, read and completed as a file of it is."""

from __future__ import annotations

from dataclasses import replace

from matcher.errors import FicheRefused
from matcher.fiche import Fiche
from matcher.gathering import Participant, Similarity, gather
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import take_in_bytes

#: What a fiche in a request is called where a file would have a name.
SOURCE = "fiche.json"


def fiche_in(
    text: str, knowledge: Knowledge, source: str = SOURCE, place: str | None = None
) -> Fiche:
    """The fiche that `text`, a JSON object, says.

    `source` and `place` are the file it is told to come from, and where it stands in it.

    Raises FileRefused where it says nothing that could be read.
    """
    intake = take_in_bytes(text.encode(), SOURCE, knowledge)
    if intake.refusals:
        raise intake.refusals[0]
    return replace(intake.fiches[0], source=source, place=place)


def newcomer(text: str, similarity: Similarity, knowledge: Knowledge) -> Participant:
    """Who filed the fiche that `text`, a JSON object, says, for the time of one answer.

    Raises FileRefused, and FicheRefused: all its reasons.
    """
    gathered = gather([fiche_in(text, knowledge)], similarity, knowledge.gazetteer)
    if gathered.refused:
        raise gathered.refused[0]
    (participant,) = gathered.participants
    if not participant.key_points:
        raise FicheRefused(SOURCE, "no-key-points")
    return participant
