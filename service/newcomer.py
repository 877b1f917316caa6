"""A fiche that is in no index → a participant, for the time of one answer."""

from __future__ import annotations

from matcher.errors import FicheRefused
from matcher.gathering import Participant
from matcher.ports import Encoder
from matcher.workflow.opening import Knowledge
from matcher.workflow.take_in import take_in_bytes
from matcher.workflow.take_part import gathered_fiches

#: What a fiche in a request is called where a file would have a name.
SOURCE = "fiche.json"


def newcomer(text: str, encoder: Encoder, knowledge: Knowledge) -> Participant:
    """Who filed the fiche that `text`, a JSON object, says: read and completed as a file is.

    Raises FileRefused, and FicheRefused ("no-name", "no-key-points").
    """
    intake = take_in_bytes(text.encode(), SOURCE, knowledge)
    if intake.refusals:
        raise intake.refusals[0]
    gathered = gathered_fiches(intake.fiches, encoder, knowledge)
    if gathered.refused:
        raise gathered.refused[0]
    (participant,) = gathered.participants
    if not participant.key_points:
        raise FicheRefused(SOURCE, "no-key-points")
    return participant
