"""How a shortlist was made, in words: the same lines on the page and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.i18n.terms import part_label
from matcher.matching.calibration import Withheld
from matcher.profile import Profile
from matcher.shortlist.shortlist import Shortlist, UnservedParticipant
from matcher.writing.contacts import without_addresses
from matcher.writing.names import Name, name_for


@dataclass(frozen=True, slots=True)
class Line:
    """A fact about the making: what it is, its value, and what it means."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A weight of the profile with its reason."""

    label: str
    value: float
    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A participant without a meeting, and why."""

    name: Name
    country: str
    why: str


@dataclass(frozen=True, slots=True)
class AboutFile:
    """Something to know about a file: that it was not read and why, or a fact about a value."""

    source: str
    text: str


def made(shortlist: Shortlist, speaker: Speaker) -> tuple[Line, ...]:
    """The figures of the assignment, the limits it kept, and what the scores were made with."""
    profile = shortlist.profile
    lines = [
        Line(
            speaker.say("Participants with a meeting"),
            speaker.say(
                "{served} of {total}", served=shortlist.served, total=len(shortlist.participants)
            ),
        ),
        Line(
            speaker.say("Total over the floor"),
            speaker.decimal(shortlist.objective),
            speaker.say("What all pairings score above the floor, added up."),
        ),
        Line(
            speaker.say("Bound"),
            speaker.decimal(shortlist.bound),
            speaker.say("No list that serves as many and as fairly can reach more."),
        ),
        Line(
            speaker.say("Price of fairness"),
            speaker.decimal(shortlist.price_of_fairness),
            speaker.say(
                "What the total gives up so that more participants are served "
                "and the worst-off is better off."
            ),
        ),
    ]
    if shortlist.worst_off is not None:
        meaning = speaker.say("The least of everybody's best score.")
        label = speaker.say("Score of the worst-off")
        lines.append(Line(label, speaker.decimal(shortlist.worst_off), meaning))
    lines += [
        Line(speaker.say("Meetings each, at most"), speaker.number(profile.meetings_each)),
        Line(
            speaker.say("Floor"), speaker.decimal(profile.floor), speaker.text(profile.floor_reason)
        ),
        _probability(shortlist, speaker),
        Line(
            speaker.say("Pins and vetoes"),
            speaker.say("{pins} and {vetoes}", pins=shortlist.pins, vetoes=shortlist.vetoes),
        ),
        Line(speaker.say("Profile"), f"{profile.name} ({profile.fingerprint[:12]})"),
        Line(speaker.say("Encoder"), shortlist.encoder_name or speaker.say("not known")),
    ]
    if shortlist.index_fingerprint:
        lines.append(Line(speaker.say("Index"), shortlist.index_fingerprint[:12]))
    return tuple(lines)


def withheld(why: Withheld | None, speaker: Speaker) -> str | None:
    """Why no probability is told, as a sentence; None where they are told."""
    return None if why is None else messages.withheld(why, speaker)


def _probability(shortlist: Shortlist, speaker: Speaker) -> Line:
    """What the probabilities were learnt from, or why there are none."""
    label = speaker.say("Probability of being judged good")
    calibration, why = shortlist.profile.calibration, shortlist.probability_withheld
    if calibration is None or why is not None:
        why = why or Withheld.NOT_CALIBRATED
        return Line(label, speaker.say("not shown"), messages.withheld(why, speaker))
    return Line(label, speaker.text(calibration.fitted_on), speaker.text(calibration.reason))


def weights(shortlist: Shortlist, speaker: Speaker) -> tuple[WeightLine, ...]:
    """The weights of the shortlist's profile, each with its reason."""
    return weights_of(shortlist.profile, speaker)


def weights_of(profile: Profile, speaker: Speaker) -> tuple[WeightLine, ...]:
    """The weights of a profile, each with its reason."""
    return tuple(
        WeightLine(
            speaker.say(part_label(name)),
            weight.value,
            speaker.decimal(weight.value),
            speaker.text(weight.reason),
        )
        for name, weight in profile.weights.items()
    )


def left_over(shortlist: Shortlist, speaker: Speaker) -> tuple[LeftOver, ...]:
    """Who has no meeting, and why; French first."""
    names = _names(shortlist, speaker)
    ordered = sorted(
        shortlist.unserved, key=lambda each: each.participant.country is not Country.FR
    )
    return tuple(_left_over(each, names, speaker) for each in ordered)


def _names(shortlist: Shortlist, speaker: Speaker) -> dict[str, str]:
    """What to call each participant in a sentence, by id."""
    return {p.id: name_for(p, speaker.language).text for p in shortlist.participants}


def _left_over(unserved: UnservedParticipant, names: dict[str, str], speaker: Speaker) -> LeftOver:
    participant = unserved.participant
    return LeftOver(
        name_for(participant, speaker.language),
        speaker.country(participant.country),
        messages.why_unserved(unserved.why, unserved.details, names, speaker),
    )


def not_read(shortlist: Shortlist, speaker: Speaker) -> tuple[AboutFile, ...]:
    """The files that were not read, and why."""
    return tuple(
        AboutFile(refused.source, messages.refusal(refused, speaker))
        for refused in shortlist.refusals
    )


def notes(shortlist: Shortlist, speaker: Speaker) -> tuple[AboutFile, ...]:
    """Facts about fiches and wishes, each once. Contacts are left out of them."""
    names = _names(shortlist, speaker)
    told = (
        AboutFile(
            source or speaker.say("Wishes"),
            without_addresses(messages.note(note, speaker, names)),
        )
        for source, note in shortlist.notes
        if note.field != "contact"
    )
    return tuple(dict.fromkeys(told))
