"""What a person wishes for a shortlist → constraints, in ids."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from matcher.gathering import Participant
from matcher.profile import Profile
from matcher.reading.wishes import Wishes, read_wishes, resolved
from matcher.shortlist.constraints import Constraints, TwinRule
from matcher.workflow.find_participant import find_participant

_ASKED = "Asked for when the shortlist was made."


def with_limits(profile: Profile, meetings_each: int | None, floor: float | None) -> Profile:
    """`profile` with what was asked for in its place; None leaves a value as it is."""
    if meetings_each is None and floor is None:
        return profile
    changed = f"{profile.fingerprint} {meetings_each} {floor}"
    return replace(
        profile,
        meetings_each=profile.meetings_each if meetings_each is None else meetings_each,
        floor=profile.floor if floor is None else floor,
        floor_reason=profile.floor_reason if floor is None else _ASKED,
        fingerprint=hashlib.sha256(changed.encode()).hexdigest(),
    )


def constraints_of(
    profile: Profile, file: Path | None, twins: TwinRule, participants: Sequence[Participant]
) -> Constraints:
    """The constraints of the profile, and the pins, vetoes and limits in `file`.

    Raises FileRefused or DataFileError where the file cannot be used.
    """
    wishes = Wishes()
    if file is not None:
        wishes = resolved(read_wishes(file), lambda name: find_participant(name, participants))
    return Constraints(
        meetings_each=profile.meetings_each,
        floor=profile.floor,
        pins=wishes.pins,
        vetoes=wishes.vetoes,
        meetings=wishes.meetings,
        twins=twins,
    )
