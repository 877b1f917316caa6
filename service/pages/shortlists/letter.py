"""What is sent to one authority for agreement, in its own language: whom it would meet, and why.

It goes outside: no notes, no scores, no contacts, nothing of what others were proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.gathering import Participant
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.profile import Profile
from matcher.writing.names import Name, name_for, own_language
from matcher.writing.told import PairingTold, PassageTold, SideTold, group_name, in_language, tell


@dataclass(frozen=True, slots=True)
class Proposal:
    """A partner that is proposed: who it is, the two key points that match best, and why.

    `own` and `theirs` are None where the key points have nothing in common that can be shown.
    """

    number: int
    partner: SideTold
    own: PassageTold | None
    theirs: PassageTold | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The page. `meeting`, `place` and `dates` say what it is about, when and where."""

    language: Language
    id: str
    name: Name
    country: str
    meeting: str
    place: str
    dates: str
    proposals: tuple[Proposal, ...]


def letter(
    participant: Participant,
    pairings: Sequence[Pairing],
    profile: Profile,
    vocabulary: Vocabulary,
) -> Letter:
    """The page for `participant`, of those of `pairings` that are its own, best first."""
    speaker = Speaker(own_language(participant.country))
    meeting, language = profile.meeting, speaker.language
    own = [each for each in pairings if participant.id in (each.fr.id, each.jp.id)]
    return Letter(
        language=language,
        id=participant.id,
        name=name_for(participant, language),
        country=speaker.country(participant.country),
        meeting=in_language(meeting.names, language),
        place=in_language(meeting.places, language),
        dates=speaker.dates(meeting.dates),
        proposals=tuple(
            _proposal(each, number, participant.country, profile, vocabulary, speaker)
            for number, each in enumerate(own, start=1)
        ),
    )


def _proposal(
    pairing: Pairing,
    number: int,
    country: Country,
    profile: Profile,
    vocabulary: Vocabulary,
    speaker: Speaker,
) -> Proposal:
    told = tell(pairing, number, profile, vocabulary, speaker)
    match = told.matches[0] if told.matches else None
    sides = (None, None) if match is None else (match.fr, match.jp)
    own, theirs = sides if country is Country.FR else sides[::-1]
    return Proposal(
        number=number,
        partner=told.jp if country is Country.FR else told.fr,
        own=own,
        theirs=theirs,
        reasons=tuple(_reasons(pairing, told, profile, speaker)),
    )


def _reasons(
    pairing: Pairing, told: PairingTold, profile: Profile, speaker: Speaker
) -> Sequence[str]:
    """Why the two, in sentences that bear no figure of the score."""
    reasons = []
    if told.fields:
        fields = speaker.listing(told.fields)
        reasons.append(speaker.say("You both name as your fields: {fields}.", fields=fields))
    ratio = pairing.evidence.population.ratio
    if ratio is not None and "comparable-scale" in pairing.evidence.criteria:
        reasons.append(speaker.say("You are of comparable size."))
    if told.twin:
        reasons.append(speaker.say("You work together already: {how}.", how=told.partnership))
    group = group_name(pairing.working_group, profile, speaker.language)
    if group is not None:
        reasons.append(speaker.say("Working group of the meeting: {group}.", group=group))
    return reasons
