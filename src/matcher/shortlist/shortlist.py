"""What a meeting is offered: the chosen pairings, who is left over and why, how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.errors import FileRefused
from matcher.fiche import Note
from matcher.gathering import Participant
from matcher.matching.calibration import Withheld
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.shortlist.fairness import GaveUp


@dataclass(frozen=True, slots=True)
class UnservedParticipant:
    """A participant without any meeting. `why` is a code, `details` the facts of its sentence."""

    participant: Participant
    why: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """The proposal for one meeting, complete: every output is written from this and nothing else.

    `pairings` are best first. `participants` are all of both countries, served or not.
    `objective`, `bound`, `price_of_fairness`, `served` and `worst_off` are those of
    `matcher.shortlist.assignment.Assignment`; totals count what the pairs score over the floor.
    `pins` and `vetoes` count the hard wishes. `refusals` are the files not taken, `notes` the
    facts about fiches, each with the file it was read from. `index_fingerprint` tells the
    content of the embeddings that were compared, "" where none was kept. `gave_up` says, for
    each pairing in order, what either side gave up for the list. `probability_withheld` says why
    no pairing has a probability, None where they have.
    """

    profile: Profile
    pairings: tuple[Pairing, ...]
    unserved: tuple[UnservedParticipant, ...]
    participants: tuple[Participant, ...]
    objective: float
    bound: float
    price_of_fairness: float
    served: int
    worst_off: float | None
    probability_withheld: Withheld | None
    pins: int = 0
    vetoes: int = 0
    refusals: tuple[FileRefused, ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()
    encoder_name: str = ""
    index_fingerprint: str = ""
    gave_up: tuple[GaveUp, ...] = ()
