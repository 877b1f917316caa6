"""What a shortlist is asked to respect, as a form: shown, read back, told where it is wrong."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.gazetteer.names import fold
from matcher.i18n.sentences import Speaker
from matcher.profile import Profile
from matcher.shortlist.constraints import TwinRule
from matcher.writing.names import Name, name_for
from service.limits import LONGEST_NAME, MOST_MEETINGS
from service.live.profiles import Profiles
from service.pages.parts.choice import Choice
from service.storage.records import Wishes

#: The most participants that are listed one by one to be chosen among.
MOST_LISTED = 600
_HIGHEST_FLOOR = 1000.0

#: The rule for partnerships that exist, as people choose it.
TWINS: Mapping[TwinRule, str] = {
    TwinRule.IN: "may be proposed like any other",
    TwinRule.OUT: "are left out",
    TwinRule.ONLY: "only these are proposed",
}


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who may come: `meetings` is their own limit as typed, "" for that of all."""

    id: str
    name: Name
    comes: bool
    meetings: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """Those of one country."""

    country: str
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesView:
    """The form. `mark` tells what it was made from; `faults` are sentences by field."""

    name: str
    profiles: tuple[Choice, ...]
    meetings_each: str
    meetings_of_profile: str
    floor: str
    floor_of_profile: str
    twins: tuple[Choice, ...]
    everybody: bool
    delegations: tuple[Delegation, ...]
    mark: str
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what it says, and by field what cannot be taken (codes)."""

    name: str
    wishes: Wishes
    wrong: Mapping[str, str]


#: What is wrong with a typed wish.
FAULTS: Mapping[str, str] = {
    "no-name": "A shortlist needs a name.",
    "long-name": "A name may be {most} characters long at most.",
    "meetings": "This must be a whole number from 1 to {most}.",
    "own-meetings": "The meetings of one authority must be a whole number from 0 to {most}.",
    "floor": "This must be a number.",
    "nobody": "Choose who comes, or that everybody does.",
}


def mark_of(name: str, wishes: Wishes) -> str:
    """Tells name and wishes from all others."""
    told = [
        name,
        wishes.profile,
        str(wishes.meetings_each),
        str(wishes.floor),
        str(wishes.twins),
        *(f"{a} {b}" for a, b in sorted(wishes.pins)),
        "-",
        *(f"{a} {b}" for a, b in sorted(wishes.vetoes)),
        "-",
        *(f"{id_} {most}" for id_, most in sorted(wishes.meetings.items())),
        "*" if wishes.participants is None else " ".join(sorted(wishes.participants)),
    ]
    return hashlib.blake2b("\x00".join(told).encode(), digest_size=8).hexdigest()


def wishes_view(
    name: str,
    wishes: Wishes,
    people: Iterable[Participant],
    profiles: Profiles,
    speaker: Speaker,
    *,
    mark: str = "",
    form: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> WishesView:
    """The form of a shortlist; what was typed in `form` stands where it was typed."""
    profile = _profile(profiles, wishes.profile)
    typed = form or {}
    coming = wishes.participants
    return WishesView(
        name=typed.get("name", name),
        profiles=tuple(Choice(each, each, each == wishes.profile) for each in profiles.names),
        meetings_each=typed.get("meetings_each", _number(wishes.meetings_each)),
        meetings_of_profile=speaker.number(profile.meetings_each),
        floor=typed.get("floor", "" if wishes.floor is None else f"{wishes.floor:g}"),
        floor_of_profile=speaker.decimal(profile.floor),
        twins=tuple(
            Choice(rule.value, speaker.text(TWINS[rule]), rule is wishes.twins) for rule in TwinRule
        ),
        everybody=coming is None,
        delegations=tuple(_delegations(people, wishes, typed, speaker)),
        mark=mark,
        faults={field: _fault(why, speaker) for field, why in (wrong or {}).items()},
    )


def _fault(why: str, speaker: Speaker) -> str:
    return speaker.say(FAULTS[why], most=LONGEST_NAME if why == "long-name" else MOST_MEETINGS)


def typed_wishes(
    form: Mapping[str, str], chosen: Iterable[str], before: Wishes, profiles: Profiles
) -> Typed:
    """What a form says: `chosen` are the ids ticked to come. What it does not hold stays."""
    wrong: dict[str, str] = {}
    name = " ".join("".join(c if c.isprintable() else " " for c in form.get("name", "")).split())
    if not name:
        wrong["name"] = "no-name"
    elif len(name) > LONGEST_NAME:
        wrong["name"] = "long-name"
    each = _whole(form.get("meetings_each", ""), 1)
    if each is None and form.get("meetings_each", "").strip():
        wrong["meetings_each"] = "meetings"
    floor = _decimal(form.get("floor", ""))
    if floor is None and form.get("floor", "").strip():
        wrong["floor"] = "floor"
    rule, profile = form.get("twins", ""), form.get("profile", "")
    wishes = replace(
        before,
        profile=profile if profile in profiles.names else before.profile,
        meetings_each=each,
        floor=floor,
        twins=TwinRule(rule) if rule in set(TwinRule) else before.twins,
    )
    if "who" in form:
        wishes = replace(
            wishes,
            participants=None if form["who"] == "everybody" else frozenset(chosen),
            meetings=_meetings(form, before, wrong),
        )
    if wishes.participants is not None and not wishes.participants:
        wrong["who"] = "nobody"
    return Typed(name, wishes, wrong)


def _meetings(form: Mapping[str, str], before: Wishes, wrong: dict[str, str]) -> Mapping[str, int]:
    """Limits of their own; of those who are not in the form they stay."""
    found = dict(before.meetings)
    for key, text in form.items():
        if not key.startswith("meetings-"):
            continue
        id_ = key.removeprefix("meetings-")
        found.pop(id_, None)
        most = _whole(text, 0)
        if most is not None:
            found[id_] = most
        elif text.strip():
            wrong["who"] = "own-meetings"
    return found


def _delegations(
    people: Iterable[Participant], wishes: Wishes, typed: Mapping[str, str], speaker: Speaker
) -> Iterator[Delegation]:
    everybody = list(people)
    if len(everybody) > MOST_LISTED:
        return
    for country in Country:
        guests = [
            Guest(
                each.id,
                name_for(each, speaker.language),
                wishes.participants is None or each.id in wishes.participants,
                typed.get(f"meetings-{each.id}", _number(wishes.meetings.get(each.id))),
            )
            for each in everybody
            if each.country is country
        ]
        guests.sort(key=lambda each: (fold(each.name.text), each.id))
        yield Delegation(speaker.country(country), tuple(guests))


def _profile(profiles: Profiles, name: str) -> Profile:
    try:
        return profiles.named(name)
    except KeyError:
        return profiles.configured


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _whole(text: str, least: int) -> int | None:
    text = text.strip()
    if not text.isdecimal() or len(text) > 4:
        return None
    return int(text) if least <= int(text) <= MOST_MEETINGS else None


def _decimal(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _HIGHEST_FLOOR else None
