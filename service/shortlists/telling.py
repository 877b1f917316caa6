"""What stands in the way of a list, in words: contradictions with what helps, stale wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.gathering import Participant
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.shortlist.why_not import Conflict
from matcher.writing.names import name_for
from service.shortlists.deciding import STAYS_AWAY
from service.shortlists.in_force import Stale

#: Contradictions of the service's own (see `in_force`, `deciding`) → their sentences.
CONFLICTS: Mapping[str, str] = {
    "too-many-pairs": "{fr} French and {jp} Japanese authorities make more than {most} possible "
    "pairs, too many for one list.",
    STAYS_AWAY: "Not coming to this meeting: {absent}.",
}

#: Contradictions → what helps.
HELP: Mapping[str, str] = {
    "pin-and-veto": "Take the pair out of the pins or out of the vetoes; a decision counts as one "
    "of either until it is taken back.",
    "pins-over-limit": "Take one of these meetings back, or allow {id} more than {limit}.",
    "meetings-below-one": "Give at least one meeting to each.",
    "limit-negative": "Give {id} no meeting with 0, or leave the limit out.",
    "pin-wrong-order": "Name the French authority first.",
    "veto-wrong-order": "Name the French authority first.",
    "pin-same-country": "Name one authority of each country.",
    "veto-same-country": "Name one authority of each country.",
    "too-many-pairs": "Say who comes to the meeting.",
    STAYS_AWAY: "Add it to those who come, or leave the pair open.",
}

#: Wishes and decisions that count for nothing now, by kind → what each of them was.
STALE: Mapping[str, str] = {
    "pin": "pin {names}",
    "veto": "veto {names}",
    "limit": "limit of meetings for {names}",
    "comes": "{names} among those who come",
    "accepted": "accepted pair {names}",
    "pinned": "pinned pair {names}",
    "rejected": "rejected pair {names}",
    "said": "remarks on {names}",
    "profile": "profile {names}",
}

#: Why it counts for nothing.
WHY_STALE: Mapping[str, str] = {
    "gone": "Kept, but without effect: {what}. No longer taking part: {missing}.",
    "stays-away": "Kept, but without effect: {what}. Not coming to this meeting: {missing}.",
    "no-profile": "Kept, but without effect: {what}. There is no such profile here.",
}


@dataclass(frozen=True, slots=True)
class ConflictTold:
    """A contradiction in words. `ids` are those it concerns."""

    kind: str
    ids: tuple[str, ...]
    sentence: str
    help: str


@dataclass(frozen=True, slots=True)
class StaleTold:
    """A wish or decision without effect, in words."""

    stale: Stale
    sentence: str


def conflicts_told(
    conflicts: Iterable[Conflict], people: Iterable[Participant], speaker: Speaker
) -> tuple[ConflictTold, ...]:
    """Every contradiction with what helps; who takes part is called by name."""
    names = names_of_all(people, speaker)
    return tuple(_conflict(each, names, speaker) for each in conflicts)


def stale_told(
    stale: Iterable[Stale], people: Iterable[Participant], speaker: Speaker
) -> tuple[StaleTold, ...]:
    """Every wish without effect, and why."""
    names = names_of_all(people, speaker)
    return tuple(StaleTold(each, _stale(each, names, speaker)) for each in stale)


def names_of_all(people: Iterable[Participant], speaker: Speaker) -> Mapping[str, str]:
    """What to call each participant in a sentence, by id."""
    return {each.id: name_for(each, speaker.language).text for each in people}


def _conflict(conflict: Conflict, names: Mapping[str, str], speaker: Speaker) -> ConflictTold:
    kind = str(conflict.get("kind", ""))
    facts = {name: _named(value, names) for name, value in conflict.items() if name != "kind"}
    own, helps = CONFLICTS.get(kind), HELP.get(kind)
    return ConflictTold(
        kind=kind,
        ids=tuple(_ids(conflict)),
        sentence=messages.conflict(conflict, names, speaker)
        if own is None
        else speaker.say(own, **facts),
        help="" if helps is None else speaker.say(helps, **facts),
    )


def _ids(conflict: Conflict) -> Iterable[str]:
    for name in ("fr", "jp", "id"):
        value = conflict.get(name)
        if isinstance(value, str):
            yield value


def _stale(stale: Stale, names: Mapping[str, str], speaker: Speaker) -> str:
    who = " – ".join(names.get(id_, id_) for id_ in stale.ids)
    what = speaker.say(STALE[stale.kind], names=who)
    missing = [names.get(id_, id_) for id_ in stale.missing]
    return speaker.say(WHY_STALE[stale.why], what=what, missing=missing)


def _named(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, (tuple, list)):
        return [_named(each, names) for each in value]
    return value
